import { Modal, Pressable, View } from 'react-native'
import { Button } from './button.tsx'
import { useColours } from './theme.tsx'
import { RADIUS } from './tokens.ts'
import { Words } from './words.tsx'

type Props = {
  open: boolean
  title: string
  text: string
  yes: string
  no: string
  busy?: boolean
  onYes: () => void
  onNo: () => void
}

/** Asks before something that cannot be taken back. */
export function Confirm({ open, title, text, yes, no, busy = false, onYes, onNo }: Props) {
  const colours = useColours()
  return (
    <Modal visible={open} aria-label={title} transparent animationType="fade" onRequestClose={onNo}>
      <View style={{ flex: 1, justifyContent: 'flex-end' }}>
        <Pressable aria-label={no} onPress={onNo} style={{ position: 'absolute', inset: 0, backgroundColor: colours.veil }} />
        <View
          role="dialog"
          aria-label={title}
          aria-modal
          style={{
            backgroundColor: colours.surface,
            borderTopLeftRadius: RADIUS.tile,
            borderTopRightRadius: RADIUS.tile,
            padding: 20,
            paddingBottom: 32,
            gap: 12,
          }}
        >
          <Words as="heading">{title}</Words>
          <Words tone="inkSoft">{text}</Words>
          <Button label={yes} look="danger" wide busy={busy} onPress={onYes} />
          <Button label={no} look="calm" wide onPress={onNo} />
        </View>
      </View>
    </Modal>
  )
}
