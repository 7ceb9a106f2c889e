import * as SplashScreen from 'expo-splash-screen'
import { type ReactNode, useEffect, useState } from 'react'
import { View } from 'react-native'
import { findApi } from '../../platform/api.ts'
import { loadLanguage } from '../../platform/language.tsx'
import { loadAppearance, useColours } from '../../ui/theme.tsx'
import { loadSession } from '../session/session.ts'

void SplashScreen.preventAutoHideAsync()

/** Reads what the phone keeps before anything is shown, so that nothing flickers from signed-out to signed-in. */
export function Boot({ children }: { children: ReactNode }) {
  const [ready, setReady] = useState(false)
  const colours = useColours()
  useEffect(() => {
    void Promise.all([findApi(), loadAppearance(), loadLanguage(), loadSession()]).then(() => {
      setReady(true)
      SplashScreen.hide()
    })
  }, [])
  return ready ? children : <View style={{ flex: 1, backgroundColor: colours.ground }} />
}
