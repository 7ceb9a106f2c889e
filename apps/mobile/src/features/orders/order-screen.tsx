import type { Order } from '@emanet/messages/order-story'
import { useLocalSearchParams } from 'expo-router'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'
import { useRemote } from '../../platform/use-remote.ts'
import { Failure } from '../../ui/failure.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { closeOpenPurchase } from '../checkout/open-purchases.ts'
import { PushOffer } from '../push/push-offer.tsx'
import { api } from '../session/api.ts'
import { SignInGate } from '../session/sign-in-gate.tsx'
import { useSession } from '../session/use-session.ts'
import { OrderBody } from './order-body.tsx'

/** While the outcome of a payment is awaited, and otherwise. */
const AWAITING_MS = 2_000
const CALM_MS = 10_000

/** One order, its true state whichever way this screen was reached. */
export function OrderScreen() {
  const { id } = useLocalSearchParams<{ id: string }>()
  const t = useTranslations('order')
  const session = useSession()
  const order = useRemote<Order>(
    session ? `order ${id} ${session.user.id}` : null,
    async () => (await api().getOrder({ params: { id } })).body,
    // An unpaid order may change any moment, a parcel does not.
    (known) => (known === null || known.status === 'pending_payment' ? AWAITING_MS : CALM_MS),
  )
  const { value } = order

  const over = value && value.status !== 'pending_payment'
  useEffect(() => {
    if (over) void closeOpenPurchase(id)
  }, [over, id])

  return (
    <Screen
      title={value ? t('title', { number: value.number }) : t('backToOrders')}
      backTo={value?.role === 'seller' ? '/sales' : '/orders'}
      onRenew={session ? order.renew : undefined}
      renewing={order.renewing}
    >
      {!session ? (
        <SignInGate />
      ) : value ? (
        <OrderBody order={value} onChange={order.put} onRenew={order.renew} offer={isUnderWay(value) ? <PushOffer /> : null} />
      ) : order.error ? (
        <Failure error={order.error} onRetry={() => void order.renew()} />
      ) : (
        <SkeletonLines />
      )}
    </Screen>
  )
}

/** Paid for by her, and still to arrive: there is something to be told of. */
function isUnderWay({ role, status }: Order): boolean {
  return role === 'buyer' && (status === 'paid' || status === 'shipped')
}
