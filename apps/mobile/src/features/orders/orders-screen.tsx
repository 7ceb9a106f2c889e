import { useRouter } from 'expo-router'
import { useTranslations } from 'use-intl'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/failure.tsx'
import { PlainScreen } from '../../ui/plain-screen.tsx'
import { SignInGate } from '../session/sign-in-gate.tsx'
import { useSession } from '../session/use-session.ts'
import { OrderList } from './order-list.tsx'

export function OrdersScreen() {
  const t = useTranslations('orders')
  const router = useRouter()
  const session = useSession()
  const empty = (
    <Empty title={t('empty')} text={t('emptyText')}>
      <Button label={t('explore')} look="calm" role="link" onPress={() => router.navigate('/')} />
    </Empty>
  )
  return (
    <PlainScreen title={t('title')}>
      {session ? <OrderList role="buyer" userId={session.user.id} empty={empty} /> : <SignInGate />}
    </PlainScreen>
  )
}
