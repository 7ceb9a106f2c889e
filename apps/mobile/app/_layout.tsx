import { Stack } from 'expo-router'
import { StatusBar } from 'expo-status-bar'
import { SafeAreaProvider } from 'react-native-safe-area-context'
import { Boot } from '../src/features/site/boot.tsx'
import { FarewellFollower, NotificationFollower, PurchaseFollower } from '../src/features/site/followers.tsx'
import { LanguageProvider } from '../src/platform/language.tsx'
import { ThemeProvider, useTheme } from '../src/ui/theme.tsx'

// A screen opened by a link has the tabs behind it.
export const unstable_settings = { initialRouteName: '(tabs)' }

export default function RootLayout() {
  return (
    <SafeAreaProvider>
      <ThemeProvider>
        <LanguageProvider>
          <Boot>
            <Screens />
          </Boot>
        </LanguageProvider>
      </ThemeProvider>
    </SafeAreaProvider>
  )
}

function Screens() {
  const { dark, colours } = useTheme()
  return (
    <>
      <StatusBar style={dark ? 'light' : 'dark'} />
      <Stack screenOptions={{ headerShown: false, contentStyle: { backgroundColor: colours.ground } }} />
      <NotificationFollower />
      <FarewellFollower />
      <PurchaseFollower />
    </>
  )
}
