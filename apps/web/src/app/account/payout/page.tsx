import { ApiProblem } from '@emanet/contracts/client'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { savePayoutAccount } from '@/features/accounts/account.actions.ts'
import { PayoutFields } from '@/features/accounts/payout-fields.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { api, read } from '@/platform/api.ts'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { Badge } from '@/ui/badge.tsx'
import { Notice } from '@/ui/notice.tsx'
import { PageTitle, Panel } from '@/ui/panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('payout'))('title'), robots: { index: false } }
}

export default async function PayoutPage() {
  const [user, t, field] = await Promise.all([requireUser(), getTranslations('payout'), getTranslations('field')])
  const account = await load()
  return (
    <>
      <PageTitle title={t('title')} lead={t('lead')} />
      {account ? (
        <Panel
          title={t('current')}
          className="mb-6"
          aside={
            <Badge tone={account.status === 'active' ? 'good' : account.status === 'pending' ? 'wait' : 'bad'}>{t(account.status)}</Badge>
          }
        >
          <p className="figures text-lg font-semibold">{account.iban}</p>
          <p className="text-ink-soft">
            {t(account.type)} · {account.legalCompanyTitle ?? `${account.contactName ?? ''} ${account.contactSurname ?? ''}`}
          </p>
          {account.reason ? <p className="mt-2 text-coral">{t('reason', { reason: account.reason })}</p> : null}
        </Panel>
      ) : (
        <Notice tone="wait" className="mb-6">
          {t('none')}
        </Notice>
      )}
      <Panel title={account ? t('change') : undefined}>
        <ActionForm action={savePayoutAccount} className="space-y-5">
          <PayoutFields
            known={{
              type: account?.type ?? 'personal',
              phone: account?.phone ?? user.phone,
              address: account?.address,
              fullName: user.fullName,
              taxOffice: account?.taxOffice,
              legalCompanyTitle: account?.legalCompanyTitle,
            }}
            texts={{
              type: field('type'),
              personal: t('personal'),
              private_company: t('private_company'),
              limited_company: t('limited_company'),
              contactName: field('contactName'),
              contactSurname: field('contactSurname'),
              identityNumber: field('identityNumber'),
              taxOffice: field('taxOffice'),
              taxNumber: field('taxNumber'),
              legalCompanyTitle: field('legalCompanyTitle'),
              iban: field('iban'),
              phone: field('phone'),
              phoneHint: field('phoneHint'),
              address: field('address'),
            }}
          />
          <SubmitButton>{t('save')}</SubmitButton>
        </ActionForm>
      </Panel>
    </>
  )
}

async function load() {
  try {
    return (await (await api()).getPayoutAccount()).body
  } catch (error) {
    if (error instanceof ApiProblem && error.problem.code === 'payout_account.not_found') return null
    return read<never>(() => Promise.reject(error))
  }
}
