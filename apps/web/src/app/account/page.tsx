import { typePhone } from '@emanet/messages/masks'
import type { Metadata } from 'next'
import { getFormatter, getTranslations } from 'next-intl/server'
import { saveProfile } from '@/features/accounts/account.actions.ts'
import { requireUser } from '@/features/session/current-user.ts'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { SelectField, TextField } from '@/ui/field.tsx'
import { PageTitle, Panel } from '@/ui/panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('account'))('title'), robots: { index: false } }
}

export default async function AccountPage() {
  const [user, t, field, format] = await Promise.all([requireUser(), getTranslations('account'), getTranslations('field'), getFormatter()])
  return (
    <>
      <PageTitle
        title={t('profile')}
        lead={`${user.email} · ${t('member', { date: format.dateTime(new Date(user.createdAt), { dateStyle: 'long' }) })}`}
      />
      <Panel>
        <ActionForm action={saveProfile} className="space-y-5">
          <TextField name="fullName" label={field('fullName')} defaultValue={user.fullName} autoComplete="name" required maxLength={100} />
          <TextField
            name="phone"
            type="tel"
            label={field('phone')}
            defaultValue={user.phone ? typePhone(user.phone) : undefined}
            placeholder={field('phoneHint')}
            optional={field('optional')}
            autoComplete="tel"
            inputMode="tel"
            mask="phone"
          />
          <SelectField
            name="language"
            label={field('language')}
            defaultValue={user.language}
            options={[
              { value: 'tr', label: 'Türkçe' },
              { value: 'en', label: 'English' },
            ]}
          />
          <TextField
            name="identityNumber"
            label={field('identityNumber')}
            hint={user.hasIdentityNumber ? t('identityHave') : t('identityHint')}
            optional={field('optional')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={11}
          />
          <SubmitButton>{t('save')}</SubmitButton>
        </ActionForm>
      </Panel>
    </>
  )
}
