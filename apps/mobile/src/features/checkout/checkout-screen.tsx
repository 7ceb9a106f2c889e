import { formatKurus } from '@emanet/contracts/money'
import { type Href, useLocalSearchParams, useRouter } from 'expo-router'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useLanguage } from '../../platform/language.tsx'
import { useRemote } from '../../platform/use-remote.ts'
import { Button } from '../../ui/button.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel, Row } from '../../ui/panel.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { useColours } from '../../ui/theme.tsx'
import { Words } from '../../ui/words.tsx'
import type { Address } from '../accounts/address.ts'
import type { Product } from '../catalogue/product.ts'
import { api } from '../session/api.ts'
import { SignInGate } from '../session/sign-in-gate.tsx'
import { useSession } from '../session/use-session.ts'
import { AddressChoice } from './address-choice.tsx'
import { attemptKey } from './attempts.ts'
import { PurchaseNotice } from './purchase-notice.tsx'
import { TermsBox } from './terms-box.tsx'
import { useBuy } from './use-buy.ts'

export function CheckoutScreen() {
  const { productId } = useLocalSearchParams<{ productId: string }>()
  const t = useTranslations('checkout')
  const session = useSession()
  const remote = useRemote(session ? `checkout ${productId} ${session.user.id}` : null, async () => {
    const [product, addresses] = await Promise.all([api().getProduct({ params: { id: productId } }), api().listAddresses()])
    return { product: product.body, addresses: addresses.body.items }
  })
  if (session && remote.value) return <Checkout {...remote.value} userId={session.user.id} onRenew={remote.renew} />
  return (
    <Screen title={t('title')} backTo={`/products/${productId}`}>
      {session ? remote.error ? <Failure error={remote.error} onRetry={() => void remote.renew()} /> : <SkeletonLines /> : <SignInGate />}
    </Screen>
  )
}

type Props = { product: Product; addresses: Address[]; userId: string; onRenew: () => Promise<void> }

function Checkout({ product, addresses, userId, onRenew }: Props) {
  const t = useTranslations('checkout')
  const colours = useColours()
  const language = useLanguage()
  const router = useRouter()
  const [chosen, setChosen] = useState<string | null>(null)
  const [accepted, setAccepted] = useState(false)
  const addressId = addresses.find((address) => address.id === chosen)?.id ?? addresses[0]?.id ?? null
  const { id: productId, priceKurus, totals } = product
  const { state, buy, forget } = useBuy(userId)

  useEffect(() => {
    // Made when the screen opens, so that it is stored before anything is sent.
    if (addressId) void attemptKey({ productId, addressId, priceKurus })
  }, [productId, addressId, priceKurus])

  const waiting = state.kind === 'sending' || state.kind === 'leaving'
  const press = () => buy({ purchase: addressId ? { productId, addressId, priceKurus } : null, accepted })
  return (
    <Screen
      title={t('title')}
      backTo={`/products/${productId}`}
      onRenew={onRenew}
      foot={
        <>
          <Button
            label={waiting ? t('buying') : t('buy', { amount: formatKurus(totals.totalKurus, language) })}
            wide
            busy={waiting}
            disabled={addressId === null}
            icon={<Icon name="lock" colour={colours.onFill} size={18} />}
            onPress={press}
          />
          <Words as="small" tone="inkSoft" style={{ textAlign: 'center' }}>
            {t('leaving')} {t('secured')}
          </Words>
        </>
      }
    >
      <PurchaseNotice
        state={state}
        product={product}
        onSeen={() => {
          forget()
          void onRenew()
        }}
      />
      <AddressChoice addresses={addresses} value={addressId} onChange={setChosen} />
      {addressId === null ? <Notice tone="calm" text={t('addressNone')} /> : null}
      <Button
        label={t('addressAdd')}
        look="calm"
        small
        role="link"
        onPress={() => router.push({ pathname: '/addresses/new', params: { next: `/checkout/${productId}` } } as Href)}
      />
      <Summary product={product} />
      <TermsBox accepted={accepted} onChange={setAccepted} missing={state.kind === 'noTerms'} />
    </Screen>
  )
}

function Summary({ product }: { product: Product }) {
  const t = useTranslations('checkout')
  const language = useLanguage()
  const { itemKurus, shippingKurus, feeKurus, totalKurus } = product.totals
  const lira = (kurus: number) => formatKurus(kurus, language)
  return (
    <Panel title={t('sumTitle')}>
      <Words as="strong">{product.title}</Words>
      <Row name={t('item')} value={lira(itemKurus)} />
      <Row name={t('shipping')} value={shippingKurus === 0 ? t('shippingFree') : lira(shippingKurus)} />
      <Row name={t('fee')} value={lira(feeKurus)} />
      <Words as="small" tone="inkSoft">
        {t('feeHint')}
      </Words>
      <Row name={t('total')} value={lira(totalKurus)} strong />
      <Words as="small" tone="inkSoft">
        {t('totalNote')}
      </Words>
    </Panel>
  )
}
