import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { useColorScheme } from 'react-native'
import { createStore, useStore } from '../platform/store.ts'
import { readStored, writeStored } from '../platform/stored-json.ts'
import { COLOURS, type Colours } from './tokens.ts'

export type Appearance = 'system' | 'light' | 'dark'
type Theme = { dark: boolean; colours: Colours }

const STORE = 'emanet.appearance'
export const appearance = createStore<Appearance>('system')
const Current = createContext<Theme>({ dark: false, colours: COLOURS.light })

export async function loadAppearance(): Promise<void> {
  const stored = await readStored<Appearance>(STORE)
  if (stored === 'light' || stored === 'dark') appearance.set(stored)
}

export async function chooseAppearance(chosen: Appearance): Promise<void> {
  appearance.set(chosen)
  await writeStored(STORE, chosen)
}

export function ThemeProvider({ children }: { children: ReactNode }) {
  const chosen = useStore(appearance)
  const system = useColorScheme()
  const dark = chosen === 'system' ? system === 'dark' : chosen === 'dark'
  const theme = useMemo(() => ({ dark, colours: dark ? COLOURS.dark : COLOURS.light }), [dark])
  return <Current.Provider value={theme}>{children}</Current.Provider>
}

export function useTheme(): Theme {
  return useContext(Current)
}

export function useColours(): Colours {
  return useContext(Current).colours
}
