/**
 * The colours of the house in both appearances; the same palette as the web's tokens.css: porcelain ground, cobalt for
 * what one may press, turquoise for what is safe with us, saffron for waiting, coral for what needs attention.
 */
export type Colours = { readonly [K in keyof typeof light]: string }

const light = {
  ground: '#f4f7fb',
  surface: '#ffffff',
  sunken: '#e8eef7',
  line: '#d3dcec',
  lineStrong: '#7a88a8',
  ink: '#0f1833',
  inkSoft: '#465272',
  cobalt: '#1c3db5',
  cobaltFill: '#1c3db5',
  cobaltPress: '#142d8a',
  cobaltWash: '#e4eaff',
  onFill: '#ffffff',
  turquoise: '#046462',
  turquoiseWash: '#d9f2ee',
  turquoiseFill: '#0a7d7a',
  saffron: '#7a4d00',
  saffronWash: '#fcefd0',
  coral: '#a8261c',
  coralWash: '#fde7e3',
  coralFill: '#b3301f',
  veil: '#0f183380',
} as const

const dark: Colours = {
  ground: '#0a1020',
  surface: '#121a2f',
  sunken: '#0e1528',
  line: '#2a3656',
  lineStrong: '#7284b0',
  ink: '#ecf1ff',
  inkSoft: '#aebad9',
  cobalt: '#a3b6ff',
  cobaltFill: '#3f5fe6',
  cobaltPress: '#5874f0',
  cobaltWash: '#1a2650',
  onFill: '#ffffff',
  turquoise: '#6cdcd3',
  turquoiseWash: '#0b2f33',
  turquoiseFill: '#1d8f8a',
  saffron: '#f6c968',
  saffronWash: '#33280f',
  coral: '#ffa294',
  coralWash: '#3b1a1d',
  coralFill: '#b8402f',
  veil: '#000000a0',
}

export const COLOURS: Record<'light' | 'dark', Colours> = { light, dark }

export const RADIUS = { tile: 18, field: 12 } as const
