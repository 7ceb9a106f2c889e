import { hasLabel, type Order } from '@emanet/messages/order-story'
import { useRef, useState } from 'react'
import { View } from 'react-native'
import { useFormatter, useTranslations } from 'use-intl'
import { somethingChanged } from '../../platform/heard.ts'
import { openPayment, RETURN_TO } from '../../platform/open-payment'
import { useProblemSentence } from '../../platform/use-problem-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Words } from '../../ui/words.tsx'
import { noteOrder } from '../checkout/open-purchases.ts'
import { api } from '../session/api.ts'
import { useSession } from '../session/use-session.ts'
import { LabelButton } from './label-button.tsx'

type Props = { order: Order; onChange: (order: Order) => void; onRenew: () => Promise<void> }

/** Exactly what the API offers this viewer, and the label where there is one. */
export function OrderActions({ order, onChange, onRenew }: Props) {
  const t = useTranslations('order')
  const format = useFormatter()
  const [problem, setProblem] = useState<string | null>(null)
  const waiting = order.status === 'pending_payment' && order.expiresAt !== null && order.role === 'buyer'
  if (order.actions.length === 0 && !hasLabel(order) && !waiting) return null
  return (
    <View style={{ gap: 12 }}>
      {waiting && order.expiresAt ? (
        <Words as="strong" tone="saffron">
          {t('expires', { time: format.dateTime(new Date(order.expiresAt), { timeStyle: 'short' }) })}
        </Words>
      ) : null}
      {order.actions.includes('pay') ? <Pay order={order} onProblem={setProblem} onRenew={onRenew} /> : null}
      {order.actions.includes('cancel') ? <GiveUp order={order} onProblem={setProblem} onChange={onChange} onRenew={onRenew} /> : null}
      {hasLabel(order) ? <LabelButton order={order} /> : null}
      {problem ? <Notice tone="wait" text={problem} /> : null}
    </View>
  )
}

type Telling = { onProblem: (sentence: string | null) => void }

/** Asks for a payment page that works and goes there. */
function Pay({ order, onProblem, onRenew }: Omit<Props, 'onChange'> & Telling) {
  const t = useTranslations('order')
  const [busy, setBusy] = useState(false)
  const pressed = useRef(false)
  const userId = useSession()?.user.id
  const sentence = useProblemSentence()
  const pay = async () => {
    if (pressed.current) return
    pressed.current = true
    setBusy(true)
    onProblem(null)
    try {
      const { body } = await api().payOrder({ params: { id: order.id }, body: { returnTo: RETURN_TO } })
      if (userId) await noteOrder({ userId, productId: order.product.id, orderId: order.id })
      // A sheet that cannot be shown leaves everything as it was.
      await openPayment({ paymentUrl: body.paymentUrl, orderId: order.id }).catch(() => {})
    } catch (error) {
      onProblem(sentence(error))
    } finally {
      pressed.current = false
      setBusy(false)
      await onRenew()
    }
  }
  const label = order.payment.status === 'failed' ? t('payAgain') : t('pay')
  return <Button label={busy ? t('paying') : label} wide busy={busy} onPress={() => void pay()} />
}

function GiveUp({ order, onProblem, onChange, onRenew }: Props & Telling) {
  const t = useTranslations('order')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const sentence = useProblemSentence()
  const cancel = async () => {
    setBusy(true)
    onProblem(null)
    try {
      onChange((await api().cancelOrder({ params: { id: order.id } })).body)
      somethingChanged()
    } catch (error) {
      onProblem(sentence(error))
      await onRenew()
    } finally {
      setBusy(false)
      setAsked(false)
    }
  }
  return (
    <>
      <Button label={t('cancel')} look="dangerQuiet" wide onPress={() => setAsked(true)} />
      <Confirm
        open={asked}
        title={t('cancelTitle')}
        text={t('cancelText')}
        yes={t('cancelYes')}
        no={t('cancelNo')}
        busy={busy}
        onYes={() => void cancel()}
        onNo={() => setAsked(false)}
      />
    </>
  )
}
