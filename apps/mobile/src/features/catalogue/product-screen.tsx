import { formatKurus } from '@emanet/contracts/money'
import { toneOfProduct } from '@emanet/messages/product-tone'
import { useLocalSearchParams, useRouter } from 'expo-router'
import { View } from 'react-native'
import { useFormatter, useTranslations } from 'use-intl'
import { useLanguage } from '../../platform/language.tsx'
import { useRemote } from '../../platform/use-remote.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel, Row } from '../../ui/panel.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { Words } from '../../ui/words.tsx'
import { MoneyRail } from '../orders/money-rail.tsx'
import { findMyOrder } from '../orders/my-order.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/use-session.ts'
import type { Product } from './product.ts'
import { ProductPictures } from './product-pictures.tsx'

/** How often a page asks again while somebody else is paying. */
const WATCH_MS = 5_000

export function ProductScreen() {
  const { id } = useLocalSearchParams<{ id: string }>()
  const app = useTranslations('app')
  const product = useRemote(`product ${id}`, async () => (await api().getProduct({ params: { id } })).body, WATCH_MS)
  const { value } = product
  return (
    <Screen
      title={value?.title ?? app('name')}
      backTo="/"
      onRenew={product.renew}
      renewing={product.renewing}
      foot={value ? <BuyArea product={value} /> : undefined}
    >
      {value ? (
        <ProductBody product={value} />
      ) : product.error ? (
        <Failure error={product.error} onRetry={() => void product.renew()} />
      ) : (
        <SkeletonLines />
      )}
    </Screen>
  )
}

function ProductBody({ product }: { product: Product }) {
  const t = useTranslations('product')
  const status = useTranslations('productStatus')
  const condition = useTranslations('condition')
  const format = useFormatter()
  const language = useLanguage()
  const lira = (kurus: number) => formatKurus(kurus, language)
  return (
    <>
      <ProductPictures product={product} />
      <View style={{ flexDirection: 'row', flexWrap: 'wrap', gap: 8 }}>
        <Badge tone={toneOfProduct(product.status)}>{status(product.status)}</Badge>
        <Badge tone="plain">{condition(product.condition)}</Badge>
        {product.status === 'active' && product.stock > 1 ? <Badge tone="plain">{t('stock', { count: product.stock })}</Badge> : null}
      </View>
      <Words as="title">{product.title}</Words>
      <Words as="amount">{lira(product.priceKurus)}</Words>
      <Words tone="inkSoft">
        {product.shippingKurus === 0 ? t('shippingFree') : t('shippingPaid', { amount: lira(product.shippingKurus) })}
      </Words>
      <Panel>
        <Row name={t('total')} value={lira(product.totals.totalKurus)} strong />
        <Words as="small" tone="inkSoft">
          {t('totalHint', {
            item: lira(product.totals.itemKurus),
            shipping: lira(product.totals.shippingKurus),
            fee: lira(product.totals.feeKurus),
          })}
        </Words>
      </Panel>
      <Panel>
        <Row name={t('seller')} value={product.seller.name} />
        <Row name={t('listed')} value={format.dateTime(new Date(product.createdAt), { dateStyle: 'long' })} />
      </Panel>
      <Panel title={t('description')}>
        <Words>{product.description}</Words>
      </Panel>
      <Panel title={t('howTitle')}>
        <MoneyRail />
      </Panel>
    </>
  )
}

/** Says honestly whether it can be bought now. */
function BuyArea({ product }: { product: Product }) {
  const t = useTranslations('product')
  const router = useRouter()
  const session = useSession()
  const mine = useRemote(product.status !== 'active' && session ? `open order for ${product.id}` : null, () => findMyOrder(product.id))
  if (session?.user.id === product.seller.id) {
    return (
      <>
        <Words tone="inkSoft">{t('own')}</Words>
        <Button label={t('edit')} look="calm" wide role="link" onPress={() => router.push(`/sell/${product.id}`)} />
      </>
    )
  }
  if (product.status === 'active') return <Button label={t('buy')} wide onPress={() => router.push(`/checkout/${product.id}`)} />
  if (mine.value) {
    const { id, status } = mine.value
    return (
      <>
        <Words as="strong">{status === 'pending_payment' ? t('resume') : t('bought')}</Words>
        <Button label={t('resumeLink')} wide role="link" onPress={() => router.push(`/orders/${id}`)} />
      </>
    )
  }
  if (product.status === 'reserved') return <Notice tone="wait" title={t('reservedTitle')} text={t('reservedText')} />
  const sold = product.status === 'sold'
  return <Notice tone="calm" title={sold ? t('soldTitle') : t('pausedTitle')} text={sold ? t('soldText') : t('pausedText')} />
}
