import { expect, test } from 'vitest'
import { findPlace, PLACES } from './places.ts'

test('there are 81 provinces with 973 districts, none twice', () => {
  expect(PLACES).toHaveLength(81)
  expect(PLACES.reduce((sum, { districts }) => sum + districts.length, 0)).toBe(973)
  for (const { city, districts } of PLACES) expect([city, new Set(districts).size]).toEqual([city, districts.length])
})

test('both are in Turkish order', () => {
  expect(PLACES.map(({ city }) => city).slice(0, 3)).toEqual(['Adana', 'Adıyaman', 'Afyonkarahisar'])
  expect(PLACES.at(-1)?.city).toBe('Zonguldak')
  expect(PLACES.findIndex(({ city }) => city === 'Iğdır')).toBeLessThan(PLACES.findIndex(({ city }) => city === 'İzmir'))
})

test.each([
  ['istanbul', 'kadikoy', 'İstanbul', 'Kadıköy'],
  ['ISTANBUL', 'KADIKOY', 'İstanbul', 'Kadıköy'],
  ['İSTANBUL', 'ŞİŞLİ', 'İstanbul', 'Şişli'],
  ['Istanbul', 'Sisli', 'İstanbul', 'Şişli'],
  ['IĞDIR', 'merkez', 'Iğdır', 'Merkez'],
  ['igdir', 'ARALIK', 'Iğdır', 'Aralık'],
  [' sanliurfa ', 'Eyyubiye', 'Şanlıurfa', 'Eyyübiye'],
  ['K.Maraş', 'Onikişubat', null, null],
])('«%s / %s» is %s / %s', (city, district, ...official) => {
  const place = findPlace({ city, district })
  expect(place.kind === 'found' ? [place.city, place.district] : [null, null]).toEqual(official)
})

test('every place is found under its own name', () => {
  for (const { city, districts } of PLACES)
    for (const district of districts) expect(findPlace({ city, district })).toEqual({ kind: 'found', city, district })
})
