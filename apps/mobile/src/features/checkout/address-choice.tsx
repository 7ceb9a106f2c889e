import { Pressable, View } from 'react-native'
import { useTranslations } from 'use-intl'
import { Panel } from '../../ui/panel.tsx'
import { useColours } from '../../ui/theme.tsx'
import { RADIUS } from '../../ui/tokens.ts'
import { Words } from '../../ui/words.tsx'
import { type Address, addressLines } from '../accounts/address.ts'

type Props = { addresses: Address[]; value: string | null; onChange: (id: string) => void }

export function AddressChoice({ addresses, value, onChange }: Props) {
  const t = useTranslations('checkout')
  const colours = useColours()
  if (addresses.length === 0) return null
  return (
    <Panel title={t('addressTitle')}>
      <View role="radiogroup" aria-label={t('addressChoose')} style={{ gap: 10 }}>
        {addresses.map((address) => {
          const chosen = address.id === value
          const lines = addressLines(address)
          return (
            <Pressable
              key={address.id}
              role="radio"
              aria-checked={chosen}
              aria-label={lines.join(', ')}
              onPress={() => onChange(address.id)}
              style={{
                flexDirection: 'row',
                gap: 12,
                padding: 12,
                borderRadius: RADIUS.field,
                borderWidth: chosen ? 2 : 1,
                borderColor: chosen ? colours.cobalt : colours.line,
                backgroundColor: chosen ? colours.cobaltWash : 'transparent',
              }}
            >
              <View
                style={{
                  width: 22,
                  height: 22,
                  borderRadius: 11,
                  borderWidth: chosen ? 7 : 2,
                  borderColor: chosen ? colours.cobalt : colours.lineStrong,
                }}
              />
              <View style={{ flex: 1 }}>
                {lines.map((line, index) => (
                  <Words key={line} as={index === 0 ? 'strong' : 'small'} tone={index === 0 ? 'ink' : 'inkSoft'}>
                    {line}
                  </Words>
                ))}
              </View>
            </Pressable>
          )
        })}
      </View>
    </Panel>
  )
}
