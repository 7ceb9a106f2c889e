'use server'

import * as accounts from '@emanet/contracts/accounts'
import { createClient } from '@emanet/contracts/client'
import { errorSentence } from '@emanet/messages/catalogue'
import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { api, visitorAddress } from '@/platform/api.ts'
import { checked, failed, typedFields } from '@/platform/form-answers.ts'
import type { FormState } from '@/platform/form-state.ts'
import { LANGUAGE_COOKIE, PREFERENCE_MAX_AGE_S } from '@/platform/preferences.ts'
import { safePath } from '@/platform/safe-path.ts'
import { settings } from '@/platform/settings.ts'
import { currentLanguage } from '@/platform/translations.ts'
import { cookieNames, type Session, sessionCookies } from './session-cookies.ts'

export async function login(_: FormState, form: FormData): Promise<FormState> {
  const { next, ...typed } = typedFields(form)
  const read = await checked(accounts.login.body, typed, typed)
  if (!read.ok) return read.state
  try {
    await begin((await (await anonymous()).login({ body: read.body })).body)
  } catch (error) {
    return failed(error, typed)
  }
  redirect(safePath(next))
}

export async function register(_: FormState, form: FormData): Promise<FormState> {
  const { next, ...typed } = typedFields(form)
  const read = await checked(accounts.register.body, { ...typed, language: await currentLanguage() }, typed)
  if (!read.ok) return read.state
  try {
    await begin((await (await anonymous()).register({ body: read.body })).body)
  } catch (error) {
    return failed(error, typed)
  }
  redirect(safePath(next))
}

/** Ends the session here whatever the API says; there it ends when it can be told. */
export async function logout(): Promise<void> {
  const jar = await cookies()
  const refreshToken = jar.get(cookieNames().refresh)?.value
  if (refreshToken) await (await api()).logout({ body: { refreshToken } }).catch(() => undefined)
  for (const { name, value, ...options } of sessionCookies(null)) jar.set(name, value, options)
  redirect('/')
}

export async function forgotPassword(_: FormState, form: FormData): Promise<FormState> {
  const typed = typedFields(form)
  const read = await checked(accounts.forgotPassword.body, typed, typed)
  if (!read.ok) return read.state
  try {
    await (await anonymous()).forgotPassword({ body: read.body })
  } catch (error) {
    return failed(error, typed)
  }
  return { done: (await getTranslations('auth'))('forgotSent'), values: typed }
}

export async function resetPassword(_: FormState, form: FormData): Promise<FormState> {
  const typed = typedFields(form)
  // An address that was cut off: no field of the form could say so.
  if (!typed.token) return { problem: errorSentence('auth.bad_reset_token', await currentLanguage()) }
  const read = await checked(accounts.resetPassword.body, typed, {})
  if (!read.ok) return read.state
  try {
    await (await anonymous()).resetPassword({ body: read.body })
  } catch (error) {
    return failed(error, {})
  }
  redirect('/login?reset=done')
}

async function anonymous() {
  return createClient({ baseUrl: settings().apiUrl, headers: await visitorAddress() })
}

async function begin(session: Session): Promise<void> {
  const jar = await cookies()
  for (const { name, value, ...options } of sessionCookies(session)) jar.set(name, value, options)
  if (!jar.has(LANGUAGE_COOKIE)) {
    jar.set(LANGUAGE_COOKIE, session.user.language, { maxAge: PREFERENCE_MAX_AGE_S, sameSite: 'lax', path: '/', secure: settings().secure })
  }
}
