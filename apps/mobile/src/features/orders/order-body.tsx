import { formatKurus } from '@emanet/contracts/money'
import {
  buyerHeadline,
  headlineKurus,
  moneyPlace,
  moneySentence,
  type Order,
  refundsToName,
  sellerHeadline,
  toneOfOrder,
} from '@emanet/messages/order-story'
import * as Linking from 'expo-linking'
import { useRouter } from 'expo-router'
import type { ReactNode } from 'react'
import { Pressable, View } from 'react-native'
import { useFormatter, useTranslations } from 'use-intl'
import { useLanguage } from '../../platform/language.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Panel, Row } from '../../ui/panel.tsx'
import { Picture } from '../../ui/picture.tsx'
import { RADIUS } from '../../ui/tokens.ts'
import { Words } from '../../ui/words.tsx'
import { addressLines } from '../accounts/address.ts'
import { MoneyRail } from './money-rail.tsx'
import { OrderActions } from './order-actions.tsx'
import { Timeline } from './timeline.tsx'

type Props = {
  order: Order
  onChange: (order: Order) => void
  onRenew: () => Promise<void>
  /** Stands below the money, where it is seen. */
  offer: ReactNode
}

export function OrderBody({ order, onChange, onRenew, offer }: Props) {
  const t = useTranslations('order')
  const language = useLanguage()
  const lira = (kurus: number) => formatKurus(kurus, language)
  const { itemKurus, shippingKurus, feeKurus, totalKurus } = order.totals
  const checkout = useTranslations('checkout')
  return (
    <>
      <Headline order={order} />
      <OrderActions order={order} onChange={onChange} onRenew={onRenew} />
      <Money order={order} />
      {offer}
      <Panel title={t('timeline')}>
        <Timeline entries={order.timeline} />
      </Panel>
      <Thing order={order} />
      <Panel title={t('totals')}>
        <Row name={checkout('item')} value={lira(itemKurus)} />
        <Row name={checkout('shipping')} value={shippingKurus === 0 ? checkout('shippingFree') : lira(shippingKurus)} />
        <Row name={checkout('fee')} value={lira(feeKurus)} />
        <Row name={checkout('total')} value={lira(totalKurus)} strong />
      </Panel>
      {order.shipment ? <Parcel shipment={order.shipment} /> : null}
      {order.address ? (
        <Panel title={t('address')}>
          <View>
            {addressLines(order.address).map((line) => (
              <Words key={line}>{line}</Words>
            ))}
          </View>
        </Panel>
      ) : null}
    </>
  )
}

function Headline({ order }: { order: Order }) {
  const buyer = useTranslations('headline')
  const sale = useTranslations('saleHeadline')
  const status = useTranslations('orderStatus')
  const language = useLanguage()
  const told = buyerHeadline(order)
  const sold = sellerHeadline(order)
  const seller = order.role === 'seller'
  const amount = formatKurus(headlineKurus(order), language)
  const text = seller ? sale(`${sold}Text`) : buyer(`${told}Text`, { amount })
  return (
    <View testID={`story-${seller ? sold : told}`} role="status" aria-live="polite" style={{ gap: 8 }}>
      <Badge tone={toneOfOrder(order)}>{status(order.status)}</Badge>
      <Words as="title">{seller ? sale(sold) : buyer(told)}</Words>
      <Words tone="inkSoft">{text}</Words>
    </View>
  )
}

function Money({ order }: { order: Order }) {
  const t = useTranslations('order')
  const words = useTranslations('money')
  const refund = useTranslations('refundStatus')
  const language = useLanguage()
  const { at, back } = moneyPlace(order)
  const { sentence, kurus } = moneySentence(order)
  return (
    <Panel title={order.role === 'seller' ? t('moneySeller') : t('money')}>
      <MoneyRail at={at} back={back} viewer={order.role} />
      <Words as="strong" style={{ textAlign: 'center' }}>
        {words(sentence, { amount: formatKurus(kurus, language) })}
      </Words>
      {refundsToName(order).map((extra) => (
        <Words key={`${extra.reason}${extra.amountKurus}`} tone="inkSoft" style={{ textAlign: 'center' }}>
          {words(extra.reason === 'duplicate' && order.role === 'buyer' ? 'paidTwice' : 'extraRefund', {
            amount: formatKurus(extra.amountKurus, language),
            status: refund.has(extra.status as 'succeeded') ? refund(extra.status as 'succeeded') : extra.status,
          })}
        </Words>
      ))}
    </Panel>
  )
}

function Thing({ order }: { order: Order }) {
  const t = useTranslations('order')
  const format = useFormatter()
  const router = useRouter()
  const seller = order.role === 'seller'
  return (
    <Panel>
      <Pressable
        role="link"
        aria-label={`${order.product.title}. ${t('buyAgain')}`}
        onPress={() => router.push(`/products/${order.product.id}`)}
        style={{ flexDirection: 'row', gap: 14, alignItems: 'center' }}
      >
        <Picture url={order.product.imageUrl} alt="" size={76} radius={RADIUS.field} />
        <View style={{ flex: 1 }}>
          <Words as="strong" numberOfLines={3}>
            {order.product.title}
          </Words>
          <Words as="small" tone="inkSoft">
            {seller ? `${t('buyer')}: ${order.buyer.name}` : `${t('seller')}: ${order.seller.name}`}
          </Words>
        </View>
      </Pressable>
      <Row name={t('number')} value={order.number} />
      <Words as="small" tone="inkSoft">
        {t('placed', { date: format.dateTime(new Date(order.createdAt), { dateStyle: 'long', timeStyle: 'short' }) })}
      </Words>
    </Panel>
  )
}

function Parcel({ shipment }: { shipment: NonNullable<Order['shipment']> }) {
  const t = useTranslations('order')
  const status = useTranslations('shipmentStatus')
  const { trackingUrl } = shipment
  return (
    <Panel title={t('shipment')}>
      <Badge tone={shipment.status === 'delivered' ? 'good' : 'calm'}>{status(shipment.status)}</Badge>
      <Row name={t('carrier')} value={shipment.carrier === 'aras' ? 'Aras Kargo' : shipment.carrier} />
      <Row name={t('reference')} value={shipment.reference} />
      {shipment.trackingNumber ? <Row name={t('tracking')} value={shipment.trackingNumber} /> : null}
      {trackingUrl && /^https?:\/\//.test(trackingUrl) ? (
        <Button label={t('track')} look="calm" small role="link" onPress={() => void Linking.openURL(trackingUrl)} />
      ) : null}
    </Panel>
  )
}
