import { Platform } from 'react-native'

/** Heard as one thing by TalkBack and VoiceOver. A browser would make it a stop of the tab key instead. */
export const GROUPED = Platform.OS === 'web' ? {} : { accessible: true }
