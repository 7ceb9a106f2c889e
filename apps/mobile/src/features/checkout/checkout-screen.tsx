import { formatKurus } from '@emanet/contracts/money'
import { isAwaited } from '@emanet/contracts/states'
import type { Order } from '@emanet/messages/order-story'
import { type Href, Redirect, useLocalSearchParams, useRouter } from 'expo-router'
import { useEffect, useRef, useState } from 'react'
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
import { findMyOrder } from '../orders/my-order.ts'
import { api } from '../session/api.ts'
import { SignInGate } from '../session/sign-in-gate.tsx'
import { useSession } from '../session/use-session.ts'
import { AddressChoice } from './address-choice.tsx'
import { attemptKey, beginAttempt, type Purchase } from './attempts.ts'
import { PurchaseNotice, Taken } from './purchase-notice.tsx'
import { TermsBox } from './terms-box.tsx'
import { useBuy } from './use-buy.ts'

/** How often it is asked whether a product that somebody else is paying for is free again. */
const WATCH_MS = 5_000

type Asked = {
  product: Product
  addresses: Address[]
  /** An order of this product that has not fallen through. */
  own: Order | null
  askedAtMs: number
}

export function CheckoutScreen() {
  const { productId } = useLocalSearchParams<{ productId: string }>()
  const t = useTranslations('checkout')
  const session = useSession()
  const openedAtMs = useRef(Date.now()).current
  const ask = async (): Promise<Asked> => {
    const askedAtMs = Date.now()
    const [product, addresses, own] = await Promise.all([
      api().getProduct({ params: { id: productId } }),
      api().listAddresses(),
      findMyOrder(productId),
    ])
    return { product: product.body, addresses: addresses.body.items, own, askedAtMs }
  }
  // A price must not change under the finger: what can be bought is asked for again only when the screen comes back.
  const remote = useRemote(session ? `checkout ${productId} ${session.user.id}` : null, ask, (known) =>
    known && known.product.status !== 'active' ? WATCH_MS : undefined,
  )
  const { value } = remote
  if (session && value) {
    const isFresh = value.askedAtMs >= openedAtMs
    return <Checkout asked={value} isFresh={isFresh} userId={session.user.id} onRenew={remote.renew} />
  }
  return (
    <Screen title={t('title')} backTo={`/products/${productId}`}>
      {session ? remote.error ? <Failure error={remote.error} onRetry={() => void remote.renew()} /> : <SkeletonLines /> : <SignInGate />}
    </Screen>
  )
}

/** `isFresh`: asked for since the screen opened; what is only recalled says nothing of today's orders. */
type Props = { asked: Asked; isFresh: boolean; userId: string; onRenew: () => Promise<void> }

