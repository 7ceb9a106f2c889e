import { useTranslations } from 'use-intl'
import { Empty } from '../../ui/failure.tsx'
import { PlainScreen } from '../../ui/plain-screen.tsx'
import { SignInGate } from '../session/sign-in-gate.tsx'
import { useSession } from '../session/use-session.ts'
import { OrderList } from './order-list.tsx'

export function SalesScreen() {
  const t = useTranslations('sales')
  const session = useSession()
  return (
    <PlainScreen title={t('title')} backTo="/sell">
      {session ? (
        <OrderList role="seller" userId={session.user.id} empty={<Empty title={t('empty')} text={t('emptyText')} />} />
      ) : (
        <SignInGate />
      )}
    </PlainScreen>
  )
}
