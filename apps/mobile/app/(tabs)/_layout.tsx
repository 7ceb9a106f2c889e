import { Tabs } from 'expo-router'
import { useSafeAreaInsets } from 'react-native-safe-area-context'
import { useTranslations } from 'use-intl'
import { Icon } from '../../src/ui/icon.tsx'
import { useColours } from '../../src/ui/theme.tsx'
import { Words } from '../../src/ui/words.tsx'

const TABS = [
  { name: 'index', title: 'home', icon: 'explore' },
  { name: 'orders', title: 'orders', icon: 'orders' },
  { name: 'sell', title: 'sell', icon: 'sell' },
  { name: 'account', title: 'account', icon: 'account' },
] as const

export default function TabsLayout() {
  const t = useTranslations('nav')
  const colours = useColours()
  const insets = useSafeAreaInsets()
  return (
    <Tabs
      screenOptions={{
        headerShown: false,
        tabBarActiveTintColor: colours.cobalt,
        tabBarInactiveTintColor: colours.inkSoft,
        tabBarStyle: { backgroundColor: colours.surface, borderTopColor: colours.line, height: 60 + insets.bottom },
        tabBarLabel: ({ color, children }) => (
          <Words
            as="small"
            numberOfLines={1}
            // As the systems' own bars do: four words must fit side by side, and each is read out in full.
            maxFontSizeMultiplier={1.2}
            style={{ color: String(color), fontSize: 11, lineHeight: 16, fontWeight: '600' }}
          >
            {children}
          </Words>
        ),
        sceneStyle: { backgroundColor: colours.ground },
      }}
    >
      {TABS.map(({ name, title, icon }) => (
        <Tabs.Screen
          key={name}
          name={name}
          options={{
            title: t(title),
            tabBarAccessibilityLabel: t(title),
            tabBarIcon: ({ color }) => <Icon name={icon} colour={String(color)} />,
          }}
        />
      ))}
    </Tabs>
  )
}
