import { type Href, usePathname, useRouter } from 'expo-router'
import { useEffect, useRef, useState } from 'react'
import { View } from 'react-native'
import { useSafeAreaInsets } from 'react-native-safe-area-context'
import { useTranslations } from 'use-intl'
import { online } from '../../platform/connection.ts'
import { pushDevice } from '../../platform/push-device'
import { useStore } from '../../platform/store.ts'
import { Notice } from '../../ui/notice.tsx'
import { resumePurchase } from '../checkout/resume-purchase.ts'
import { followNotifications } from '../push/notifications.ts'
import { registerPushToken } from '../push/push-token.ts'
import { sayFarewells } from '../session/farewells.ts'
import { useSession } from '../session/use-session.ts'

/** How long before a reopened app tries again to find its purchase. */
const AGAIN_MS = 3_000

/** Opens the order that a tapped notification speaks of, and keeps the push token of this phone current. */
export function NotificationFollower() {
  const router = useRouter()
  const userId = useSession()?.user.id
  useEffect(() => followNotifications(pushDevice, (path) => router.navigate(path)), [router])
  useEffect(() => {
    if (userId) void registerPushToken(pushDevice)
  }, [userId])
  return null
}

/** Tells the API of the sessions that ended here while it could not be reached. */
export function FarewellFollower() {
  const reached = useStore(online)
  useEffect(() => {
    if (reached) void sayFarewells()
  }, [reached])
  return null
}

/** A reopened app goes on with the purchase it was killed in, unless it was opened for something else. */
export function PurchaseFollower() {
  const t = useTranslations('phone')
  const router = useRouter()
  const insets = useSafeAreaInsets()
  const path = usePathname()
  const openedAt = useRef(path).current
  const pathNow = useRef(path)
  pathNow.current = path
  const userId = useSession()?.user.id
  const followed = useRef(false)
  const [looking, setLooking] = useState(false)

  useEffect(() => {
    if (!userId || followed.current || !(openedAt === '/' || openedAt.startsWith('/checkout/'))) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let over = false
    const look = async () => {
      // Told only when it takes longer than reading what the phone keeps.
      const slow = setTimeout(() => setLooking(true), 300)
      try {
        const found = await resumePurchase(userId)
        if (over) return
        followed.current = true
        setLooking(false)
        // A tapped notification has led to an order meanwhile; that is what the app was opened for.
        if (pathNow.current.startsWith('/orders/')) return
        if (found.kind === 'order') router.push(`/orders/${found.orderId}`)
        else if (found.kind === 'product') router.push(`/products/${found.productId}` as Href)
      } catch {
        if (over) return
        setLooking(true)
        timer = setTimeout(look, AGAIN_MS)
      } finally {
        clearTimeout(slow)
      }
    }
    void look()
    return () => {
      over = true
      clearTimeout(timer)
      setLooking(false)
    }
  }, [userId, openedAt, router])

  if (!looking) return null
  return (
    <View style={{ position: 'absolute', left: 16, right: 16, bottom: insets.bottom + 76, alignItems: 'center' }}>
      <View style={{ width: '100%', maxWidth: 480 }}>
        <Notice tone="calm" title={t('resuming')} text={t('resumingText')} />
      </View>
    </View>
  )
}
