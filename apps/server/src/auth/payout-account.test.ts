import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Answer, ask } from '../../test/ask.ts'
import { createWorld, type Person, type World } from '../../test/world.ts'
import { unseal } from '../platform/seal.ts'
import { sql } from '../platform/sql.ts'
import { submitPendingPayoutAccounts } from './submit-pending-payout-accounts.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())
afterEach(() => world.noFaults('iyzico'))

const PERSONAL = {
  type: 'personal',
  identityNumber: '10000000146',
  contactName: 'Elif',
  contactSurname: 'Kaya',
  iban: 'TR18 0006 2001 1900 0006 6723 15',
  phone: '0532 111 22 33',
  address: 'Moda, Kadıköy, İstanbul',
}
const OTHER_IBAN = 'TR870006200119000006672334'

function put(person: Person, details: Record<string, unknown> = PERSONAL): Promise<Answer> {
  return ask(world, 'PUT', '/me/payout-account', { token: person.accessToken, body: details })
}

function show(person: Person): Promise<Answer> {
  return ask(world, 'GET', '/me/payout-account', { token: person.accessToken })
}

async function row(person: Person) {
  const rows = await world.query<{
    status: string
    seller_key: string | null
    secrets_sealed: Buffer
    revision: number
    whole: string
  }>(sql`
    select *, payout_accounts::text as whole from payout_accounts where user_id = ${person.id}`)
  return rows[0]
}

test('details that the provider takes make an active account, its IBAN masked', async () => {
  const person = await world.person()
  expect((await show(person)).body.code).toBe('payout_account.not_found')
  const { status, body } = await put(person)
  expect(status).toBe(200)
  expect(body).toEqual({
    status: 'active',
    type: 'personal',
    iban: 'TR18 **** **** **** **** **23 15',
    phone: '+905321112233',
    address: 'Moda, Kadıköy, İstanbul',
    contactName: 'Elif',
    contactSurname: 'Kaya',
    legalCompanyTitle: null,
    taxOffice: null,
    taxNumber: null,
    reason: null,
  })
  expect((await show(person)).body).toEqual(body)
})

test('IBAN and identity number are encrypted in the database', async () => {
  const person = await world.person()
  await put(person)
  const stored = await row(person)
  expect(stored?.whole).not.toMatch(/10000000146|0006200119/)
  expect(stored?.secrets_sealed.toString('latin1')).not.toMatch(/10000000146|0006200119/)
  expect(JSON.parse(unseal(world.config.dataKey, stored?.secrets_sealed as Buffer))).toEqual({
    iban: 'TR180006200119000006672315',
    identityNumber: '10000000146',
  })
})

test('the same details again are the same account, at once or later', async () => {
  const person = await world.person()
  const answers = await Promise.all([put(person), put(person), put(person)])
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
  const first = await row(person)
  expect((await put(person)).body.status).toBe('active')
  expect(await row(person)).toEqual(first)
})

test('a changed IBAN goes to the provider under the same key', async () => {
  const person = await world.person()
  await put(person)
  const before = await row(person)
  const { body } = await put(person, { ...PERSONAL, iban: OTHER_IBAN })
  expect([body.status, body.iban]).toEqual(['active', 'TR87 **** **** **** **** **23 34'])
  const after = await row(person)
  expect([after?.seller_key, after?.revision]).toEqual([before?.seller_key, 2])
})

test.each([
  ['a hundred IBANs of which none is right', { iban: 'TR180006200119000006672316' }, 'iban'],
  ['a foreign IBAN', { iban: 'DE89370400440532013000' }, 'iban'],
  ['an identity number that is none', { identityNumber: '12345678901' }, 'identityNumber'],
  ['no identity number', { identityNumber: undefined }, 'identityNumber'],
  ['no surname', { contactSurname: undefined }, 'contactSurname'],
  ['a company without its tax number', { type: 'limited_company', legalCompanyTitle: 'Kozalak Ltd.', taxOffice: 'Konak' }, 'taxNumber'],
  ['a status', { status: 'active' }, 'status'],
])('%s is named before anybody is asked', async (_, wrong, path) => {
  const person = await world.person()
  const { status, body } = await put(person, { ...PERSONAL, ...wrong })
  expect([status, body.errors.map((error: { path: string }) => error.path)]).toEqual([422, [path]])
  expect(await row(person)).toBeUndefined()
})

test.each(['private_company', 'limited_company'])('a %s becomes a seller', async (type) => {
  const details = { ...PERSONAL, type, legalCompanyTitle: 'Kozalak Antika', taxOffice: 'Konak', taxNumber: '1234567890' }
  const { status, body } = await put(await world.person(), details)
  expect([status, body.status]).toEqual([200, 'active'])
})

