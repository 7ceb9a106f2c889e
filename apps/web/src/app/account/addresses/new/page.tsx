import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { addMyAddress } from '@/features/accounts/address.actions.ts'
import { AddressForm } from '@/features/accounts/address-form.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { PageTitle, Panel } from '@/ui/panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('address'))('addTitle'), robots: { index: false } }
}

export default async function NewAddressPage() {
  const [t, user] = await Promise.all([getTranslations('address'), requireUser()])
  return (
    <>
      <PageTitle title={t('addTitle')} />
      <Panel>
        <AddressForm action={addMyAddress} submit={t('save')} cancelHref="/account/addresses" fullName={user.fullName} phone={user.phone} />
      </Panel>
    </>
  )
}
