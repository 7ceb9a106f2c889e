import { Plus } from 'lucide-react'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { removeMyAddress } from '@/features/accounts/address.actions.ts'
import { AddressLines } from '@/features/accounts/address-lines.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { ConfirmForm } from '@/ui/confirm-form.tsx'
import { Emptiness, PageTitle } from '@/ui/panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('address'))('title'), robots: { index: false } }
}

export default async function AddressesPage() {
  const [t] = await Promise.all([getTranslations('address'), requireUser()])
  const { items } = await read((client) => client.listAddresses())
  return (
    <>
      <PageTitle title={t('title')}>
        <ButtonLink href="/account/addresses/new">
          <Plus aria-hidden="true" />
          {t('add')}
        </ButtonLink>
      </PageTitle>
      {items.length === 0 ? (
        <Emptiness title={t('empty')} text={t('emptyText')}>
          <ButtonLink href="/account/addresses/new">{t('add')}</ButtonLink>
        </Emptiness>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2">
          {items.map((address) => (
            <li key={address.id} className="flex flex-col justify-between gap-4 rounded-tile border border-line bg-surface p-5">
              <AddressLines address={address} />
              <div className="flex gap-2">
                <ButtonLink href={`/account/addresses/${address.id}`} tone="calm" size="small">
                  {t('edit')}
                </ButtonLink>
                <ConfirmForm
                  action={removeMyAddress}
                  fields={{ id: address.id }}
                  button={t('remove')}
                  title={t('removeTitle')}
                  text={t('removeText')}
                  yes={t('remove')}
                  no={t('cancel')}
                  size="small"
                />
              </div>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
