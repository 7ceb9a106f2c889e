import { z } from 'zod'
import { email, fullName, iban, id, identityNumber, instant, language, password, phone, text, words } from './fields.ts'
import { route } from './route.ts'

export const me = z.object({
  id,
  email: z.string(),
  fullName: z.string(),
  phone: z.string().nullable(),
  language,
  roles: z.array(z.string()),
  hasIdentityNumber: z.boolean(),
  createdAt: instant,
})

/** `expiresIn`: seconds the access token lives. */
export const session = z.object({ user: me, accessToken: z.string(), expiresIn: z.number(), refreshToken: z.string() })

const refreshToken = words(500).min(1)

export const register = route({
  method: 'POST',
  path: '/auth/register',
  auth: 'public',
  summary: 'Open an account',
  body: z.strictObject({ email, password, fullName, phone: phone.optional(), language: language.optional() }),
  responses: { 201: session },
  errors: ['account.email_taken'],
})

export const login = route({
  method: 'POST',
  path: '/auth/login',
  auth: 'public',
  summary: 'Sign in',
  body: z.strictObject({ email, password: words(200).min(1) }),
  responses: { 200: session },
  errors: ['auth.bad_credentials'],
})

export const refresh = route({
  method: 'POST',
  path: '/auth/refresh',
  auth: 'public',
  summary: 'Exchange a refresh token for a new pair; the old one is used up (a lost reply may be asked for again)',
  body: z.strictObject({ refreshToken }),
  responses: { 200: session },
  errors: ['auth.refresh_reused'],
})

export const logout = route({
  method: 'POST',
  path: '/auth/logout',
  auth: 'user',
  summary: 'End the session',
  body: z.strictObject({ refreshToken }),
  responses: { 204: null },
})

export const forgotPassword = route({
  method: 'POST',
  path: '/auth/forgot',
  auth: 'public',
  summary: 'Ask for a one-time reset link by e-mail (the answer is the same for any address)',
  body: z.strictObject({ email }),
  responses: { 202: z.object({}) },
})

export const resetPassword = route({
  method: 'POST',
  path: '/auth/reset',
  auth: 'public',
  summary: 'Set a new password with the link of the e-mail; every session ends',
  body: z.strictObject({ token: words(200).min(1), password }),
  responses: { 204: null },
  errors: ['auth.bad_reset_token'],
})

export const getMe = route({ method: 'GET', path: '/me', auth: 'user', summary: 'Who I am', responses: { 200: me } })

export const changeMe = route({
  method: 'PATCH',
  path: '/me',
  auth: 'user',
  summary: 'Change my name, phone, language or identity number (the number is encrypted and never returned)',
  body: z.strictObject({
    fullName: fullName.optional(),
    phone: phone.nullable().optional(),
    language: language.optional(),
    identityNumber: identityNumber.optional(),
  }),
  responses: { 200: me },
})

export const payoutAccount = z.object({
  status: z.enum(['active', 'pending', 'rejected']),
  type: z.enum(['personal', 'private_company', 'limited_company']),
  /** `TR12 **** **** **** **** **12 34`. */
  iban: z.string(),
  phone: z.string(),
  address: z.string(),
  contactName: z.string().nullable(),
  contactSurname: z.string().nullable(),
  legalCompanyTitle: z.string().nullable(),
  taxOffice: z.string().nullable(),
  taxNumber: z.string().nullable(),
  /** The provider's words when it refused. */
  reason: z.string().nullable(),
})

const payoutAccountBody = z
  .strictObject({
    type: z.enum(['personal', 'private_company', 'limited_company']),
    identityNumber: identityNumber.optional(),
    taxNumber: z
      .string()
      .regex(/^\d{10,11}$/, 'ten or eleven digits')
      .optional(),
    taxOffice: text(2, 60).optional(),
    legalCompanyTitle: text(2, 120).optional(),
    contactName: text(1, 50).optional(),
    contactSurname: text(1, 50).optional(),
    iban,
    phone,
    address: text(5, 250),
  })
  .superRefine((body, context) => {
    const required = {
      personal: ['identityNumber', 'contactName', 'contactSurname'],
      private_company: ['taxOffice', 'legalCompanyTitle'],
      limited_company: ['taxOffice', 'legalCompanyTitle', 'taxNumber'],
    } as const
    for (const field of required[body.type]) {
      if (body[field] === undefined) context.addIssue({ code: 'custom', path: [field], message: `required for type ${body.type}` })
    }
  })

export const putPayoutAccount = route({
  method: 'PUT',
  path: '/me/payout-account',
  auth: 'user',
  summary: 'Where my money goes; `active`: my products can be bought, `rejected`: see `reason`, `pending`: the provider is asked again',
  body: payoutAccountBody,
  responses: { 200: payoutAccount },
})

export const getPayoutAccount = route({
  method: 'GET',
  path: '/me/payout-account',
  auth: 'user',
  summary: 'My payout account, masked',
  responses: { 200: payoutAccount },
  errors: ['payout_account.not_found'],
})

const pushToken = z
  .string()
  .max(200)
  .regex(/^Expo(nent)?PushToken\[[\x21-\x5c\x5e-\x7e]+\]$/, 'not an Expo push token')

export const addPushToken = route({
  method: 'POST',
  path: '/push-tokens',
  auth: 'user',
  summary: 'Send my notifications to this device too',
  body: z.strictObject({ token: pushToken }),
  responses: { 204: null },
})

export const removePushToken = route({
  method: 'DELETE',
  path: '/push-tokens/:token',
  auth: 'user',
  summary: 'Stop sending to this device',
  params: z.strictObject({ token: words(200) }),
  responses: { 204: null },
})
