import { useRouter } from 'expo-router'
import type { ReactNode } from 'react'
import { KeyboardAvoidingView, Platform, Pressable, RefreshControl, ScrollView, View } from 'react-native'
import { useSafeAreaInsets } from 'react-native-safe-area-context'
import { useTranslations } from 'use-intl'
import { online } from '../platform/connection.ts'
import { useStore } from '../platform/store.ts'
import { Icon } from './icon.tsx'
import { useColours } from './theme.tsx'
import { Words } from './words.tsx'

const WIDTH_MAX = 680

type Props = {
  title: string
  children: ReactNode
  /** Where "back" leads when the screen was opened by a link; null on the tabs, which have no back. */
  backTo?: string | null
  onRenew?: (() => Promise<void>) | undefined
  renewing?: boolean
  /** Stays at the bottom edge: the button that the screen is about. */
  foot?: ReactNode
  aside?: ReactNode
}

/** A screen that scrolls: header, the banner when there is no network, pull to refresh. */
export function Screen({ title, children, backTo = null, onRenew, renewing = false, foot, aside }: Props) {
  const colours = useColours()
  const insets = useSafeAreaInsets()
  return (
    <KeyboardAvoidingView
      role="main"
      // Android too: edge to edge, its window no longer shrinks above the keyboard.
      behavior="padding"
      style={{ flex: 1, backgroundColor: colours.ground, paddingTop: insets.top }}
    >
      <Header title={title} backTo={backTo} onRenew={onRenew} aside={aside} />
      <OfflineBanner />
      <ScrollView
        style={{ flex: 1 }}
        keyboardShouldPersistTaps="handled"
        // Scrolled by the keyboard where there is nothing to press.
        {...(Platform.OS === 'web' ? { tabIndex: 0 as const } : {})}
        contentContainerStyle={{ padding: 16, paddingBottom: 32 + (foot ? 0 : insets.bottom), alignItems: 'center' }}
        {...(onRenew
          ? { refreshControl: <RefreshControl refreshing={renewing} onRefresh={() => void onRenew()} tintColor={colours.cobalt} /> }
          : {})}
      >
        <View style={{ width: '100%', maxWidth: WIDTH_MAX, gap: 16 }}>{children}</View>
      </ScrollView>
      {foot ? (
        <ScrollView
          // In large letters it may say more than the screen has room for; its buttons are reached all the same.
          style={{
            flexGrow: 0,
            flexShrink: 0,
            maxHeight: '70%',
            borderTopWidth: 1,
            borderTopColor: colours.line,
            backgroundColor: colours.surface,
          }}
          keyboardShouldPersistTaps="handled"
          contentContainerStyle={{ paddingTop: 12, paddingBottom: 12 + insets.bottom, paddingHorizontal: 16, alignItems: 'center' }}
        >
          <View style={{ width: '100%', maxWidth: WIDTH_MAX, gap: 8 }}>{foot}</View>
        </ScrollView>
      ) : null}
    </KeyboardAvoidingView>
  )
}

/** The title of a screen and the way back. Pulling does not exist in a browser, so there is a button for it. */
export function Header({ title, backTo = null, onRenew, aside }: Pick<Props, 'title' | 'backTo' | 'onRenew' | 'aside'>) {
  const colours = useColours()
  const router = useRouter()
  const t = useTranslations('phone')
  const back = () => (router.canGoBack() ? router.back() : router.replace((backTo ?? '/') as '/'))
  return (
    <View style={{ alignItems: 'center', paddingHorizontal: 8, minHeight: 56, justifyContent: 'center' }}>
      <View style={{ flexDirection: 'row', alignItems: 'center', width: '100%', maxWidth: WIDTH_MAX, gap: 4 }}>
        {backTo === null ? <View style={{ width: 4 }} /> : <IconButton name="back" label={t('back')} onPress={back} />}
        <Words as="heading" numberOfLines={2} style={{ flex: 1, minWidth: 0 }}>
          {title}
        </Words>
        {onRenew && Platform.OS === 'web' ? <IconButton name="renew" label={t('renew')} onPress={() => void onRenew()} /> : null}
        {aside}
      </View>
      <View aria-hidden style={{ position: 'absolute', bottom: 0, left: 0, right: 0, height: 1, backgroundColor: colours.line }} />
    </View>
  )
}

export function IconButton({ name, label, onPress }: { name: Parameters<typeof Icon>[0]['name']; label: string; onPress: () => void }) {
  const colours = useColours()
  return (
    <Pressable
      role="button"
      aria-label={label}
      onPress={onPress}
      hitSlop={4}
      style={({ pressed }) => ({
        width: 44,
        height: 44,
        borderRadius: 22,
        alignItems: 'center',
        justifyContent: 'center',
        backgroundColor: pressed ? colours.sunken : 'transparent',
      })}
    >
      <Icon name={name} colour={colours.ink} />
    </Pressable>
  )
}

export function OfflineBanner() {
  const colours = useColours()
  const t = useTranslations('app')
  if (useStore(online)) return null
  return (
    <View role="status" aria-live="polite" style={{ backgroundColor: colours.saffronWash, paddingHorizontal: 16, paddingVertical: 10 }}>
      <Words as="small" tone="saffron" style={{ fontWeight: '600', textAlign: 'center' }}>
        {t('offline')}
      </Words>
    </View>
  )
}
