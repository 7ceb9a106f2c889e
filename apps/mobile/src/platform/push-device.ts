import { isRunningInExpoGo } from 'expo'
import Constants from 'expo-constants'
import { Platform } from 'react-native'
import { type PushDevice, permissionOf, type Seen } from './push-port.ts'

type Notifications = typeof import('expo-notifications')
type Notification = import('expo-notifications').Notification

/** The one the server sends to. */
const CHANNEL = 'orders'
// Expo names the app by it; without one it gives no token, so nothing is offered.
const projectId: string | undefined = Constants.easConfig?.projectId ?? Constants.expoConfig?.extra?.['eas']?.projectId
const isSupported = projectId !== undefined && !(isRunningInExpoGo() && Platform.OS === 'android')

let loaded: Promise<Notifications> | null = null

/** Loaded only where it works: in Expo Go on Android the module throws when it is imported. */
function notifications(): Promise<Notifications> {
  loaded ??= import('expo-notifications').then((module) => {
    module.setNotificationHandler({
      // The app is open: shown all the same, since the screen may be another one.
      handleNotification: async () => ({ shouldShowBanner: true, shouldShowList: true, shouldPlaySound: false, shouldSetBadge: false }),
    })
    return module
  })
  return loaded
}

/** The phone's notifications, through Expo. */
export const pushDevice: PushDevice = {
  supported: isSupported,
  async permission() {
    return permissionOf(await (await notifications()).getPermissionsAsync())
  },
  async ask() {
    const module = await notifications()
    await makeChannel(module)
    return (await module.requestPermissionsAsync()).granted
  },
  async token() {
    const module = await notifications()
    try {
      await makeChannel(module)
      return projectId === undefined ? null : (await module.getExpoPushTokenAsync({ projectId })).data
    } catch {
      // An emulator, a phone without Google's services, or no network.
      return null
    }
  },
  watch({ onShown, onTap }) {
    if (!isSupported) return () => {}
    const watching = notifications().then((module) => {
      const shown = module.addNotificationReceivedListener((notification) => onShown(seen(notification)))
      const tapped = module.addNotificationResponseReceivedListener(({ notification }) => onTap(seen(notification)))
      // The tap that opened the app; cleared, so that it is not taken for a new one when the app starts again.
      const last = module.getLastNotificationResponse()
      if (last) onTap(seen(last.notification))
      module.clearLastNotificationResponse()
      return [shown, tapped]
    })
    return () => void watching.then(([shown, tapped]) => [shown?.remove(), tapped?.remove()])
  },
  async dismiss(id) {
    await (await notifications()).dismissNotificationAsync(id)
  },
}

/** Android shows nothing on a channel that does not exist. Made again it stays as its owner has set it. */
async function makeChannel({ setNotificationChannelAsync, AndroidImportance }: Notifications): Promise<void> {
  if (Platform.OS === 'android') await setNotificationChannelAsync(CHANNEL, { name: 'Emanet', importance: AndroidImportance.DEFAULT })
}

function seen({ request }: Notification): Seen {
  return { id: request.identifier, data: request.content.data ?? {} }
}
