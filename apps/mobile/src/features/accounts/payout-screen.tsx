import { type getPayoutAccount, putPayoutAccount } from '@emanet/contracts/accounts'
import type { Output } from '@emanet/contracts/route'
import { typeIban, typePhone } from '@emanet/messages/masks'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { problemOf } from '../../platform/api.ts'
import { filled, useForm } from '../../platform/form.ts'
import { somethingChanged } from '../../platform/heard.ts'
import { useRemote } from '../../platform/use-remote.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ChoiceField } from '../../ui/choice.tsx'
import { Failure } from '../../ui/failure.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel, Row } from '../../ui/panel.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { Words } from '../../ui/words.tsx'
import { api } from '../session/api.ts'
import type { User } from '../session/session.ts'
import { SignInGate } from '../session/sign-in-gate.tsx'
import { useSession } from '../session/use-session.ts'

const TYPES = ['personal', 'private_company', 'limited_company'] as const
const FIELDS = {
  personal: ['identityNumber', 'contactName', 'contactSurname'],
  private_company: ['legalCompanyTitle', 'taxOffice', 'identityNumber'],
  limited_company: ['legalCompanyTitle', 'taxOffice', 'taxNumber'],
} as const
const NUMBERS: readonly string[] = ['identityNumber', 'taxNumber']

/** Where my money goes. */
export function PayoutScreen() {
  const t = useTranslations('payout')
  const session = useSession()
  const account = useRemote(session ? `payout account ${session.user.id}` : null, async () => {
    try {
      return { known: (await api().getPayoutAccount()).body }
    } catch (error) {
      if (problemOf(error, 'payout_account.not_found')) return { known: null }
      throw error
    }
  })
  const known = account.value?.known
  return (
    <Screen title={t('title')} backTo="/account">
      <Words tone="inkSoft">{t('lead')}</Words>
      {!session ? (
        <SignInGate />
      ) : account.value ? (
        <>
          {known ? (
            <Panel title={t('current')}>
              <Badge tone={known.status === 'active' ? 'good' : known.status === 'pending' ? 'wait' : 'bad'}>{t(known.status)}</Badge>
              <Row name="IBAN" value={known.iban} />
              {known.reason ? <Words tone="coral">{t('reason', { reason: known.reason })}</Words> : null}
            </Panel>
          ) : (
            <Notice tone="wait" text={t('none')} />
          )}
          <PayoutForm known={known ?? null} user={session.user} onSaved={account.renew} />
        </>
      ) : account.error ? (
        <Failure error={account.error} onRetry={() => void account.renew()} />
      ) : (
        <SkeletonLines />
      )}
    </Screen>
  )
}

type Known = Output<typeof getPayoutAccount>

/** What is known already need not be typed again; numbers and IBAN are told to nobody, so those are. */
function PayoutForm({ known, user, onSaved }: { known: Known | null; user: User; onSaved: () => Promise<void> }) {
  const t = useTranslations('payout')
  const field = useTranslations('field')
  const [saved, setSaved] = useState(false)
  const form = useForm({
    type: (known?.type ?? 'personal') as string,
    identityNumber: '',
    contactName: known?.contactName ?? user.fullName.split(/\s+/).slice(0, -1).join(' '),
    contactSurname: known?.contactSurname ?? user.fullName.split(/\s+/).at(-1) ?? '',
    legalCompanyTitle: known?.legalCompanyTitle ?? '',
    taxOffice: known?.taxOffice ?? '',
    taxNumber: '',
    iban: '',
    phone: typePhone(known?.phone ?? user.phone ?? ''),
    address: known?.address ?? '',
  })
  const { values, errors, set } = form
  const type = TYPES.find((known) => known === values.type) ?? 'personal'
  const save = async () => {
    setSaved(false)
    const wanted = ['type', 'iban', 'phone', 'address', ...FIELDS[type]]
    const input = Object.fromEntries(Object.entries(filled(values)).filter(([name]) => wanted.includes(name)))
    let isActive = false
    const taken = await form.send(putPayoutAccount.body, input, async (body) => {
      isActive = (await api().putPayoutAccount({ body })).body.status === 'active'
    })
    if (!taken) return
    setSaved(isActive)
    somethingChanged()
    await onSaved()
  }
  return (
    <>
      <ChoiceField
        label={field('type')}
        value={type}
        options={TYPES.map((value) => ({ value, label: t(value) }))}
        onChange={set('type')}
        choose={field('type')}
      />
      {FIELDS[type].map((name) => (
        <Field
          key={name}
          name={name}
          label={field(name)}
          value={values[name]}
          onChange={set(name)}
          error={errors[name]}
          {...(NUMBERS.includes(name) ? { keyboard: 'number-pad' as const, maxLength: 11 } : {})}
        />
      ))}
      <Field name="iban" label={field('iban')} value={values.iban} onChange={(typed) => set('iban')(typeIban(typed))} error={errors.iban} />
      <Field
        name="phone"
        label={field('phone')}
        value={values.phone}
        onChange={(typed) => set('phone')(typePhone(typed))}
        error={errors.phone}
        keyboard="phone-pad"
      />
      <Field name="address" label={field('address')} value={values.address} onChange={set('address')} error={errors.address} lines={2} />
      {form.problem ? <Notice tone="bad" text={form.problem} /> : null}
      {saved ? <Notice tone="good" text={t('saved')} /> : null}
      <Button label={t('save')} wide busy={form.busy} onPress={() => void save()} />
    </>
  )
}
