'use client'

import { useOffline as useFailedRequests } from 'next/offline'
import { useSyncExternalStore } from 'react'

/** Whether the connection is gone: the browser says so, or a request of a navigation failed on the network. */
export function useOffline(): boolean {
  const requestsFail = useFailedRequests()
  const disconnected = useSyncExternalStore(
    watch,
    () => !navigator.onLine,
    () => false,
  )
  return disconnected || requestsFail
}

function watch(changed: () => void): () => void {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}
