import { errorSentence } from '@emanet/messages/catalogue'
import type { Order } from '@emanet/messages/order-story'
import { useState } from 'react'
import { View } from 'react-native'
import { useTranslations } from 'use-intl'
import { useLanguage } from '../../platform/language.tsx'
import { openLabel } from '../../platform/open-label'
import { useProblemSentence } from '../../platform/use-problem-sentence.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Words } from '../../ui/words.tsx'
import { freshAccessToken } from '../session/session.ts'

export function LabelButton({ order }: { order: Pick<Order, 'id' | 'number'> }) {
  const t = useTranslations('order')
  const language = useLanguage()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const sentence = useProblemSentence()
  const open = async () => {
    setBusy(true)
    setProblem(null)
    try {
      await openLabel({ orderId: order.id, number: order.number, accessToken: (await freshAccessToken()) ?? '' })
    } catch (error) {
      // What a browser throws when the network is away; everything else is a label that is not there.
      setProblem(error instanceof TypeError ? sentence(error) : errorSentence('label.not_found', language))
    } finally {
      setBusy(false)
    }
  }
  return (
    <View style={{ gap: 8 }}>
      <Button label={t('label')} wide busy={busy} onPress={() => void open()} />
      <Words as="small" tone="inkSoft">
        {t('labelHint')}
      </Words>
      {problem ? <Notice tone="wait" text={problem} /> : null}
    </View>
  )
}
