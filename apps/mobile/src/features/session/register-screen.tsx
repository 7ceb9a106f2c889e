import { register } from '@emanet/contracts/accounts'
import { typePhone } from '@emanet/messages/masks'
import { type Href, useLocalSearchParams, useRouter } from 'expo-router'
import { View } from 'react-native'
import { useTranslations } from 'use-intl'
import { clientFor } from '../../platform/api.ts'
import { type Form, filled, useForm } from '../../platform/form.ts'
import { forgetHeard } from '../../platform/heard.ts'
import { useLanguage } from '../../platform/language.tsx'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Words } from '../../ui/words.tsx'
import { nextPath } from './next-path.ts'
import { openSession } from './session.ts'

export function RegisterScreen() {
  const t = useTranslations('auth')
  const language = useLanguage()
  const { next } = useLocalSearchParams<{ next?: string }>()
  const router = useRouter()
  const form = useForm({ fullName: '', email: '', phone: '', password: '' })

  const join = async () => {
    const taken = await form.send(register.body, { ...filled(form.values), language }, async (body) => {
      const { body: answer } = await clientFor({}).register({ body })
      await openSession(answer)
      forgetHeard()
    })
    if (taken) router.dismissTo(nextPath(next) as Href)
  }
  return (
    <Screen title={t('register')} backTo="/">
      <View style={{ gap: 8, paddingVertical: 8 }}>
        <Words as="title">{t('registerTitle')}</Words>
        <Words tone="inkSoft">{t('registerLead')}</Words>
      </View>
      <RegisterFields form={form} />
      {form.problem ? <Notice tone="bad" text={form.problem} /> : null}
      <Button label={t('register')} wide busy={form.busy} onPress={() => void join()} />
      <View style={{ flexDirection: 'row', alignItems: 'center', flexWrap: 'wrap', gap: 4 }}>
        <Words tone="inkSoft">{t('toLogin')}</Words>
        <Button
          label={t('login')}
          look="quiet"
          role="link"
          onPress={() => router.replace({ pathname: '/login', params: { next: nextPath(next) } })}
        />
      </View>
    </Screen>
  )
}

function RegisterFields({ form: { values, errors, set } }: { form: Form<'fullName' | 'email' | 'phone' | 'password'> }) {
  const field = useTranslations('field')
  return (
    <>
      <Field
        name="fullName"
        label={field('fullName')}
        value={values.fullName}
        onChange={set('fullName')}
        error={errors.fullName}
        autoComplete="name"
      />
      <Field
        name="email"
        label={field('email')}
        value={values.email}
        onChange={set('email')}
        error={errors.email}
        keyboard="email-address"
        autoComplete="email"
      />
      <Field
        name="phone"
        label={field('phone')}
        value={values.phone}
        onChange={(typed) => set('phone')(typePhone(typed))}
        error={errors.phone}
        hint={field('phoneHint')}
        optional
        keyboard="phone-pad"
        autoComplete="tel"
      />
      <Field
        name="password"
        label={field('password')}
        value={values.password}
        onChange={set('password')}
        error={errors.password}
        hint={field('passwordHint')}
        secret
        autoComplete="new-password"
      />
    </>
  )
}
