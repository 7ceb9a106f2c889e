import type { Language } from '@emanet/messages/catalogue'
import { useRouter } from 'expo-router'
import { useState } from 'react'
import { View } from 'react-native'
import { useFormatter, useTranslations } from 'use-intl'
import { chooseLanguage, useLanguage } from '../../platform/language.tsx'
import { useStore } from '../../platform/store.ts'
import { Button } from '../../ui/button.tsx'
import { Segments } from '../../ui/choice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Screen } from '../../ui/screen.tsx'
import { type Appearance, appearance, chooseAppearance } from '../../ui/theme.tsx'
import { Words } from '../../ui/words.tsx'
import { api } from '../session/api.ts'
import { changeUser, type User } from '../session/session.ts'
import { signOut } from '../session/sign-out.ts'
import { useSession, useSignIn } from '../session/use-session.ts'

export function AccountScreen() {
  const t = useTranslations('account')
  const nav = useTranslations('nav')
  const phone = useTranslations('phone')
  const router = useRouter()
  const signIn = useSignIn()
  const session = useSession()
  return (
    <Screen title={t('title')}>
      {session ? (
        <Person user={session.user} />
      ) : (
        <Panel title={phone('signedOut')}>
          <Words tone="inkSoft">{phone('signedOutText')}</Words>
          <Button label={nav('login')} wide onPress={signIn} />
          <Button
            label={nav('register')}
            look="calm"
            wide
            role="link"
            onPress={() => router.push({ pathname: '/register', params: { next: '/account' } })}
          />
        </Panel>
      )}
      <Settings />
    </Screen>
  )
}

function Person({ user }: { user: User }) {
  const t = useTranslations('account')
  const nav = useTranslations('nav')
  const format = useFormatter()
  const router = useRouter()
  const [leaving, setLeaving] = useState(false)
  const leave = async () => {
    setLeaving(true)
    await signOut()
    setLeaving(false)
  }
  return (
    <Panel>
      <View>
        <Words as="heading">{user.fullName}</Words>
        <Words tone="inkSoft">{user.email}</Words>
        <Words as="small" tone="inkSoft">
          {t('member', { date: format.dateTime(new Date(user.createdAt), { dateStyle: 'long' }) })}
        </Words>
      </View>
      <Button label={nav('sales')} look="calm" wide role="link" onPress={() => router.push('/sales')} />
      <Button label={t('addresses')} look="calm" wide role="link" onPress={() => router.push('/addresses')} />
      <Button label={t('payout')} look="calm" wide role="link" onPress={() => router.push('/payout')} />
      <Button label={nav('logout')} look="dangerQuiet" wide busy={leaving} onPress={() => void leave()} />
    </Panel>
  )
}

function Settings() {
  const field = useTranslations('field')
  const phone = useTranslations('phone')
  const language = useLanguage()
  const chosen = useStore(appearance)
  const session = useSession()
  const speak = async (wanted: Language) => {
    await chooseLanguage(wanted)
    // Mails and notifications follow; the app itself has changed already.
    if (session)
      api()
        .changeMe({ body: { language: wanted } })
        .then(({ body }) => changeUser(body))
        .catch(() => {})
  }
  return (
    <Panel>
      <Words as="strong">{field('language')}</Words>
      <Segments
        label={field('language')}
        value={language}
        options={[
          { value: 'tr', label: 'Türkçe' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(wanted) => void speak(wanted as Language)}
      />
      <Words as="strong">{phone('appearance')}</Words>
      <Segments
        label={phone('appearance')}
        value={chosen}
        options={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: phone(value) }))}
        onChange={(wanted) => void chooseAppearance(wanted as Appearance)}
      />
    </Panel>
  )
}
