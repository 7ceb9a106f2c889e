'use client'

import type { Problem } from '@emanet/contracts/errors'
import { formatKurus } from '@emanet/contracts/money'
import type { Messages } from '@emanet/messages/catalogue'
import { sentenceFor } from '@emanet/messages/error-sentence'
import { Lock } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { Button, ButtonLink } from '@/ui/button.tsx'
import { Notice } from '@/ui/notice.tsx'
import { beginAttempt } from './attempt-key.ts'
import { leaveForPayment } from './leave-for-payment.ts'
import { sendPurchase } from './send-purchase.ts'

type Props = {
  productId: string
  priceKurus: number
  totalKurus: number
  termsVersion: string
  language: 'tr' | 'en'
  texts: Messages['checkout'] & { wait: string }
  errors: Messages['errors']
  /** Takes the form where scripts do not run. */
  action: (form: FormData) => Promise<void>
  /** A key for that case, made with the page. */
  plainAttempt: string
  addresses: ReactNode
  summary: ReactNode
  terms: ReactNode
}

type State =
  | { kind: 'ready' }
  | { kind: 'sending'; attempt: number }
  | { kind: 'leaving' }
  | { kind: 'lost' }
  | { kind: 'noTerms' }
  | { kind: 'otherTotal'; orderId: string; paymentUrl: string; totalKurus: number }
  | { kind: 'refused'; problem: Problem }

/** The Buy button and all that hangs on it. Pressing twice, reloading and coming back all lead to the one order. */
export function BuyForm(props: Props) {
  const { productId, priceKurus, termsVersion, texts } = props
  const [state, setState] = useState<State>({ kind: 'ready' })
  const busy = useRef(false)
  const form = useRef<HTMLFormElement>(null)
  const outcome = useRef<HTMLDivElement>(null)
  const router = useRouter()

  useEffect(() => {
    // Made when the screen opens, so that it is stored before anything is sent.
    const addressId = form.current ? new FormData(form.current).get('addressId') : null
    if (typeof addressId === 'string') beginAttempt({ productId, addressId, priceKurus })
    // Back from the payment page the browser may show this page as it was left: with the button still pressed.
    const shown = (event: PageTransitionEvent) => {
      if (!event.persisted) return
      busy.current = false
      setState({ kind: 'ready' })
    }
    window.addEventListener('pageshow', shown)
    return () => window.removeEventListener('pageshow', shown)
  }, [productId, priceKurus])

  // The button, disabled meanwhile, has lost the focus; it goes on at what is said above it.
  useEffect(() => {
    if (state.kind === 'lost' || state.kind === 'refused' || state.kind === 'otherTotal') outcome.current?.focus()
  }, [state])

  async function buy(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy.current) return
    const fields = new FormData(event.currentTarget)
    const addressId = fields.get('addressId')
    if (fields.get('terms') !== 'yes') {
      setState({ kind: 'noTerms' })
      event.currentTarget.querySelector<HTMLInputElement>('[name="terms"]')?.focus()
      return
    }
    if (typeof addressId !== 'string') return
    busy.current = true
    setState({ kind: 'sending', attempt: 1 })
    const outcome = await sendPurchase({ productId, addressId, priceKurus, termsVersion }, (attempt) =>
      setState({ kind: 'sending', attempt }),
    )
    if (outcome.kind === 'placed') {
      const { orderId, paymentUrl, order } = outcome.placed
      const { totalKurus } = order.totals
      // She agreed to what the button says. Shipping or fee may have changed since, or an older order goes on.
      if (paymentUrl && totalKurus !== props.totalKurus) return setState({ kind: 'otherTotal', orderId, paymentUrl, totalKurus })
      setState({ kind: 'leaving' })
      if (paymentUrl) leaveForPayment(paymentUrl)
      else router.push(`/orders/${orderId}`)
      return
    }
    const ownOrderId = outcome.kind === 'refused' ? outcome.problem.orderId : undefined
    if (typeof ownOrderId === 'string') return router.push(`/orders/${ownOrderId}`)
    busy.current = false
    if (outcome.kind === 'refused' && outcome.problem.status === 401)
      router.push(`/login?next=${encodeURIComponent(`/checkout/${productId}?address=${addressId}`)}`)
    else if (outcome.kind === 'refused') setState(outcome)
    else setState({ kind: 'lost' })
  }

  function showNewPrice() {
    setState({ kind: 'ready' })
    router.refresh()
  }

  const waiting = state.kind === 'sending' || state.kind === 'leaving'
  return (
    <form
      ref={form}
      action={props.action}
      onSubmit={buy}
      noValidate
      className="grid gap-6 lg:grid-cols-[1.25fr_1fr] lg:items-start lg:gap-10"
    >
      <input type="hidden" name="productId" value={productId} />
      <input type="hidden" name="expectedPriceKurus" value={priceKurus} />
      <input type="hidden" name="termsVersion" value={termsVersion} />
      <input type="hidden" name="attempt" value={props.plainAttempt} />
      <div className="space-y-6">
        {props.addresses}
        {props.terms}
      </div>
      <div className="space-y-4 lg:sticky lg:top-6">
        {props.summary}
        <div ref={outcome} tabIndex={-1} aria-live="polite" className="scroll-mt-6 space-y-4">
          {state.kind === 'noTerms' ? <Notice tone="bad">{texts.termsRequired}</Notice> : null}
          {state.kind === 'lost' ? <Notice tone="wait">{texts.lost}</Notice> : null}
          {state.kind === 'sending' && state.attempt > 1 ? (
            <Notice tone="wait">{texts.retrying.replace('{n}', String(state.attempt))}</Notice>
          ) : null}
          {state.kind === 'otherTotal' ? <OtherTotal {...props} {...state} /> : null}
          {state.kind === 'refused' ? <Refusal {...props} problem={state.problem} onSeen={showNewPrice} /> : null}
        </div>
        {state.kind === 'otherTotal' ? null : (
          <Button size="large" wide disabled={waiting} aria-busy={waiting}>
            <Lock aria-hidden="true" />
            {waiting ? texts.buying : texts.buy.replace('{amount}', formatKurus(props.totalKurus, props.language))}
          </Button>
        )}
        <p className="text-center text-sm text-ink-soft">
          {texts.leaving} {texts.secured}
        </p>
      </div>
    </form>
  )
}

