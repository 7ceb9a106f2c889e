import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentUser } from '@/features/session/current-user.ts'
import { register } from '@/features/session/session.actions.ts'
import { SignInFrame } from '@/features/session/sign-in-frame.tsx'
import { safePath, withNext } from '@/platform/safe-path.ts'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { TextField } from '@/ui/field.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('register'), robots: { index: false } }
}

export default async function RegisterPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const [{ next }, t, field] = await Promise.all([searchParams, getTranslations('auth'), getTranslations('field')])
  const onward = safePath(next)
  if (await currentUser().catch(() => null)) redirect(onward)
  return (
    <SignInFrame title={t('registerTitle')} lead={t('registerLead')}>
      <ActionForm action={register} className="space-y-5">
        <input type="hidden" name="next" value={onward} />
        <TextField name="fullName" label={field('fullName')} autoComplete="name" required maxLength={100} />
        <TextField name="email" type="email" label={field('email')} autoComplete="username" inputMode="email" required />
        <TextField
          name="password"
          type="password"
          label={field('password')}
          hint={field('passwordHint')}
          autoComplete="new-password"
          required
        />
        <TextField
          name="phone"
          type="tel"
          label={field('phone')}
          hint={field('phoneHint')}
          optional={field('optional')}
          autoComplete="tel"
          mask="phone"
          inputMode="tel"
        />
        <SubmitButton wide size="large">
          {t('register')}
        </SubmitButton>
      </ActionForm>
      <p className="mt-5">
        {t('toLogin')}{' '}
        <Link className="font-semibold text-cobalt underline" href={withNext('/login', onward)}>
          {t('login')}
        </Link>
      </p>
    </SignInFrame>
  )
}
