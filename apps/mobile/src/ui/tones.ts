import type { Tone } from '@emanet/messages/order-story'
import type { Colours } from './tokens.ts'

/** The wash and the ink of a tone. */
export const TONES = {
  good: { wash: 'turquoiseWash', ink: 'turquoise' },
  calm: { wash: 'cobaltWash', ink: 'cobalt' },
  wait: { wash: 'saffronWash', ink: 'saffron' },
  bad: { wash: 'coralWash', ink: 'coral' },
  plain: { wash: 'sunken', ink: 'inkSoft' },
} as const satisfies Record<Tone | 'plain', { wash: keyof Colours; ink: keyof Colours }>