test('a person who founds a company is another seller to the provider, and the first one again when she gives it up', async () => {
  const person = await world.person()
  await put(person)
  const asPerson = await row(person)
  const company = { ...PERSONAL, type: 'limited_company', legalCompanyTitle: 'Kozalak Ltd.', taxOffice: 'Konak', taxNumber: '1234567890' }
  expect((await put(person, company)).body).toMatchObject({ status: 'active', type: 'limited_company', reason: null })
  const asCompany = await row(person)
  expect(asCompany?.seller_key).not.toBe(asPerson?.seller_key)
  expect((await put(person)).body).toMatchObject({ status: 'active', type: 'personal' })
  expect((await row(person))?.seller_key).toBe(asPerson?.seller_key)
})

test('a tax number that is a person’s identity number is kept and shown like one', async () => {
  const person = await world.person()
  const details = { ...PERSONAL, type: 'private_company', identityNumber: undefined, legalCompanyTitle: 'Kozalak', taxOffice: 'Konak' }
  const { body } = await put(person, { ...details, taxNumber: '10000000146' })
  expect(body).toMatchObject({ status: 'active', taxNumber: '*********46' })
  const stored = await row(person)
  expect(stored?.whole).not.toContain('10000000146')
  expect(JSON.parse(unseal(world.config.dataKey, stored?.secrets_sealed as Buffer)).taxNumber).toBe('10000000146')
  await put(person, { ...details, taxNumber: '10000000146' })
  expect(await row(person)).toEqual(stored)
})

test.each([
  ['answers 500', { kind: 'status', status: 500 }],
  ['breaks the connection', { kind: 'reset' }],
  ['answers with garbage', { kind: 'garbage' }],
])('when the provider %s the details are kept as pending, and putting them again goes on', async (_, fault) => {
  const person = await world.person()
  await world.fault('iyzico', { ...fault, times: 1 })
  const { status, body } = await put(person)
  expect([status, body.status]).toEqual([200, 'pending'])
  expect((await show(person)).body.status).toBe('pending')
  expect((await put(person)).body.status).toBe('active')
})

test('an account that was made although its answer was lost is found again, not made twice', async () => {
  const person = await world.person()
  await world.fault('iyzico', { kind: 'garbage', times: 1 })
  await put(person)
  const { body } = await put(person, { ...PERSONAL, iban: OTHER_IBAN })
  expect([body.status, body.iban]).toEqual(['active', 'TR87 **** **** **** **** **23 34'])
})

test('details that the provider refuses are rejected with its words, and better ones make the account active', async () => {
  const person = await world.person()
  await put(person)
  // An address without a dot: iyzico takes none.
  const moveTo = (email: string) => world.query(sql`update users set email = ${email} where id = ${person.id}`)
  await moveTo(`${person.id}@kozalak`)
  const refused = await put(person, { ...PERSONAL, iban: OTHER_IBAN })
  expect([refused.status, refused.body.status]).toEqual([200, 'rejected'])
  expect(refused.body.reason).not.toBe('')
  expect((await show(person)).body).toEqual(refused.body)
  await moveTo(`${person.id}@kozalak.example`)
  expect((await put(person)).body).toMatchObject({ status: 'active', reason: null, type: 'personal' })
})

test('two different IBANs at once end with one of them everywhere', async () => {
  const person = await world.person()
  await Promise.all([put(person), put(person, { ...PERSONAL, iban: OTHER_IBAN })])
  const stored = await row(person)
  expect(stored?.status).toBe('active')
  const { iban } = JSON.parse(unseal(world.config.dataKey, stored?.secrets_sealed as Buffer))
  const outcome = await put(person, { ...PERSONAL, iban })
  expect(outcome.body.status).toBe('active')
  expect(await row(person)).toEqual(stored)
})

test('details that were never answered about are sent again without the seller, once a minute', async () => {
  const person = await world.person()
  await world.fault('iyzico', { kind: 'status', status: 500, times: 2 })
  await put(person)
  await submitPendingPayoutAccounts(world.deps)
  expect((await show(person)).body.status).toBe('pending')
  const minuteLater = () =>
    world.query(sql`update payout_accounts set updated_at = updated_at - interval '61 seconds' where user_id = ${person.id}`)
  await minuteLater()
  await submitPendingPayoutAccounts(world.deps)
  expect((await show(person)).body.status).toBe('pending')
  await minuteLater()
  await Promise.all([submitPendingPayoutAccounts(world.deps), submitPendingPayoutAccounts(world.deps)])
  expect((await show(person)).body.status).toBe('active')
})

test('products are listed before the account and bought after it', async () => {
  const [seller, buyer] = [await world.person(), await world.person()]
  const product = await world.product(seller)
  const order = { productId: product.id, addressId: buyer.addressId }
  expect((await ask(world, 'POST', '/orders', { token: buyer.accessToken, body: order })).body.code).toBe('seller.not_payable')
  await put(seller)
  expect((await ask(world, 'POST', '/orders', { token: buyer.accessToken, body: order })).status).toBe(201)
})
