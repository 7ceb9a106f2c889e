import type { PushDevice, Seen } from '../../platform/push-port.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
// More than a phone shows at once.
const REMEMBERED = 100

/**
 * What happens with notifications: a tap opens its order, once; a second copy of one that is shown already goes away. The
 * payload is not believed further than the id of an order, which the API shows to its own people only.
 * @returns how to stop.
 */
export function followNotifications(device: PushDevice, open: (path: `/orders/${string}`) => void): () => void {
  const shown = new Map<string, string>()
  const tapped = new Map<string, string>()
  return device.watch({
    onShown(notification) {
      const first = remember(shown, sentAs(notification), notification.id)
      // Under one id the phone itself has replaced the first by the second.
      if (first !== notification.id) void device.dismiss(notification.id)
    },
    onTap(notification) {
      const known = tapped.has(notification.id)
      remember(tapped, notification.id, notification.id)
      const { orderId } = notification.data
      if (!known && typeof orderId === 'string' && UUID.test(orderId)) open(`/orders/${orderId}`)
    },
  })
}

/** Copies of one notification share the id it was sent under; a phone that does not collapse them gives each its own. */
function sentAs({ id, data }: Seen): string {
  return typeof data['effectId'] === 'string' ? data['effectId'] : id
}

function remember(known: Map<string, string>, name: string, id: string): string {
  const first = known.get(name) ?? id
  known.set(name, first)
  const [oldest] = known.keys()
  if (known.size > REMEMBERED && oldest !== undefined) known.delete(oldest)
  return first
}
