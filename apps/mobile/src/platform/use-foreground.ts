import { useEffect, useState } from 'react'
import { AppState } from 'react-native'

/** Whether the app is in front of its owner; in a browser, whether the page is seen. */
export function useForeground(): boolean {
  const [active, setActive] = useState(AppState.currentState !== 'background')
  useEffect(() => {
    const subscription = AppState.addEventListener('change', (state) => setActive(state === 'active'))
    return () => subscription.remove()
  }, [])
  return active
}
