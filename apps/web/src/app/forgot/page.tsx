import type { Metadata } from 'next'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { forgotPassword } from '@/features/session/session.actions.ts'
import { SignInFrame } from '@/features/session/sign-in-frame.tsx'
import { safePath, withNext } from '@/platform/safe-path.ts'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { TextField } from '@/ui/field.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('forgotTitle'), robots: { index: false } }
}

export default async function ForgotPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const [{ next }, t, field] = await Promise.all([searchParams, getTranslations('auth'), getTranslations('field')])
  return (
    <SignInFrame title={t('forgotTitle')} lead={t('forgotLead')}>
      <ActionForm action={forgotPassword} className="space-y-5">
        <TextField name="email" type="email" label={field('email')} autoComplete="username" inputMode="email" required />
        <SubmitButton wide size="large">
          {t('forgotSend')}
        </SubmitButton>
      </ActionForm>
      <p className="mt-5">
        <Link className="font-semibold text-cobalt underline" href={withNext('/login', safePath(next))}>
          {t('login')}
        </Link>
      </p>
    </SignInFrame>
  )
}
