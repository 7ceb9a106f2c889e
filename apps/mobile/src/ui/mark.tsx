import Svg, { Circle, Path } from 'react-native-svg'
import { useColours } from './theme.tsx'

/** The house's mark: two squares make the eight-pointed star, the thing entrusted lies in its middle. */
export function Mark({ size, colour }: { size: number; colour?: string }) {
  const colours = useColours()
  return (
    <Svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden>
      <Path
        d="M28.5 16 16 28.5 3.5 16 16 3.5ZM24.84 24.84H7.16V7.16h17.68Z"
        stroke={colour ?? colours.cobalt}
        strokeWidth={2.4}
        strokeLinejoin="round"
      />
      <Circle cx={16} cy={16} r={3.6} fill={colours.turquoiseFill} />
    </Svg>
  )
}
