import { login } from '@emanet/contracts/accounts'
import { type Href, useLocalSearchParams, useRouter } from 'expo-router'
import { View } from 'react-native'
import { useTranslations } from 'use-intl'
import { clientFor } from '../../platform/api.ts'
import { useForm } from '../../platform/form.ts'
import { forgetHeard } from '../../platform/heard.ts'
import { useStore } from '../../platform/store.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Words } from '../../ui/words.tsx'
import { nextPath } from './next-path.ts'
import { openSession, sessionState } from './session.ts'

export function SignInScreen() {
  const t = useTranslations('auth')
  const field = useTranslations('field')
  const { next } = useLocalSearchParams<{ next?: string }>()
  const router = useRouter()
  const state = useStore(sessionState)
  const form = useForm({ email: '', password: '' })

  const signIn = async () => {
    const taken = await form.send(login.body, form.values, async (body) => {
      const { body: answer } = await clientFor({}).login({ body })
      await openSession(answer)
      forgetHeard()
    })
    if (taken) router.dismissTo(nextPath(next) as Href)
  }
  return (
    <Screen title={t('login')} backTo="/">
      <View style={{ gap: 8, paddingVertical: 8 }}>
        <Mark size={48} />
        <Words as="title">{t('loginTitle')}</Words>
        <Words tone="inkSoft">{t('loginLead')}</Words>
      </View>
      {state.kind === 'out' && state.ended ? <Notice tone="wait" text={t('ended')} /> : null}
      <Field
        name="email"
        label={field('email')}
        value={form.values.email}
        onChange={form.set('email')}
        error={form.errors.email}
        keyboard="email-address"
        autoComplete="email"
      />
      <Field
        name="password"
        label={field('password')}
        value={form.values.password}
        onChange={form.set('password')}
        error={form.errors.password}
        secret
        autoComplete="current-password"
        onSubmit={() => void signIn()}
      />
      {form.problem ? <Notice tone="bad" text={form.problem} /> : null}
      <Button label={t('login')} wide busy={form.busy} onPress={() => void signIn()} />
      <Button label={t('forgot')} look="quiet" role="link" onPress={() => router.push('/forgot')} />
      <View style={{ flexDirection: 'row', alignItems: 'center', flexWrap: 'wrap', gap: 4 }}>
        <Words tone="inkSoft">{t('toRegister')}</Words>
        <Button
          label={t('register')}
          look="quiet"
          role="link"
          onPress={() => router.replace({ pathname: '/register', params: { next: nextPath(next) } })}
        />
      </View>
    </Screen>
  )
}
