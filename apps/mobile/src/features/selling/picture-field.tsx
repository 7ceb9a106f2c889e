import { image } from '@emanet/contracts/catalogue'
import { errorSentence } from '@emanet/messages/catalogue'
import * as ImagePicker from 'expo-image-picker'
import { useState } from 'react'
import { Platform, View } from 'react-native'
import { useTranslations } from 'use-intl'
import { problemOf } from '../../platform/api.ts'
import { useLanguage } from '../../platform/language.tsx'
import { pictureForm } from '../../platform/picture-form'
import { Button } from '../../ui/button.tsx'
import { FieldFrame } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Picture } from '../../ui/picture.tsx'
import { IconButton } from '../../ui/screen.tsx'
import { useColours } from '../../ui/theme.tsx'
import { RADIUS } from '../../ui/tokens.ts'
import { api } from '../session/api.ts'

export type Picked = { id: string; url: string }

const PICTURES_MAX = 10
// The API makes them smaller still; this keeps a phone's picture below its 8 MB.
const QUALITY = 0.8

type Props = {
  pictures: Picked[]
  onChange: (change: (known: Picked[]) => Picked[]) => void
  /** Some are on their way. */
  busy: boolean
  onBusy: (busy: boolean) => void
  error?: string | undefined
}

/** Pictures from the camera or the gallery, uploaded one by one as they are chosen; the first one is the cover. */
export function PictureField({ pictures, onChange, busy, onBusy, error }: Props) {
  const t = useTranslations('sell')
  const field = useTranslations('field')
  const phone = useTranslations('phone')
  const colours = useColours()
  const language = useLanguage()
  const [problem, setProblem] = useState<string | null>(null)
  const room = PICTURES_MAX - pictures.length

  const add = async (pick: () => Promise<ImagePicker.ImagePickerResult>) => {
    // What is no picture, or is not on the phone itself, cannot be picked.
    const picked = await pick().catch(() => null)
    if (picked === null) return setProblem(phone('uploadFailed'))
    if (picked.canceled) return
    onBusy(true)
    for (const asset of picked.assets.slice(0, room)) {
      try {
        const { body } = await api().addImage({ body: await pictureForm(asset) } as never)
        const added = image.parse(body)
        // Others may be taken away while this one is on its way.
        onChange((known) => [...known, added])
      } catch (failure) {
        const code = problemOf(failure)?.code
        setProblem(code ? errorSentence(code, language) : phone('uploadFailed'))
      }
    }
    onBusy(false)
  }
  const choose = async () => {
    setProblem(null)
    await add(() =>
      ImagePicker.launchImageLibraryAsync({
        mediaTypes: ['images'],
        allowsMultipleSelection: true,
        selectionLimit: room,
        quality: QUALITY,
      }),
    )
  }
  const photograph = async () => {
    setProblem(null)
    const { granted } = await ImagePicker.requestCameraPermissionsAsync()
    if (!granted) return setProblem(phone('cameraDenied'))
    await add(() => ImagePicker.launchCameraAsync({ mediaTypes: ['images'], quality: QUALITY }))
  }

  return (
    <FieldFrame label={field('images')} hint={t('imagesHint')} error={error}>
      <Chosen pictures={pictures} onRemove={(removed) => onChange((known) => known.filter(({ id }) => id !== removed))} />
      {room > 0 ? (
        <View style={{ flexDirection: 'row', flexWrap: 'wrap', gap: 8 }}>
          {Platform.OS === 'web' ? null : (
            <Button
              label={phone('camera')}
              look="calm"
              small
              icon={<Icon name="camera" colour={colours.ink} />}
              busy={busy}
              onPress={() => void photograph()}
            />
          )}
          <Button label={busy ? t('imageUploading') : phone('gallery')} look="calm" small busy={busy} onPress={() => void choose()} />
        </View>
      ) : null}
      {problem ? <Notice tone="bad" text={problem} /> : null}
    </FieldFrame>
  )
}

function Chosen({ pictures, onRemove }: { pictures: Picked[]; onRemove: (id: string) => void }) {
  const t = useTranslations('sell')
  const field = useTranslations('field')
  const colours = useColours()
  return (
    <View style={{ flexDirection: 'row', flexWrap: 'wrap', gap: 10 }}>
      {pictures.map((picture, index) => (
        <View key={picture.id}>
          <Picture url={picture.url} alt={`${field('images')} ${index + 1}`} size={96} radius={RADIUS.field} />
          <View style={{ position: 'absolute', top: -6, right: -6, backgroundColor: colours.surface, borderRadius: 22 }}>
            <IconButton name="close" label={t('imageRemove', { n: index + 1 })} onPress={() => onRemove(picture.id)} />
          </View>
        </View>
      ))}
    </View>
  )
}
