import { fold } from '@emanet/contracts/fold'
import { useEffect, useState } from 'react'
import { FlatList, Modal, Platform, Pressable, TextInput, View } from 'react-native'
import { useSafeAreaInsets } from 'react-native-safe-area-context'
import { useTranslations } from 'use-intl'
import { FieldFrame, NO_OUTLINE } from './field.tsx'
import { Icon } from './icon.tsx'
import { IconButton } from './screen.tsx'
import { useColours } from './theme.tsx'
import { RADIUS } from './tokens.ts'
import { Words } from './words.tsx'

export type Option = { value: string; label: string }

type Props = {
  label: string
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
  error?: string | undefined
  choose: string
}

/** One of many, chosen on a page of its own that can be searched. */
export function ChoiceField({ label, value, options, onChange, error, choose }: Props) {
  const colours = useColours()
  const [open, setOpen] = useState(false)
  const shown = options.find((option) => option.value === value)?.label
  return (
    <FieldFrame label={label} error={error}>
      <Pressable
        role="button"
        aria-label={`${label}: ${shown ?? choose}`}
        aria-disabled={options.length === 0}
        disabled={options.length === 0}
        onPress={() => setOpen(true)}
        style={{
          minHeight: 50,
          borderWidth: error ? 2 : 1,
          borderColor: error ? colours.coral : colours.lineStrong,
          borderRadius: RADIUS.field,
          backgroundColor: colours.surface,
          paddingHorizontal: 14,
          flexDirection: 'row',
          alignItems: 'center',
          opacity: options.length === 0 ? 0.6 : 1,
        }}
      >
        <Words tone={shown ? 'ink' : 'inkSoft'} style={{ flex: 1 }}>
          {shown ?? choose}
        </Words>
        <Icon name="down" colour={colours.inkSoft} />
      </Pressable>
      <ChoicePage
        open={open}
        label={label}
        value={value}
        options={options}
        onClose={() => setOpen(false)}
        onChoose={(chosen) => {
          setOpen(false)
          onChange(chosen)
        }}
      />
    </FieldFrame>
  )
}

type PageProps = {
  open: boolean
  label: string
  value: string
  options: readonly Option[]
  onChoose: (value: string) => void
  onClose: () => void
}

function ChoicePage({ open, label, value, options, onChoose, onClose }: PageProps) {
  const colours = useColours()
  const insets = useSafeAreaInsets()
  const t = useTranslations('phone')
  const [wanted, setWanted] = useState('')
  const [focused, setFocused] = useState(false)
  const home = useTranslations('home')
  const found = options.filter((option) => fold(option.label).includes(fold(wanted.trim())))
  useEffect(() => {
    // Opened again, the whole list is there again.
    if (open) setWanted('')
  }, [open])
  return (
    <Modal visible={open} aria-label={label} animationType="slide" onRequestClose={onClose}>
      <View style={{ flex: 1, backgroundColor: colours.ground, paddingTop: insets.top }}>
        <View style={{ flexDirection: 'row', alignItems: 'center', padding: 8, gap: 8 }}>
          <IconButton name="close" label={t('close')} onPress={onClose} />
          <Words as="heading" style={{ flex: 1 }}>
            {label}
          </Words>
        </View>
        {options.length > 12 ? (
          <TextInput
            aria-label={t('search')}
            autoCorrect={false}
            placeholder={t('search')}
            placeholderTextColor={colours.inkSoft}
            value={wanted}
            onChangeText={setWanted}
            onFocus={() => setFocused(true)}
            onBlur={() => setFocused(false)}
            style={{
              marginHorizontal: 16,
              marginBottom: 8,
              minHeight: 48,
              borderWidth: focused ? 2 : 1,
              borderColor: focused ? colours.cobalt : colours.lineStrong,
              borderRadius: RADIUS.field,
              backgroundColor: colours.surface,
              color: colours.ink,
              paddingHorizontal: 14,
              fontSize: 16,
              ...NO_OUTLINE,
            }}
          />
        ) : null}
        <FlatList
          // React Native has no word for a list to choose from; a browser's options need one.
          role={(Platform.OS === 'web' ? 'listbox' : 'list') as 'list'}
          aria-label={label}
          data={found}
          keyExtractor={(option) => option.value}
          keyboardShouldPersistTaps="handled"
          ListEmptyComponent={
            <Words tone="inkSoft" role="status" style={{ padding: 20 }}>
              {home('nothing', { q: wanted.trim() })}
            </Words>
          }
          contentContainerStyle={{ paddingBottom: insets.bottom + 16 }}
          renderItem={({ item }) => (
            <Pressable
              role="option"
              aria-selected={item.value === value}
              onPress={() => onChoose(item.value)}
              style={({ pressed }) => ({
                minHeight: 52,
                paddingHorizontal: 20,
                flexDirection: 'row',
                alignItems: 'center',
                backgroundColor: pressed ? colours.sunken : 'transparent',
                borderBottomWidth: 1,
                borderBottomColor: colours.line,
              })}
            >
              <Words style={{ flex: 1 }}>{item.label}</Words>
              {item.value === value ? <Icon name="check" colour={colours.turquoise} /> : null}
            </Pressable>
          )}
        />
      </View>
    </Modal>
  )
}

/** One of a few, all of them seen. */
export function Segments({ options, value, onChange, label }: Pick<Props, 'options' | 'value' | 'onChange' | 'label'>) {
  const colours = useColours()
  return (
    <View
      role="radiogroup"
      aria-label={label}
      style={{ flexDirection: 'row', backgroundColor: colours.sunken, borderRadius: RADIUS.field, padding: 4, gap: 4 }}
    >
      {options.map((option) => {
        const chosen = option.value === value
        return (
          <Pressable
            key={option.value}
            role="radio"
            aria-checked={chosen}
            aria-label={option.label}
            onPress={() => onChange(option.value)}
            style={{
              flex: 1,
              minHeight: 44,
              paddingHorizontal: 6,
              borderRadius: RADIUS.field - 3,
              alignItems: 'center',
              justifyContent: 'center',
              backgroundColor: chosen ? colours.surface : 'transparent',
            }}
          >
            <Words as="small" tone={chosen ? 'cobalt' : 'inkSoft'} style={{ fontWeight: '700', textAlign: 'center' }}>
              {option.label}
            </Words>
          </Pressable>
        )
      })}
    </View>
  )
}
