import type { ReactNode } from 'react'
import { Text, type TextProps, type TextStyle } from 'react-native'
import { useColours } from './theme.tsx'
import type { Colours } from './tokens.ts'

const SIZES = {
  title: { fontSize: 26, lineHeight: 32, fontWeight: '800', letterSpacing: -0.4 },
  heading: { fontSize: 18, lineHeight: 24, fontWeight: '700', letterSpacing: -0.2 },
  body: { fontSize: 16, lineHeight: 23 },
  strong: { fontSize: 16, lineHeight: 23, fontWeight: '600' },
  sum: { fontSize: 18, lineHeight: 24, fontWeight: '700', letterSpacing: -0.2 },
  small: { fontSize: 14, lineHeight: 20 },
  amount: { fontSize: 28, lineHeight: 34, fontWeight: '800', fontVariant: ['tabular-nums'] },
} as const satisfies Record<string, TextStyle>

type Props = TextProps & { as?: keyof typeof SIZES; tone?: keyof Colours; children: ReactNode }

/** Text in the house's sizes, all of which grow with the phone's text size. Titles are headings to a screen reader. */
export function Words({ as = 'body', tone = 'ink', style, ...rest }: Props) {
  const colours = useColours()
  const heading = as === 'title' || as === 'heading'
  return <Text {...(heading ? { role: 'heading' as const } : {})} {...rest} style={[SIZES[as], { color: colours[tone] }, style]} />
}
