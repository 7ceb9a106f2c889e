import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { currentUser } from '@/features/session/current-user.ts'
import { login } from '@/features/session/session.actions.ts'
import { SignInFrame } from '@/features/session/sign-in-frame.tsx'
import { safePath, withNext } from '@/platform/safe-path.ts'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { TextField } from '@/ui/field.tsx'
import { Notice } from '@/ui/notice.tsx'

type Search = { next?: string; reset?: string }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('auth'))('login'), robots: { index: false } }
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [{ next, reset }, t, field] = await Promise.all([searchParams, getTranslations('auth'), getTranslations('field')])
  const onward = safePath(next)
  if (await currentUser().catch(() => null)) redirect(onward)
  return (
    <SignInFrame title={t('loginTitle')} lead={t('loginLead')}>
      {reset === 'done' ? (
        <Notice tone="good" className="mb-5">
          {t('resetDone')}
        </Notice>
      ) : null}
      {onward === '/' ? null : (
        <Notice tone="calm" className="mb-5">
          {t('needed')}
        </Notice>
      )}
      <ActionForm action={login} className="space-y-5">
        <input type="hidden" name="next" value={onward} />
        <TextField name="email" type="email" label={field('email')} autoComplete="username" inputMode="email" required />
        <TextField name="password" type="password" label={field('password')} autoComplete="current-password" required />
        <SubmitButton wide size="large">
          {t('login')}
        </SubmitButton>
      </ActionForm>
      <p className="mt-5 flex flex-wrap justify-between gap-3">
        <span>
          {t('toRegister')}{' '}
          <Link className="font-semibold text-cobalt underline" href={withNext('/register', onward)}>
            {t('register')}
          </Link>
        </span>
        <Link className="text-cobalt underline" href={withNext('/forgot', onward)}>
          {t('forgot')}
        </Link>
      </p>
    </SignInFrame>
  )
}
