'use client'

import type { Problem } from '@emanet/contracts/errors'
import type { Messages } from '@emanet/messages/catalogue'
import { sentenceFor } from '@emanet/messages/error-sentence'
import { CreditCard } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { leaveForPayment } from '@/features/checkout/leave-for-payment.ts'
import { Button, ButtonAnchor } from '@/ui/button.tsx'
import { Notice } from '@/ui/notice.tsx'

type Props = {
  orderId: string
  label: string
  busyLabel: string
  paymentUrl: string | null
  errors: Messages['errors']
  /** Why the order allows no payment now, by the problem's `reason`. */
  reasons: Record<string, string>
}

/** Asks for a payment page that works and goes there. */
export function PayButton({ orderId, label, busyLabel, paymentUrl, errors, reasons }: Props) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const pressed = useRef(false)
  const said = useRef<HTMLDivElement>(null)
  const router = useRouter()

  // The button, disabled meanwhile, has lost the focus.
  useEffect(() => {
    if (problem) said.current?.focus()
  }, [problem])

  useEffect(() => {
    const shown = (event: PageTransitionEvent) => {
      if (!event.persisted) return
      pressed.current = false
      setBusy(false)
    }
    window.addEventListener('pageshow', shown)
    return () => window.removeEventListener('pageshow', shown)
  }, [])

  async function pay() {
    if (pressed.current) return
    pressed.current = true
    setBusy(true)
    setProblem(null)
    try {
      const answer = await fetch(`/bff/orders/${orderId}/payment`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ returnTo: 'web' }),
        signal: AbortSignal.timeout(25_000),
      })
      const body = await answer.json()
      if (answer.ok) return leaveForPayment(body.paymentUrl)
      if (answer.status === 401) return router.refresh()
      const { code, reason } = body as Problem
      setProblem(reasons[String(reason)] ?? sentenceFor(errors, code))
      // With the API away the page could not be made again; it stays, and renews itself when the API is back.
      if (answer.status !== 502) router.refresh()
    } catch {
      setProblem(errors.payment_unreachable)
    }
    pressed.current = false
    setBusy(false)
  }

  return (
    <div className="space-y-3">
      <Button type="button" size="large" onClick={pay} disabled={busy} aria-busy={busy}>
        <CreditCard aria-hidden="true" />
        {busy ? busyLabel : label}
      </Button>
      {paymentUrl ? (
        <noscript>
          <ButtonAnchor href={paymentUrl}>{label}</ButtonAnchor>
        </noscript>
      ) : null}
      <div ref={said} tabIndex={-1} aria-live="polite" className="outline-none">
        {problem ? <Notice tone="wait">{problem}</Notice> : null}
      </div>
    </div>
  )
}
