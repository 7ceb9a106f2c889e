import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { changeMyAddress } from '@/features/accounts/address.actions.ts'
import { AddressForm } from '@/features/accounts/address-form.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { PageTitle, Panel } from '@/ui/panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('address'))('editTitle'), robots: { index: false } }
}

export default async function EditAddressPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, t] = await Promise.all([params, getTranslations('address'), requireUser()])
  const { items } = await read((client) => client.listAddresses())
  const address = items.find((one) => one.id === id)
  if (!address) notFound()
  return (
    <>
      <PageTitle title={t('editTitle')} />
      <Panel>
        <AddressForm action={changeMyAddress} submit={t('save')} cancelHref="/account/addresses" address={address} />
      </Panel>
    </>
  )
}
