import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { resetPassword } from '@/features/session/session.actions.ts'
import { SignInFrame } from '@/features/session/sign-in-frame.tsx'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { TextField } from '@/ui/field.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('resetTitle'), robots: { index: false } }
}

export default async function ResetPage({ searchParams }: { searchParams: Promise<{ token?: string }> }) {
  const [{ token }, t, field] = await Promise.all([searchParams, getTranslations('auth'), getTranslations('field')])
  return (
    <SignInFrame title={t('resetTitle')} lead={t('resetLead')}>
      <ActionForm action={resetPassword} className="space-y-5">
        <input type="hidden" name="token" value={typeof token === 'string' ? token : ''} />
        <TextField
          name="password"
          type="password"
          label={field('newPassword')}
          hint={field('passwordHint')}
          autoComplete="new-password"
          required
        />
        <SubmitButton wide size="large">
          {t('resetSave')}
        </SubmitButton>
      </ActionForm>
      <p className="mt-5">
        <Link className="text-cobalt underline" href="/forgot">
          {t('resetNew')}
        </Link>
      </p>
    </SignInFrame>
  )
}
