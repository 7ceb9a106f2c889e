import { formatKurus } from '@emanet/contracts/money'
import { nextStep, type Order, toneOfOrder } from '@emanet/messages/order-story'
import { useRouter } from 'expo-router'
import { Pressable, View } from 'react-native'
import { useFormatter, useTranslations } from 'use-intl'
import { useLanguage } from '../../platform/language.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Picture } from '../../ui/picture.tsx'
import { useColours } from '../../ui/theme.tsx'
import { RADIUS } from '../../ui/tokens.ts'
import { Words } from '../../ui/words.tsx'

/** An order in a list: what it is, how it stands, and for the seller what is next. */
export function OrderRow({ order }: { order: Order }) {
  const t = useTranslations('orders')
  const sales = useTranslations('sales')
  const status = useTranslations('orderStatus')
  const format = useFormatter()
  const language = useLanguage()
  const colours = useColours()
  const router = useRouter()
  const seller = order.role === 'seller'
  const amount = formatKurus(seller && order.hold ? order.hold.sellerKurus : order.totals.totalKurus, language)
  return (
    <Pressable
      role="link"
      aria-label={[order.product.title, status(order.status), amount, order.number].join(', ')}
      onPress={() => router.push(`/orders/${order.id}`)}
      style={({ pressed }) => ({
        flexDirection: 'row',
        alignItems: 'flex-start',
        gap: 14,
        padding: 14,
        borderRadius: RADIUS.tile,
        borderWidth: 1,
        borderColor: colours.line,
        backgroundColor: pressed ? colours.sunken : colours.surface,
      })}
    >
      <Picture url={order.product.imageUrl} alt="" size={76} radius={RADIUS.field} />
      <View style={{ flex: 1, gap: 4 }}>
        <Words as="strong" numberOfLines={2}>
          {order.product.title}
        </Words>
        <Words as="small" tone="inkSoft">
          {order.number} · {format.dateTime(new Date(order.createdAt), { dateStyle: 'medium' })}
        </Words>
        <View style={{ flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: 6 }}>
          <Badge tone={toneOfOrder(order)}>{status(order.status)}</Badge>
          <Words as="strong" style={{ fontVariant: ['tabular-nums'] }}>
            {amount}
          </Words>
        </View>
        {seller ? (
          <Words as="small" tone="inkSoft">
            {sales('next')}: {sales(nextStep(order))}
          </Words>
        ) : order.status === 'pending_payment' && order.expiresAt ? (
          <Words as="small" tone="saffron">
            {t('payBy', { time: format.dateTime(new Date(order.expiresAt), { timeStyle: 'short' }) })}
          </Words>
        ) : null}
      </View>
    </Pressable>
  )
}
