import { TERMS_VERSION } from '@emanet/messages/terms-version'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { DOCUMENTS } from '@/features/legal/documents.ts'
import { currentLanguage } from '@/platform/translations.ts'
import { Notice } from '@/ui/notice.tsx'
import { PageTitle } from '@/ui/panel.tsx'

type Props = { params: Promise<{ document: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const document = Object.hasOwn(DOCUMENTS, (await params).document) ? DOCUMENTS[(await params).document] : undefined
  const t = await getTranslations('legal')
  return document ? { title: t(document.name), alternates: { canonical: `/legal/${(await params).document}` } } : {}
}

export default async function LegalPage({ params }: Props) {
  const { document: name } = await params
  const document = Object.hasOwn(DOCUMENTS, name) ? DOCUMENTS[name] : undefined
  if (!document) notFound()
  const [t, language] = await Promise.all([getTranslations('legal'), currentLanguage()])
  return (
    <article className="mx-auto max-w-2xl">
      <PageTitle title={t(document.name)} lead={t('version', { version: TERMS_VERSION })} />
      <Notice tone="wait" title={t('draft')} className="mb-8">
        {t('draftText')}
      </Notice>
      <div className="space-y-5 text-lg leading-relaxed">
        {document.paragraphs[language].map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
      </div>
    </article>
  )
}
