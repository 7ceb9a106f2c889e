import { typePhone } from '@emanet/messages/masks'
import { getTranslations } from 'next-intl/server'
import { read } from '@/platform/api.ts'
import type { FormAction } from '@/platform/form-state.ts'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { TextField } from '@/ui/field.tsx'
import type { Address } from './address-lines.tsx'
import { PlaceFields } from './place-fields.tsx'

type Props = {
  action: FormAction
  submit: string
  cancelHref: string
  address?: Address
  /** Set when the address is for a purchase, which goes on after saving. */
  productId?: string
  fullName?: string
  phone?: string | null
}

export async function AddressForm({ action, submit, cancelHref, address, productId, fullName, phone }: Props) {
  const [t, words, places] = await Promise.all([
    getTranslations('field'),
    getTranslations('address'),
    read((client) => client.listPlaces()),
  ])
  const knownPhone = address?.phone ?? phone
  return (
    <ActionForm action={action} className="grid gap-5 sm:grid-cols-2 [&>*]:min-w-0 [&>div[role]]:sm:col-span-2">
      {address ? <input type="hidden" name="id" value={address.id} /> : null}
      {productId ? <input type="hidden" name="productId" value={productId} /> : null}
      <TextField
        name="fullName"
        label={t('fullName')}
        defaultValue={address?.fullName ?? fullName}
        autoComplete="name"
        required
        maxLength={100}
      />
      <TextField
        name="phone"
        type="tel"
        label={t('phone')}
        defaultValue={knownPhone ? typePhone(knownPhone) : undefined}
        placeholder={t('phoneHint')}
        autoComplete="tel"
        inputMode="tel"
        mask="phone"
        required
      />
      <PlaceFields
        places={places.items}
        city={address?.city}
        district={address?.district}
        texts={{ city: t('city'), cityChoose: t('cityChoose'), district: t('district'), districtChoose: t('districtChoose') }}
      />
      <TextField
        name="neighbourhood"
        label={t('neighbourhood')}
        defaultValue={address?.neighbourhood ?? undefined}
        optional={t('optional')}
        autoComplete="address-level3"
        maxLength={60}
      />
      <TextField
        name="postalCode"
        label={t('postalCode')}
        defaultValue={address?.postalCode ?? undefined}
        optional={t('optional')}
        autoComplete="postal-code"
        inputMode="numeric"
        maxLength={5}
      />
      <TextField
        name="line"
        label={t('line')}
        hint={t('lineHint')}
        defaultValue={address?.line}
        rows={2}
        autoComplete="street-address"
        required
        maxLength={180}
        className="sm:col-span-2"
      />
      <div className="flex flex-wrap gap-3 sm:col-span-2">
        <SubmitButton>{submit}</SubmitButton>
        <ButtonLink href={cancelHref} tone="quiet">
          {words('cancel')}
        </ButtonLink>
      </div>
    </ActionForm>
  )
}
