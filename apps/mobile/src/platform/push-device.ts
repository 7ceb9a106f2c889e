import Constants from 'expo-constants'
import * as Notifications from 'expo-notifications'
import { Platform } from 'react-native'
import type { PushDevice, Seen } from './push-port.ts'

Notifications.setNotificationHandler({
  // The app is open: shown all the same, since the screen may be another one.
  handleNotification: async () => ({ shouldShowBanner: true, shouldShowList: true, shouldPlaySound: false, shouldSetBadge: false }),
})

/** The phone's notifications, through Expo. */
export const pushDevice: PushDevice = {
  supported: true,
  async permission() {
    const { status } = await Notifications.getPermissionsAsync()
    return status
  },
  async ask() {
    // Android shows nothing on a channel that does not exist; this is the one the server sends to.
    if (Platform.OS === 'android')
      await Notifications.setNotificationChannelAsync('orders', { name: 'Emanet', importance: Notifications.AndroidImportance.DEFAULT })
    const { granted } = await Notifications.requestPermissionsAsync()
    return granted
  },
  async token() {
    const projectId = Constants.easConfig?.projectId ?? Constants.expoConfig?.extra?.['eas']?.projectId
    try {
      return (await Notifications.getExpoPushTokenAsync(projectId ? { projectId } : {})).data
    } catch {
      // An emulator, or a phone without Google's services.
      return null
    }
  },
  watch({ onShown, onTap }) {
    const shown = Notifications.addNotificationReceivedListener((notification) => onShown(seen(notification)))
    const tapped = Notifications.addNotificationResponseReceivedListener(({ notification }) => onTap(seen(notification)))
    const last = Notifications.getLastNotificationResponse()
    if (last) onTap(seen(last.notification))
    return () => {
      shown.remove()
      tapped.remove()
    }
  },
  dismiss: (id) => Notifications.dismissNotificationAsync(id),
}

function seen({ request }: Notifications.Notification): Seen {
  return { id: request.identifier, data: request.content.data ?? {} }
}
