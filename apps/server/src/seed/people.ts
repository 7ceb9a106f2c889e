import type { putPayoutAccount } from '@emanet/contracts/accounts'
import type { addAddress } from '@emanet/contracts/catalogue'
import type { z } from 'zod'

type Address = Omit<z.input<typeof addAddress.body>, 'fullName' | 'phone'>

export type Person = {
  email: string
  fullName: string
  phone: string
  role: 'seller' | 'buyer' | 'admin'
  addresses: Address[]
  payout?: z.output<typeof putPayoutAccount.body>
}

/** Known to everybody who reads this file; the seed refuses to run in production. */
export const DEMO_PASSWORD = 'emanet-demo-1'

export const PEOPLE: Person[] = [
  {
    email: 'ayse@emanet.example',
    fullName: 'Ayşe Yılmaz',
    phone: '+905321112233',
    role: 'seller',
    addresses: [
      { city: 'İstanbul', district: 'Kadıköy', neighbourhood: 'Caferağa', line: 'Moda Caddesi No: 118 D: 4', postalCode: '34710' },
    ],
    payout: {
      type: 'personal',
      identityNumber: '10000000146',
      contactName: 'Ayşe',
      contactSurname: 'Yılmaz',
      iban: 'TR870006200119000006672334',
      phone: '+905321112233',
      address: 'Moda Caddesi No: 118 D: 4, Caferağa, Kadıköy, İstanbul',
    },
  },
  {
    email: 'mehmet@emanet.example',
    fullName: 'Mehmet Demir',
    phone: '+905332223344',
    role: 'seller',
    addresses: [
      { city: 'Ankara', district: 'Çankaya', neighbourhood: 'Kavaklıdere', line: 'Tunalı Hilmi Caddesi No: 72 D: 9', postalCode: '06680' },
    ],
    payout: {
      type: 'personal',
      identityNumber: '20000000282',
      contactName: 'Mehmet',
      contactSurname: 'Demir',
      iban: 'TR590001000745123456785001',
      phone: '+905332223344',
      address: 'Tunalı Hilmi Caddesi No: 72 D: 9, Kavaklıdere, Çankaya, Ankara',
    },
  },
  {
    email: 'elif@emanet.example',
    fullName: 'Elif Kaya',
    phone: '+905343334455',
    role: 'seller',
    addresses: [
      { city: 'İzmir', district: 'Konak', neighbourhood: 'Alsancak', line: 'Kıbrıs Şehitleri Caddesi No: 41', postalCode: '35220' },
    ],
    payout: {
      type: 'private_company',
      identityNumber: '30000000328',
      contactName: 'Elif',
      contactSurname: 'Kaya',
      legalCompanyTitle: 'Kozalak Antika – Elif Kaya',
      taxOffice: 'Konak',
      iban: 'TR300004600888000123456789',
      phone: '+905343334455',
      address: 'Kıbrıs Şehitleri Caddesi No: 41, Alsancak, Konak, İzmir',
    },
  },
  {
    email: 'zeynep@emanet.example',
    fullName: 'Zeynep Şahin',
    phone: '+905354445566',
    role: 'buyer',
    addresses: [
      { city: 'İstanbul', district: 'Üsküdar', neighbourhood: 'Kuzguncuk', line: 'İcadiye Caddesi No: 23 D: 2', postalCode: '34674' },
      {
        city: 'Bursa',
        district: 'Nilüfer',
        neighbourhood: 'İhsaniye',
        line: 'Fatih Sultan Mehmet Bulvarı No: 150 Kat: 3',
        postalCode: '16130',
      },
    ],
  },
  {
    email: 'can@emanet.example',
    fullName: 'Can Öztürk',
    phone: '+905365556677',
    role: 'buyer',
    addresses: [
      { city: 'Eskişehir', district: 'Odunpazarı', neighbourhood: 'Akarbaşı', line: 'Atatürk Bulvarı No: 88 D: 12', postalCode: '26010' },
    ],
  },
  {
    email: 'deniz@emanet.example',
    fullName: 'Deniz Arslan',
    phone: '+905376667788',
    role: 'buyer',
    addresses: [
      { city: 'Antalya', district: 'Muratpaşa', neighbourhood: 'Kılınçarslan', line: 'Hesapçı Sokak No: 5', postalCode: '07100' },
    ],
  },
  {
    email: 'selin@emanet.example',
    fullName: 'Selin Aydın',
    phone: '+905387778899',
    role: 'admin',
    addresses: [{ city: 'İstanbul', district: 'Beşiktaş', neighbourhood: 'Levazım', line: 'Koru Sokağı No: 2', postalCode: '34340' }],
  },
]
