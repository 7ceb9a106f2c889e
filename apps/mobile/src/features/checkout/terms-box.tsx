import { TERMS_VERSION } from '@emanet/messages/terms-version'
import * as Linking from 'expo-linking'
import { Pressable, Text, View } from 'react-native'
import { useTranslations } from 'use-intl'
import { webUrl } from '../../platform/api.ts'
import { Icon } from '../../ui/icon.tsx'
import { Panel } from '../../ui/panel.tsx'
import { useColours } from '../../ui/theme.tsx'
import { Words } from '../../ui/words.tsx'

/** The agreement; its texts are pages of the web. */
export function TermsBox(props: { accepted: boolean; onChange: (accepted: boolean) => void; missing: boolean }) {
  const t = useTranslations('checkout')
  const legal = useTranslations('legal')
  const colours = useColours()
  const plain = t.markup('terms', { pre: (words) => words, sale: (words) => words })
  return (
    <Panel title={t('termsTitle')}>
      <Pressable
        role="checkbox"
        aria-checked={props.accepted}
        aria-label={plain}
        onPress={() => props.onChange(!props.accepted)}
        style={{ flexDirection: 'row', gap: 12, minHeight: 44 }}
      >
        <View
          style={{
            width: 26,
            height: 26,
            borderRadius: 7,
            borderWidth: 2,
            borderColor: props.accepted ? colours.cobaltFill : props.missing ? colours.coral : colours.lineStrong,
            backgroundColor: props.accepted ? colours.cobaltFill : colours.surface,
            alignItems: 'center',
            justifyContent: 'center',
          }}
        >
          {props.accepted ? <Icon name="check" colour={colours.onFill} size={18} /> : null}
        </View>
        <Words style={{ flex: 1 }}>{plain}</Words>
      </Pressable>
      <View style={{ flexDirection: 'row', flexWrap: 'wrap', columnGap: 18 }}>
        {(['on-bilgilendirme', 'mesafeli-satis'] as const).map((document) => (
          <Text
            key={document}
            role="link"
            onPress={() => void Linking.openURL(`${webUrl()}/legal/${document}`)}
            style={{
              color: colours.cobalt,
              fontSize: 15,
              fontWeight: '600',
              textDecorationLine: 'underline',
              paddingVertical: 12,
              minHeight: 44,
            }}
          >
            {document === 'on-bilgilendirme' ? legal('preInformation') : legal('distanceSales')}
          </Text>
        ))}
      </View>
      <Words as="small" tone="inkSoft">
        {t('termsDraft', { version: TERMS_VERSION })}
      </Words>
    </Panel>
  )
}
