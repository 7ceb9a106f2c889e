'use client'

import { typePhone } from '@emanet/messages/masks'
import { useState } from 'react'
import { useField } from '@/ui/action-form.tsx'
import { SelectField, TextField } from '@/ui/field.tsx'

type Type = 'personal' | 'private_company' | 'limited_company'
type Known = {
  type: Type
  phone: string | null
  address: string | undefined
  fullName: string
  taxOffice: string | null | undefined
  legalCompanyTitle: string | null | undefined
}
type Texts = Record<
  | Type
  | 'type'
  | 'contactName'
  | 'contactSurname'
  | 'identityNumber'
  | 'taxOffice'
  | 'taxNumber'
  | 'legalCompanyTitle'
  | 'iban'
  | 'phone'
  | 'phoneHint'
  | 'address',
  string
>

const TYPES: readonly Type[] = ['personal', 'private_company', 'limited_company']

/** The fields that iyzico asks of each kind of seller. */
export function PayoutFields({ known, texts }: { known: Known; texts: Texts }) {
  const { typed } = useField('type')
  const [type, setType] = useState<Type>((typed as Type | undefined) ?? known.type)
  const names = known.fullName.split(/\s+/)
  return (
    <>
      <SelectField
        name="type"
        label={texts.type}
        defaultValue={known.type}
        options={TYPES.map((value) => ({ value, label: texts[value] }))}
        onChange={(value) => setType(value as Type)}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        {type === 'personal' ? (
          <>
            <TextField
              name="contactName"
              label={texts.contactName}
              defaultValue={names.slice(0, -1).join(' ')}
              autoComplete="given-name"
              required
              maxLength={50}
            />
            <TextField
              name="contactSurname"
              label={texts.contactSurname}
              defaultValue={names.at(-1)}
              autoComplete="family-name"
              required
              maxLength={50}
            />
            <TextField name="identityNumber" label={texts.identityNumber} inputMode="numeric" autoComplete="off" required maxLength={11} />
          </>
        ) : (
          <>
            <TextField
              name="legalCompanyTitle"
              label={texts.legalCompanyTitle}
              defaultValue={known.legalCompanyTitle ?? undefined}
              autoComplete="organization"
              required
              maxLength={120}
            />
            <TextField name="taxOffice" label={texts.taxOffice} defaultValue={known.taxOffice ?? undefined} required maxLength={60} />
            {type === 'limited_company' ? (
              <TextField name="taxNumber" label={texts.taxNumber} inputMode="numeric" required maxLength={11} />
            ) : (
              <TextField name="identityNumber" label={texts.identityNumber} inputMode="numeric" autoComplete="off" maxLength={11} />
            )}
          </>
        )}
        <TextField
          name="phone"
          type="tel"
          label={texts.phone}
          defaultValue={known.phone ? typePhone(known.phone) : undefined}
          placeholder={texts.phoneHint}
          autoComplete="tel"
          inputMode="tel"
          mask="phone"
          required
        />
      </div>
      <TextField name="iban" label={texts.iban} mask="iban" placeholder="TR" autoComplete="off" required maxLength={40} />
      <TextField
        name="address"
        label={texts.address}
        defaultValue={known.address}
        rows={2}
        autoComplete="street-address"
        required
        maxLength={250}
      />
    </>
  )
}
