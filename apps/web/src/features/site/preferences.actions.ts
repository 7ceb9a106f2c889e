'use server'

import { cookies } from 'next/headers'
import { api, hasSession } from '@/platform/api.ts'
import { LANGUAGE_COOKIE, PREFERENCE_MAX_AGE_S, THEME_COOKIE } from '@/platform/preferences.ts'
import { settings } from '@/platform/settings.ts'

export async function chooseLanguage(form: FormData): Promise<void> {
  const language = form.get('language')
  if (language !== 'tr' && language !== 'en') return
  await keep(LANGUAGE_COOKIE, language)
  // Mails and pushes follow the screen. A screen that cannot tell the API still changes.
  if (await hasSession()) await (await api()).changeMe({ body: { language } }).catch(() => undefined)
}

export async function chooseTheme(form: FormData): Promise<void> {
  const theme = form.get('theme')
  if (theme === 'dark' || theme === 'light') await keep(THEME_COOKIE, theme)
}

async function keep(name: string, value: string): Promise<void> {
  ;(await cookies()).set(name, value, { maxAge: PREFERENCE_MAX_AGE_S, sameSite: 'lax', path: '/', secure: settings().secure })
}
