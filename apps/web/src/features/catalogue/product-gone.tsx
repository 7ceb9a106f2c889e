import { getTranslations } from 'next-intl/server'
import { ButtonLink } from '@/ui/button.tsx'
import { Emptiness } from '@/ui/panel.tsx'

/** Behind an address that had a product: shared links live longer than what they lead to. */
export async function ProductGone() {
  const [t, home] = await Promise.all([getTranslations('product'), getTranslations('home')])
  return (
    <Emptiness heading="h1" title={t('gone')} text={t('goneText')}>
      <ButtonLink href="/">{home('all')}</ButtonLink>
    </Emptiness>
  )
}
