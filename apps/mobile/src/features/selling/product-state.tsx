import { toneOfProduct } from '@emanet/messages/product-tone'
import { useRouter } from 'expo-router'
import { useState } from 'react'
import { View } from 'react-native'
import { useTranslations } from 'use-intl'
import { somethingChanged } from '../../platform/heard.ts'
import { useProblemSentence } from '../../platform/use-problem-sentence.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Notice } from '../../ui/notice.tsx'
import type { Product } from '../catalogue/product.ts'
import { api } from '../session/api.ts'

/** Pause, resume, withdraw. */
export function ProductState({ product, onChange }: { product: Product; onChange: (product: Product) => void }) {
  const t = useTranslations('sell')
  const status = useTranslations('productStatus')
  const sentence = useProblemSentence()
  const router = useRouter()
  const [busy, setBusy] = useState(false)
  const [asked, setAsked] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
      somethingChanged()
    } catch (error) {
      setProblem(sentence(error))
    } finally {
      setBusy(false)
      setAsked(false)
    }
  }
  const change = (wanted: 'paused' | 'active') =>
    attempt(async () => onChange((await api().changeProduct({ params: { id: product.id }, body: { status: wanted } })).body))
  const remove = () =>
    attempt(async () => {
      await api().removeProduct({ params: { id: product.id } })
      router.dismissTo('/sell')
    })

  return (
    <View style={{ gap: 10 }}>
      <Badge tone={toneOfProduct(product.status)}>{status(product.status)}</Badge>
      <View style={{ flexDirection: 'row', flexWrap: 'wrap', gap: 8 }}>
        {product.status === 'active' ? (
          <Button label={t('pause')} look="calm" small busy={busy} onPress={() => void change('paused')} />
        ) : null}
        {product.status === 'paused' ? (
          <Button label={t('resume')} look="calm" small busy={busy} onPress={() => void change('active')} />
        ) : null}
        <Button label={t('view')} look="quiet" small role="link" onPress={() => router.push(`/products/${product.id}`)} />
        <Button label={t('remove')} look="dangerQuiet" small onPress={() => setAsked(true)} />
      </View>
      {problem ? <Notice tone="bad" text={problem} /> : null}
      <Confirm
        open={asked}
        title={t('removeTitle')}
        text={t('removeText')}
        yes={t('removeYes')}
        no={t('removeNo')}
        busy={busy}
        onYes={() => void remove()}
        onNo={() => setAsked(false)}
      />
    </View>
  )
}