function Checkout({ asked, isFresh, userId, onRenew }: Props) {
  const { product, addresses, own } = asked
  const t = useTranslations('checkout')
  const router = useRouter()
  const [accepted, setAccepted] = useState(false)
  const { addressId, choose } = useAddressChoice(addresses)
  const { id: productId, priceKurus, totals } = product
  const { state, buy, payAfterAll, forget } = useBuy(userId)
  const isWaitedFor = own !== null && isAwaited(own.status)

  const purchase = addressId ? { productId, addressId, priceKurus } : null
  useAttempt(purchase, isFresh && !isWaitedFor)

  const isTaken = state.kind === 'refused' && state.problem.code === 'product.unavailable'
  // biome-ignore lint/correctness/useExhaustiveDependencies: each answer since says itself whether it can be bought
  useEffect(() => {
    if (isTaken) forget()
  }, [asked])

  const waiting = state.kind === 'sending' || state.kind === 'leaving'
  const isFree = product.status === 'active'
  if (!waiting && state.kind !== 'otherTotal') {
    if (userId === product.seller.id) return <Redirect href={`/products/${productId}`} />
    // Her own order says its own address and totals, and what may be done with it; a form here could only say others.
    if (own && (isWaitedFor || !isFree)) return <Redirect href={`/orders/${own.id}`} />
    if (!isFree) return <TakenScreen product={product} onRenew={onRenew} />
  }
  const seen = () => {
    forget()
    void onRenew()
  }
  return (
    <Screen
      title={t('title')}
      backTo={`/products/${productId}`}
      onRenew={onRenew}
      foot={
        <>
          <PurchaseNotice state={state} product={product} onSeen={seen} onPay={payAfterAll} />
          {state.kind === 'otherTotal' ? null : (
            <BuyButton
              totalKurus={totals.totalKurus}
              waiting={waiting}
              disabled={!purchase}
              onPress={() => buy({ purchase, totalKurus: totals.totalKurus, accepted })}
            />
          )}
          {state.kind === 'ready' || waiting ? (
            <Words as="small" tone="inkSoft" style={{ textAlign: 'center' }}>
              {t('leaving')} {t('secured')}
            </Words>
          ) : null}
        </>
      }
    >
      {own && !isWaitedFor ? <Bought order={own} /> : null}
      <AddressChoice addresses={addresses} value={addressId} onChange={choose} />
      {addressId === null ? <Notice tone="calm" text={t('addressNone')} /> : null}
      <Button
        label={t('addressAdd')}
        look="calm"
        small
        role="link"
        onPress={() => router.push({ pathname: '/addresses/new', params: { next: `/checkout/${productId}` } } as Href)}
      />
      <Summary product={product} />
      <TermsBox
        accepted={accepted}
        onChange={(now) => {
          setAccepted(now)
          if (state.kind === 'noTerms') forget()
        }}
        missing={state.kind === 'noTerms'}
      />
    </Screen>
  )
}

/** The key is made when the screen opens, so that it is stored before anything is sent. `begins`: no order awaits payment. */
function useAttempt(purchase: Purchase | null, begins: boolean): void {
  const { productId, addressId, priceKurus } = purchase ?? {}
  useEffect(() => {
    if (productId === undefined || addressId === undefined || priceKurus === undefined) return
    void (begins ? beginAttempt : attemptKey)({ productId, addressId, priceKurus })
  }, [productId, addressId, priceKurus, begins])
}

function BuyButton(props: { totalKurus: number; waiting: boolean; disabled: boolean; onPress: () => void }) {
  const t = useTranslations('checkout')
  const colours = useColours()
  const amount = formatKurus(props.totalKurus, useLanguage())
  return (
    <Button
      label={props.waiting ? t('buying') : t('buy', { amount })}
      wide
      busy={props.waiting}
      disabled={props.disabled}
      icon={<Icon name="lock" colour={colours.onFill} size={18} />}
      onPress={props.onPress}
    />
  )
}

function TakenScreen({ product, onRenew }: Pick<Asked, 'product'> & Pick<Props, 'onRenew'>) {
  const t = useTranslations('checkout')
  return (
    <Screen title={t('title')} backTo={`/products/${product.id}`} onRenew={onRenew}>
      <Words as="strong">{product.title}</Words>
      <Taken productId={product.id} status={product.status} />
    </Screen>
  )
}

/** The newest address, or the one chosen beside it: one that was just added is where she wants it. */
function useAddressChoice(addresses: Address[]) {
  const newest = addresses[0]?.id ?? null
  const [chosen, setChosen] = useState<{ id: string; beside: string | null } | null>(null)
  const isThere = chosen?.beside === newest && addresses.some(({ id }) => id === chosen.id)
  return { addressId: isThere ? chosen.id : newest, choose: (id: string) => setChosen({ id, beside: newest }) }
}

/** She has one of these; this purchase is another unit. */
function Bought({ order }: { order: Order }) {
  const t = useTranslations('checkout')
  const router = useRouter()
  return (
    <Notice tone="calm" text={t('boughtBefore')}>
      <Button label={t('seeOrder')} look="calm" small role="link" onPress={() => router.push(`/orders/${order.id}`)} />
    </Notice>
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
