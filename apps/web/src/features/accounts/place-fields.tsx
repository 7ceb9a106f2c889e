'use client'

import { useEffect, useState } from 'react'
import { useField } from '@/ui/action-form.tsx'
import { classes } from '@/ui/classes.ts'
import { FieldFrame } from '@/ui/field.tsx'

type Props = {
  places: readonly { city: string; districts: string[] }[]
  city: string | undefined
  district: string | undefined
  texts: { city: string; cityChoose: string; district: string; districtChoose: string }
}

const BOX =
  'w-full min-h-12 rounded-field border border-line-strong bg-surface px-3.5 py-2.5 hover:border-cobalt aria-invalid:border-2 aria-invalid:border-coral'

/** il and ilçe. Without scripts every ilçe stands under its il; with them only those of the chosen il are offered. */
export function PlaceFields({ places, texts, ...known }: Props) {
  const city = useField('city')
  const district = useField('district')
  const [chosen, setChosen] = useState(city.typed ?? known.city ?? '')
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  const offered = ready ? places.filter((place) => place.city === chosen) : places
  const answer = city.answered ? `${city.typed}${district.typed}` : 'first'
  return (
    <>
      <FieldFrame name="city" label={texts.city} error={city.error} onEdit={city.edit}>
        <select
          id="city"
          name="city"
          key={`city ${answer}`}
          defaultValue={city.typed ?? known.city ?? ''}
          required
          autoComplete="address-level1"
          aria-invalid={city.error ? true : undefined}
          aria-describedby={city.error ? 'city-error' : undefined}
          onChange={(event) => setChosen(event.currentTarget.value)}
          className={BOX}
        >
          <option value="">{texts.cityChoose}</option>
          {places.map((place) => (
            <option key={place.city} value={place.city}>
              {place.city}
            </option>
          ))}
        </select>
      </FieldFrame>
      <FieldFrame name="district" label={texts.district} error={district.error} onEdit={district.edit}>
        <select
          id="district"
          name="district"
          key={`district ${answer} ${ready ? chosen : 'all'}`}
          defaultValue={district.typed ?? known.district ?? ''}
          required
          autoComplete="address-level2"
          aria-invalid={district.error ? true : undefined}
          aria-describedby={district.error ? 'district-error' : undefined}
          className={classes(BOX)}
        >
          <option value="">{texts.districtChoose}</option>
          {offered.map((place) => (
            <optgroup key={place.city} label={place.city}>
              {place.districts.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </FieldFrame>
    </>
  )
}
