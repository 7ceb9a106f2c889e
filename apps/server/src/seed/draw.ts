import sharp from 'sharp'

/** Colours of one picture. */
export type Palette = { back: string; floor: string; main: string; dark: string; light: string; accent: string }
/** SVG shapes on a field of 400 × 400, standing on a floor at about y = 320. No letters: a machine may have no fonts. */
export type Drawing = (colours: Palette) => string

const SIDE_PX = 1000

/** A drawing as a picture to upload; `closer` shows the same thing from nearby. */
export function draw(drawing: Drawing, palette: Palette, closer = false): Promise<Buffer> {
  const view = closer ? 'translate(200 215) scale(1.45) translate(-200 -215)' : ''
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="${SIDE_PX}" height="${SIDE_PX}">
<rect width="400" height="400" fill="${palette.back}"/>
<circle cx="${closer ? 90 : 310}" cy="100" r="150" fill="${palette.floor}" opacity=".45"/>
<rect y="318" width="400" height="82" fill="${palette.floor}"/>
<g transform="${view}"><ellipse cx="200" cy="326" rx="130" ry="13" fill="${palette.dark}" opacity=".22"/>${drawing(palette)}</g>
</svg>`
  return sharp(Buffer.from(svg)).png({ compressionLevel: 3 }).toBuffer()
}

export const PALETTES = {
  sage: { back: '#dbe7d9', floor: '#b9cfb5', main: '#5f8f6b', dark: '#27423a', light: '#f6f4e8', accent: '#e08e45' },
  sand: { back: '#f4e6d0', floor: '#e3cba6', main: '#c2703d', dark: '#4a2c20', light: '#fff8ec', accent: '#2f7f86' },
  sky: { back: '#d6e8f5', floor: '#b0cfe4', main: '#3d78a8', dark: '#1d3448', light: '#f8fbfd', accent: '#f0a63c' },
  rose: { back: '#f7dcdb', floor: '#eab9b8', main: '#b94a5c', dark: '#47202b', light: '#fff5f2', accent: '#e7b04f' },
  plum: { back: '#e5dcee', floor: '#c9b8dc', main: '#74519b', dark: '#2e2140', light: '#faf6fd', accent: '#e9a13f' },
  lemon: { back: '#fbf0c4', floor: '#efdc8e', main: '#d49a1f', dark: '#4b3a14', light: '#fffbe9', accent: '#3f7f78' },
  mint: { back: '#d0efe8', floor: '#a4d9cd', main: '#23857a', dark: '#123f3d', light: '#f4fcfa', accent: '#ee7d5b' },
  slate: { back: '#dfe3ea', floor: '#c0c8d4', main: '#52627a', dark: '#222b38', light: '#f7f8fa', accent: '#d9564b' },
} satisfies Record<string, Palette>
