import { errorSentence } from '@emanet/messages/catalogue'
import type { Order } from '@emanet/messages/order-story'
import { useState } from 'react'
import { View } from 'react-native'
import { useTranslations } from 'use-intl'
import { useLanguage } from '../../platform/language.tsx'
import { openLabel } from '../../platform/open-label'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Words } from '../../ui/words.tsx'
import { freshAccessToken } from '../session/session.ts'

export function LabelButton({ order }: { order: Pick<Order, 'id' | 'number'> }) {
  const t = useTranslations('order')
  const language = useLanguage()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const open = async () => {
    setBusy(true)
    setFailed(false)
    try {
      await openLabel({ orderId: order.id, number: order.number, accessToken: (await freshAccessToken()) ?? '' })
    } catch {
      setFailed(true)
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
      {failed ? <Notice tone="wait" text={errorSentence('label.not_found', language)} /> : null}
    </View>
  )
}
