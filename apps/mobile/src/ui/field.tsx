import { type ReactNode, useState } from 'react'
import { type KeyboardTypeOptions, Platform, TextInput, type TextInputProps, View } from 'react-native'
import { useTranslations } from 'use-intl'
import { useColours } from './theme.tsx'
import { RADIUS } from './tokens.ts'
import { Words } from './words.tsx'

type FieldProps = {
  label: string
  value: string
  onChange: (value: string) => void
  error?: string | undefined
  hint?: string
  optional?: boolean
  secret?: boolean
  lines?: number
  keyboard?: KeyboardTypeOptions
  autoComplete?: TextInputProps['autoComplete']
  maxLength?: number
  onSubmit?: () => void
  name: string
}

/** Of a field whose frame says where one is; browsers draw another of their own. */
export const NO_OUTLINE: object = Platform.OS === 'web' ? { outlineWidth: 0 } : {}

/** A labelled field; its problem stands below it and is read out with it. */
export function Field(props: FieldProps) {
  const colours = useColours()
  const [focused, setFocused] = useState(false)
  const border = props.error ? colours.coral : focused ? colours.cobalt : colours.lineStrong
  return (
    <FieldFrame {...props}>
      <TextInput
        aria-label={props.label}
        id={props.name}
        value={props.value}
        onChangeText={props.onChange}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        secureTextEntry={Boolean(props.secret)}
        multiline={(props.lines ?? 1) > 1}
        {...(props.lines ? { numberOfLines: props.lines } : {})}
        {...(props.keyboard ? { keyboardType: props.keyboard } : {})}
        {...(props.keyboard === 'email-address' || props.secret ? { autoCapitalize: 'none' as const, autoCorrect: false } : {})}
        {...(props.autoComplete ? { autoComplete: props.autoComplete } : {})}
        {...(props.maxLength ? { maxLength: props.maxLength } : {})}
        {...(props.onSubmit ? { onSubmitEditing: props.onSubmit } : {})}
        {...(Platform.OS === 'web' ? { 'aria-invalid': Boolean(props.error), ...describedBy(props) } : {})}
        accessibilityHint={props.error ?? props.hint ?? ''}
        placeholderTextColor={colours.inkSoft}
        style={{
          minHeight: 50,
          borderWidth: props.error || focused ? 2 : 1,
          borderColor: border,
          borderRadius: RADIUS.field,
          backgroundColor: colours.surface,
          color: colours.ink,
          paddingHorizontal: 14,
          paddingVertical: 12,
          fontSize: 16,
          ...((props.lines ?? 1) > 1 ? { minHeight: 24 * (props.lines ?? 1), textAlignVertical: 'top' as const } : {}),
          ...NO_OUTLINE,
        }}
      />
    </FieldFrame>
  )
}

/** The texts below a field, which a browser reads out with it. */
function describedBy({ name, error, hint }: Pick<FieldProps, 'name' | 'error' | 'hint'>): object {
  const ids = [error ? `${name}-error` : '', hint ? `${name}-hint` : ''].filter(Boolean)
  return ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }
}

type FrameProps = { name?: string; label: string; error?: string | undefined; hint?: string; optional?: boolean; children: ReactNode }

export function FieldFrame({ name, label, error, hint, optional, children }: FrameProps) {
  const t = useTranslations('field')
  return (
    <View style={{ gap: 6 }}>
      <View style={{ flexDirection: 'row', justifyContent: 'space-between', gap: 8 }}>
        <Words as="strong">{label}</Words>
        {optional ? (
          <Words as="small" tone="inkSoft">
            {t('optional')}
          </Words>
        ) : null}
      </View>
      {children}
      {error ? (
        <Words as="small" tone="coral" role="alert" {...(name ? { id: `${name}-error` } : {})} style={{ fontWeight: '600' }}>
          {error}
        </Words>
      ) : null}
      {hint ? (
        <Words as="small" tone="inkSoft" {...(name ? { id: `${name}-hint` } : {})}>
          {hint}
        </Words>
      ) : null}
    </View>
  )
}
