import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/failure.tsx'
import { useSignIn } from './use-session.ts'

/** Stands where something can only be seen by whoever it belongs to. */
export function SignInGate() {
  const t = useTranslations('phone')
  const nav = useTranslations('nav')
  const signIn = useSignIn()
  return (
    <Empty title={t('signedOut')} text={t('signedOutText')}>
      <Button label={nav('login')} onPress={signIn} />
    </Empty>
  )
}
