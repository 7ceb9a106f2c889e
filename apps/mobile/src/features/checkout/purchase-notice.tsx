import { formatKurus } from '@emanet/contracts/money'
import { useRouter } from 'expo-router'
import { useTranslations } from 'use-intl'
import { useLanguage } from '../../platform/language.tsx'
import { useRefusalSentence } from '../../platform/use-problem-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Product } from '../catalogue/product.ts'
import type { BuyState } from './use-buy.ts'

type Placed = Extract<BuyState, { kind: 'otherTotal' }>['placed']
type Props = { state: BuyState; product: Product; onSeen: () => void; onPay: (placed: Placed) => void }

/** Why it did not go through, kindly, and what can be done about it. */
export function PurchaseNotice({ state, product, onSeen, onPay }: Props) {
  const t = useTranslations('checkout')
  switch (state.kind) {
    case 'noTerms':
      return <Notice tone="bad" text={t('termsRequired')} />
    case 'lost':
      return <Notice tone="wait" text={t('lost')} />
    case 'sending':
      return state.attempt > 1 ? <Notice tone="wait" text={t('retrying', { n: state.attempt })} /> : null
    case 'otherTotal':
      return <OtherTotal placed={state.placed} onPay={onPay} />
    case 'refused':
      return <Refusal problem={state.problem} product={product} onSeen={onSeen} />
    default:
      return null
  }
}

/** The order stands at another total than the one agreed to: she is asked before she is sent to pay it. */
function OtherTotal({ placed, onPay }: { placed: Placed; onPay: (placed: Placed) => void }) {
  const t = useTranslations('checkout')
  const router = useRouter()
  const amount = formatKurus(placed.order.totals.totalKurus, useLanguage())
  return (
    <Notice tone="wait" title={t('otherTotal', { amount })} text={t('otherTotalText')}>
      <Button label={t('buy', { amount })} wide onPress={() => onPay(placed)} />
      <Button label={t('seeOrder')} look="calm" wide role="link" onPress={() => router.dismissTo(`/orders/${placed.orderId}`)} />
    </Notice>
  )
}

type Refused = Extract<BuyState, { kind: 'refused' }>

function Refusal({ problem, product, onSeen }: Pick<Refused, 'problem'> & Pick<Props, 'product' | 'onSeen'>) {
  const t = useTranslations('checkout')
  const language = useLanguage()
  const sentence = useRefusalSentence()
  if (problem.code === 'product.unavailable') return <Taken productId={product.id} status={problem.productStatus} />
  if (problem.code === 'product.price_changed') {
    const amount = typeof problem['priceKurus'] === 'number' ? formatKurus(problem['priceKurus'], language) : ''
    return (
      <Notice tone="wait" title={t('priceChanged', { amount })} text={t('priceChangedText')}>
        <Button label={t('priceSeen')} look="calm" small onPress={onSeen} />
      </Notice>
    )
  }
  return <Notice tone={problem.status === 503 ? 'wait' : 'bad'} text={sentence(problem)} />
}

/** Somebody else has it, or nobody can have it now. */
export function Taken({ productId, status }: { productId: string; status: unknown }) {
  const t = useTranslations('checkout')
  const router = useRouter()
  const text = status === 'reserved' ? t('fasterReserved') : status === 'sold' ? t('fasterSold') : t('fasterGone')
  return (
    <Notice tone="wait" title={t('faster')} text={text}>
      <Button label={t('back')} look="calm" small role="link" onPress={() => router.dismissTo(`/products/${productId}`)} />
    </Notice>
  )
}
