import Svg, { Path } from 'react-native-svg'

// Drawn on a 24-pixel grid with round strokes, as the web's icons are.
const PATHS = {
  back: 'M15 18l-6-6 6-6',
  search: 'M21 21l-4.3-4.3M11 19a8 8 0 1 0 0-16 8 8 0 0 0 0 16Z',
  explore: 'M3 10.5 12 3l9 7.5V20a1 1 0 0 1-1 1h-5v-6H9v6H4a1 1 0 0 1-1-1Z',
  orders: 'M3 8l9-5 9 5v8l-9 5-9-5ZM3 8l9 5 9-5M12 13v8',
  sell: 'M12 5v14M5 12h14',
  account: 'M20 21a8 8 0 0 0-16 0M12 13a5 5 0 1 0 0-10 5 5 0 0 0 0 10Z',
  lock: 'M7 11V7a5 5 0 0 1 10 0v4M5 11h14v10H5Z',
  check: 'M20 6 9 17l-5-5',
  down: 'M6 9l6 6 6-6',
  close: 'M18 6 6 18M6 6l12 12',
  camera: 'M4 7h3l2-3h6l2 3h3v13H4ZM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z',
  renew: 'M3 12a9 9 0 0 1 15-6.7L21 8M21 3v5h-5M21 12a9 9 0 0 1-15 6.7L3 16M3 21v-5h5',
} as const

export function Icon({ name, colour, size = 22 }: { name: keyof typeof PATHS; colour: string; size?: number }) {
  return (
    <Svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden>
      <Path d={PATHS[name]} stroke={colour} strokeWidth={2} strokeLinecap="round" strokeLinejoin="round" />
    </Svg>
  )
}
