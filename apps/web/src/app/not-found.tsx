import { getTranslations } from 'next-intl/server'
import { ButtonLink } from '@/ui/button.tsx'
import { Emptiness } from '@/ui/panel.tsx'

export default async function NotFound() {
  const t = await getTranslations('failure')
  return (
    <Emptiness heading="h1" title={t('notFound')} text={t('notFoundText')}>
      <ButtonLink href="/">{t('home')}</ButtonLink>
    </Emptiness>
  )
}
