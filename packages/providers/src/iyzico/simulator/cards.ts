/** What a test card does. Source: docs.iyzico.com, test cards. */
export type TestCard = {
  number: string
  bank: string
  family: string
  association: 'VISA' | 'MASTER_CARD' | 'AMERICAN_EXPRESS' | 'TROY'
  type: 'CREDIT_CARD' | 'DEBIT_CARD'
  /** The bank's code after 3-D Secure; absent: it pays. */
  declines?: string
  /** What 3-D Secure ends with, whatever code is typed; absent: 1 for the right code. */
  mdStatus?: 0 | 4
  /** 3-D Secure cannot be started: the buyer stays on the form and nothing is recorded. */
  threeDsStuck?: true
  /** Pays, but refund, cancel and post-authorisation answer 10220. */
  refusesRefunds?: true
  foreign?: true
}

type Row = [
  number: string,
  bank: string,
  family: string,
  association: TestCard['association'],
  type: 'credit' | 'debit',
  extra?: Partial<TestCard>,
]

const ROWS: Row[] = [
  ['5528790000000008', 'Halkbank', 'Paraf', 'MASTER_CARD', 'credit'],
  ['5890040000000016', 'Akbank', '', 'MASTER_CARD', 'debit'],
  ['5526080000000006', 'Akbank', 'Axess', 'MASTER_CARD', 'credit'],
  ['9792072000017956', 'Akbank', 'Axess', 'TROY', 'credit'],
  ['4766620000000001', 'Denizbank', '', 'VISA', 'debit'],
  ['4603450000000000', 'Denizbank', 'Denizbank CC', 'VISA', 'credit'],
  ['4729150000000005', 'Denizbank', 'Bonus', 'VISA', 'credit'],
  ['9792023757123604', 'QNB', '', 'TROY', 'debit'],
  ['4987490000000002', 'QNB', '', 'VISA', 'debit'],
  ['5311570000000005', 'QNB', 'QNB CC', 'MASTER_CARD', 'credit'],
  ['9792020000000001', 'QNB', '', 'TROY', 'debit'],
  ['9792030000000000', 'QNB', 'QNB CC', 'TROY', 'credit'],
  ['5170410000000004', 'Garanti', '', 'MASTER_CARD', 'debit'],
  ['5400360000000003', 'Garanti', 'Bonus', 'MASTER_CARD', 'credit'],
  ['374427000000003', 'Garanti', 'Bonus', 'AMERICAN_EXPRESS', 'credit'],
  ['4475050000000003', 'Halkbank', '', 'VISA', 'debit'],
  ['4059030000000009', 'HSBC', '', 'VISA', 'debit'],
  ['5504720000000003', 'HSBC', 'Advantage', 'MASTER_CARD', 'credit'],
  ['5892830000000000', 'İş Bankası', '', 'MASTER_CARD', 'debit'],
  ['4543590000000006', 'İş Bankası', 'Maximum', 'VISA', 'credit'],
  ['4910050000000006', 'Vakıfbank', '', 'VISA', 'debit'],
  ['4157920000000002', 'Vakıfbank', 'World', 'VISA', 'credit'],
  ['6500528865390837', 'Vakıfbank', '', 'TROY', 'debit'],
  ['6501700194147183', 'Vakıfbank', 'World', 'TROY', 'credit'],
  ['5168880000000002', 'Yapı Kredi', '', 'MASTER_CARD', 'debit'],
  ['5451030000000000', 'Yapı Kredi', 'World', 'MASTER_CARD', 'credit'],
  ['4054180000000007', '', '', 'VISA', 'debit', { foreign: true }],
  ['5400010000000004', '', '', 'MASTER_CARD', 'credit', { foreign: true }],
  ['5406670000000009', '', '', 'MASTER_CARD', 'credit', { refusesRefunds: true }],
  ['4111111111111129', '', '', 'VISA', 'credit', { declines: '10051' }],
  ['4129111111111111', '', '', 'VISA', 'credit', { declines: '10005' }],
  ['4128111111111112', '', '', 'VISA', 'credit', { declines: '10012' }],
  ['4127111111111113', '', '', 'VISA', 'credit', { declines: '10041' }],
  ['4126111111111114', '', '', 'VISA', 'credit', { declines: '10043' }],
  ['4125111111111115', '', '', 'VISA', 'credit', { declines: '10054' }],
  ['4124111111111116', '', '', 'VISA', 'credit', { declines: '10084' }],
  ['4123111111111117', '', '', 'VISA', 'credit', { declines: '10057' }],
  ['4122111111111118', '', '', 'VISA', 'credit', { declines: '10058' }],
  ['4121111111111119', '', '', 'VISA', 'credit', { declines: '10034' }],
  ['4120111111111110', '', '', 'VISA', 'credit', { declines: '10209' }],
  ['4130111111111118', '', '', 'VISA', 'credit', { declines: '10202' }],
  ['4131111111111117', '', '', 'VISA', 'credit', { mdStatus: 0 }],
  ['4141111111111115', '', '', 'VISA', 'credit', { mdStatus: 4 }],
  ['4151111111111112', '', '', 'VISA', 'credit', { threeDsStuck: true }],
  ['4151111111111393', '', '', 'VISA', 'credit', { declines: '10093' }],
]

export const TEST_CARDS: readonly TestCard[] = ROWS.map(([number, bank, family, association, type, extra]) => ({
  number,
  bank,
  family,
  association,
  type: type === 'credit' ? 'CREDIT_CARD' : 'DEBIT_CARD',
  ...extra,
}))

export const DEFAULT_CARD = '5528790000000008'
export const THREE_DS_CODE = '283126'

const BY_NUMBER = new Map(TEST_CARDS.map((card) => [card.number, card]))

export function findCard(number: string): TestCard | undefined {
  return BY_NUMBER.get(number)
}

/** Numbers are not kept, so a card is found again by what is: no two test cards share both ends. */
export function findCardByEnds({ bin, lastFour }: { bin: string; lastFour: string }): TestCard | undefined {
  return TEST_CARDS.find(({ number }) => number.startsWith(bin) && number.endsWith(lastFour))
}

/** The card a BIN belongs to: iyzico asks for six or eight digits. */
export function findCardByBin(bin: string): TestCard | undefined {
  return TEST_CARDS.find((card) => card.number.startsWith(bin))
}

export function passesLuhn(number: string): boolean {
  let sum = 0
  for (let index = 0; index < number.length; index += 1) {
    const digit = Number(number[number.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return number.length >= 12 && sum % 10 === 0
}

/** Buyer's surcharge for paying in parts, in basis points of the price; credit cards only. Two rows were seen in the sandbox. */
export const INSTALLMENT_SURCHARGE_BP: Readonly<Record<number, bigint>> = { 1: 0n, 2: 322n, 3: 525n, 6: 1010n, 9: 1490n, 12: 1980n }
