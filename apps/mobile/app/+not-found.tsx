import { useRouter } from 'expo-router'
import { useTranslations } from 'use-intl'
import { Button } from '../src/ui/button.tsx'
import { Empty } from '../src/ui/failure.tsx'
import { Screen } from '../src/ui/screen.tsx'

export default function NotFound() {
  const t = useTranslations('failure')
  const router = useRouter()
  return (
    <Screen title={t('title')} backTo="/">
      <Empty title={t('notFound')} text={t('notFoundText')}>
        <Button label={t('home')} look="calm" role="link" onPress={() => router.replace('/')} />
      </Empty>
    </Screen>
  )
}
