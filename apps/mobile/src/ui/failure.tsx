import { errorSentence } from '@emanet/messages/catalogue'
import type { ReactNode } from 'react'
import { View } from 'react-native'
import { useTranslations } from 'use-intl'
import { problemOf } from '../platform/api.ts'
import { useLanguage } from '../platform/language.tsx'
import { Button } from './button.tsx'
import { Mark } from './mark.tsx'
import { Notice } from './notice.tsx'
import { Words } from './words.tsx'

/** Why nothing can be shown, kindly, with the way on. */
export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useTranslations('failure')
  const language = useLanguage()
  const problem = problemOf(error)
  const title = problem ? errorSentence(problem.code, language) : t('unreachable')
  return (
    <Notice tone={problem ? 'bad' : 'wait'} title={title} {...(problem ? {} : { text: t('unreachableText') })}>
      <Button label={t('again')} look="calm" small onPress={onRetry} />
    </Notice>
  )
}

/** What is shown where there is nothing yet. */
export function Empty({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <View style={{ alignItems: 'center', gap: 10, paddingVertical: 48, paddingHorizontal: 16 }}>
      <Mark size={64} />
      <Words as="heading" style={{ textAlign: 'center' }}>
        {title}
      </Words>
      <Words tone="inkSoft" style={{ textAlign: 'center' }}>
        {text}
      </Words>
      {children ? <View style={{ marginTop: 8 }}>{children}</View> : null}
    </View>
  )
}