type OtherTotalProps = Pick<Props, 'texts' | 'language'> & { orderId: string; paymentUrl: string; totalKurus: number }

/** The order stands at another total than the one agreed to: she is asked before she is sent to pay it. */
function OtherTotal({ texts, language, orderId, paymentUrl, totalKurus }: OtherTotalProps) {
  const amount = formatKurus(totalKurus, language)
  return (
    <Notice tone="wait" title={texts.otherTotal.replace('{amount}', amount)}>
      <p>{texts.otherTotalText}</p>
      <div className="mt-3 flex flex-wrap gap-3">
        <Button type="button" size="small" onClick={() => leaveForPayment(paymentUrl)}>
          {texts.buy.replace('{amount}', amount)}
        </Button>
        <ButtonLink href={`/orders/${orderId}`} tone="calm" size="small">
          {texts.seeOrder}
        </ButtonLink>
      </div>
    </Notice>
  )
}

/** Why it did not go through, kindly, and what can be done about it. */
function Refusal({ problem, texts, errors, language, productId, onSeen }: Props & { problem: Problem; onSeen: () => void }) {
  if (problem.code === 'product.unavailable') {
    const text =
      problem.productStatus === 'reserved' ? texts.fasterReserved : problem.productStatus === 'sold' ? texts.fasterSold : texts.fasterGone
    return (
      <Notice tone="wait" title={texts.faster}>
        <p>{text}</p>
        <ButtonLink href={`/products/${productId}`} tone="calm" size="small" className="mt-3">
          {texts.back}
        </ButtonLink>
      </Notice>
    )
  }
  if (problem.code === 'product.price_changed') {
    const price = typeof problem.priceKurus === 'number' ? formatKurus(problem.priceKurus, language) : ''
    return (
      <Notice tone="wait" title={texts.priceChanged.replace('{amount}', price)}>
        <p>{texts.priceChangedText}</p>
        <Button type="button" tone="calm" size="small" className="mt-3" onClick={onSeen}>
          {texts.priceSeen}
        </Button>
      </Notice>
    )
  }
  const wait =
    problem.code === 'rate.limited' && typeof problem.retryAfterS === 'number'
      ? texts.wait.replace('{seconds}', String(problem.retryAfterS))
      : ''
  return (
    <Notice tone={problem.status === 503 ? 'wait' : 'bad'}>
      <p>
        {sentenceFor(errors, problem.code)} {wait}
      </p>
      {problem.code === 'reservations.limit' ? (
        <ButtonLink href="/orders" tone="calm" size="small" className="mt-3">
          {texts.seeOrders}
        </ButtonLink>
      ) : null}
    </Notice>
  )
}
