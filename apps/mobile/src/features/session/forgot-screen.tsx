import { forgotPassword } from '@emanet/contracts/accounts'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { clientFor } from '../../platform/api.ts'
import { useForm } from '../../platform/form.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Words } from '../../ui/words.tsx'

/** Asks for the one-time link; the e-mail leads to the web, where the new password is set. */
export function ForgotScreen() {
  const t = useTranslations('auth')
  const field = useTranslations('field')
  const form = useForm({ email: '' })
  const [sent, setSent] = useState(false)
  const send = async () => setSent(await form.send(forgotPassword.body, form.values, (body) => clientFor({}).forgotPassword({ body })))
  return (
    <Screen title={t('forgotTitle')} backTo="/login">
      <Words tone="inkSoft">{t('forgotLead')}</Words>
      {sent ? (
        <Notice tone="good" text={t('forgotSent')} />
      ) : (
        <>
          <Field
            name="email"
            label={field('email')}
            value={form.values.email}
            onChange={form.set('email')}
            error={form.errors.email}
            keyboard="email-address"
            autoComplete="email"
          />
          {form.problem ? <Notice tone="bad" text={form.problem} /> : null}
          <Button label={t('forgotSend')} wide busy={form.busy} onPress={() => void send()} />
        </>
      )}
    </Screen>
  )
}
