import { Tabs } from 'expo-router'
import { useTranslations } from 'use-intl'
import { Icon } from '../../src/ui/icon.tsx'
import { useColours } from '../../src/ui/theme.tsx'

const TABS = [
  { name: 'index', title: 'home', icon: 'explore' },
  { name: 'orders', title: 'orders', icon: 'orders' },
  { name: 'sell', title: 'sell', icon: 'sell' },
  { name: 'account', title: 'account', icon: 'account' },
] as const

export default function TabsLayout() {
  const t = useTranslations('nav')
  const colours = useColours()
  return (
    <Tabs
      screenOptions={{
        headerShown: false,
        tabBarActiveTintColor: colours.cobalt,
        tabBarInactiveTintColor: colours.inkSoft,
        tabBarStyle: { backgroundColor: colours.surface, borderTopColor: colours.line },
        tabBarLabelStyle: { fontSize: 12, fontWeight: '600' },
        sceneStyle: { backgroundColor: colours.ground },
      }}
    >
      {TABS.map(({ name, title, icon }) => (
        <Tabs.Screen
          key={name}
          name={name}
          options={{ title: t(title), tabBarIcon: ({ color }) => <Icon name={icon} colour={String(color)} /> }}
        />
      ))}
    </Tabs>
  )
}
