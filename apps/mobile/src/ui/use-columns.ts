import { useWindowDimensions } from 'react-native'

const COLUMN_MIN = 170

/** How many products stand side by side: two, or one where letters are large or the screen is narrow and a price would be cut off. */
export function useColumns(): 1 | 2 {
  const { width, fontScale } = useWindowDimensions()
  return width / fontScale < 2 * COLUMN_MIN ? 1 : 2
}
