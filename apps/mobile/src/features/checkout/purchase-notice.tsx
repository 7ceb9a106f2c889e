import { formatKurus } from '@emanet/contracts/money'
import { errorSentence } from '@emanet/messages/catalogue'
import { useRouter } from 'expo-router'
import { useTranslations } from 'use-intl'
import { useLanguage } from '../../platform/language.tsx'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Product } from '../catalogue/product.ts'
import type { BuyState } from './use-buy.ts'

/** Why it did not go through, kindly, and what can be done about it. */
export function PurchaseNotice({ state, product, onSeen }: { state: BuyState; product: Product; onSeen: () => void }) {
  const t = useTranslations('checkout')
  const language = useLanguage()
  const router = useRouter()
  if (state.kind === 'lost') return <Notice tone="wait" text={t('lost')} />
  if (state.kind === 'sending' && state.attempt > 1) return <Notice tone="wait" text={t('retrying', { n: state.attempt })} />
  if (state.kind !== 'refused') return null
  const { problem } = state
  if (problem.code === 'product.unavailable') {
    const { productStatus } = problem
    const text = productStatus === 'reserved' ? t('fasterReserved') : productStatus === 'sold' ? t('fasterSold') : t('fasterGone')
    return (
      <Notice tone="wait" title={t('faster')} text={text}>
        <Button label={t('back')} look="calm" small role="link" onPress={() => router.dismissTo(`/products/${product.id}`)} />
      </Notice>
    )
  }
  if (problem.code === 'product.price_changed') {
    const amount = typeof problem['priceKurus'] === 'number' ? formatKurus(problem['priceKurus'], language) : ''
    return (
      <Notice tone="wait" title={t('priceChanged', { amount })} text={t('priceChangedText')}>
        <Button label={t('priceSeen')} look="calm" small onPress={onSeen} />
      </Notice>
    )
  }
  return <Notice tone={problem.status === 503 ? 'wait' : 'bad'} text={errorSentence(problem.code, language)} />
}
