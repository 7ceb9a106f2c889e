import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { forgotPassword } from '@/features/session/session.actions.ts'
import { SignInFrame } from '@/features/session/sign-in-frame.tsx'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { TextField } from '@/ui/field.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('forgotTitle'), robots: { index: false } }
}

export default async function ForgotPage() {
  const [t, field] = await Promise.all([getTranslations('auth'), getTranslations('field')])
  return (
    <SignInFrame title={t('forgotTitle')} lead={t('forgotLead')}>
      <ActionForm action={forgotPassword} className="space-y-5">
        <TextField name="email" type="email" label={field('email')} autoComplete="username" inputMode="email" required />
        <SubmitButton wide size="large">
          {t('forgotSend')}
        </SubmitButton>
      </ActionForm>
    </SignInFrame>
  )
}
