import { addAddress, changeAddress } from '@emanet/contracts/catalogue'
import { typePhone } from '@emanet/messages/masks'
import { type Href, useLocalSearchParams, useRouter } from 'expo-router'
import { useTranslations } from 'use-intl'
import { type Form, filled, useForm } from '../../platform/form.ts'
import { somethingChanged } from '../../platform/heard.ts'
import { useRemote } from '../../platform/use-remote.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceField } from '../../ui/choice.tsx'
import { Empty, Failure } from '../../ui/failure.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { api } from '../session/api.ts'
import { nextPath } from '../session/next-path.ts'
import { SignInGate } from '../session/sign-in-gate.tsx'
import { useSession } from '../session/use-session.ts'
import type { Address } from './address.ts'

type Place = { city: string; districts: string[] }

/** `/addresses/new` adds an address, `/addresses/<id>` edits one. */
export function AddressScreen() {
  const { id } = useLocalSearchParams<{ id: string }>()
  const t = useTranslations('address')
  const failure = useTranslations('failure')
  const session = useSession()
  const fresh = id === 'new'
  const remote = useRemote(session ? `address ${id}` : null, async () => {
    const [places, addresses] = await Promise.all([api().listPlaces(), api().listAddresses()])
    return { places: places.body.items, address: addresses.body.items.find((address) => address.id === id) ?? null }
  })
  return (
    <Screen title={fresh ? t('addTitle') : t('editTitle')} backTo="/addresses">
      {!session ? (
        <SignInGate />
      ) : remote.value ? (
        fresh || remote.value.address ? (
          <AddressForm
            places={remote.value.places}
            address={remote.value.address}
            name={session.user.fullName}
            phone={session.user.phone}
          />
        ) : (
          <Empty title={failure('notFound')} text={failure('notFoundText')} />
        )
      ) : remote.error ? (
        <Failure error={remote.error} onRetry={() => void remote.renew()} />
      ) : (
        <SkeletonLines />
      )}
    </Screen>
  )
}

function AddressForm(props: { places: Place[]; address: Address | null; name: string; phone: string | null }) {
  const t = useTranslations('address')
  const field = useTranslations('field')
  const router = useRouter()
  const { next } = useLocalSearchParams<{ next?: string }>()
  const { address, places } = props
  const form = useForm({
    fullName: address?.fullName ?? props.name,
    phone: typePhone(address?.phone ?? props.phone ?? ''),
    city: address?.city ?? '',
    district: address?.district ?? '',
    neighbourhood: address?.neighbourhood ?? '',
    line: address?.line ?? '',
    postalCode: address?.postalCode ?? '',
  })
  const { values, errors, set } = form
  const save = async () => {
    const taken = address
      ? await form.send(changeAddress.body, emptied(values), (body) => api().changeAddress({ params: { id: address.id }, body }))
      : await form.send(addAddress.body, filled(values), (body) => api().addAddress({ body }))
    if (!taken) return
    somethingChanged()
    router.dismissTo((next ? nextPath(next) : '/addresses') as Href)
  }
  const text = (name: 'fullName' | 'neighbourhood' | 'line') => ({
    name,
    label: field(name),
    value: values[name],
    onChange: set(name),
    error: errors[name],
  })
  return (
    <>
      <Field {...text('fullName')} autoComplete="name" />
      <Field
        name="phone"
        label={field('phone')}
        value={values.phone}
        onChange={(typed) => set('phone')(typePhone(typed))}
        error={errors.phone}
        hint={field('phoneHint')}
        keyboard="phone-pad"
        autoComplete="tel"
      />
      <PlaceFields form={form} places={places} />
      <Field {...text('neighbourhood')} optional />
      <Field {...text('line')} hint={field('lineHint')} autoComplete="street-address" lines={2} />
      <Field
        name="postalCode"
        label={field('postalCode')}
        value={values.postalCode}
        onChange={set('postalCode')}
        error={errors.postalCode}
        optional
        keyboard="number-pad"
        autoComplete="postal-code"
        maxLength={5}
      />
      {form.problem ? <Notice tone="bad" text={form.problem} /> : null}
      <Button label={t('save')} wide busy={form.busy} onPress={() => void save()} />
    </>
  )
}

/** A field that was emptied: left out it would stay as it was, and be called saved. */
function emptied<V extends Record<'neighbourhood' | 'postalCode', string>>(values: V) {
  return { ...values, neighbourhood: values.neighbourhood.trim() || null, postalCode: values.postalCode.trim() || null }
}

function PlaceFields({ form, places }: { form: Form<'city' | 'district'>; places: Place[] }) {
  const field = useTranslations('field')
  const { values, errors, set } = form
  const districts = places.find((place) => place.city === values.city)?.districts ?? []
  return (
    <>
      <ChoiceField
        label={field('city')}
        value={values.city}
        options={places.map(({ city }) => ({ value: city, label: city }))}
        onChange={(city) => form.setAll({ city, district: '' })}
        error={errors.city}
        choose={field('cityChoose')}
      />
      <ChoiceField
        label={field('district')}
        value={values.district}
        options={districts.map((name) => ({ value: name, label: name }))}
        onChange={set('district')}
        error={errors.district}
        choose={field('districtChoose')}
      />
    </>
  )
}
