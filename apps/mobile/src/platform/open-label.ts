import { File, Paths } from 'expo-file-system'
import * as Sharing from 'expo-sharing'
import { apiUrl } from './api.ts'

export type Label = { orderId: string; number: string; accessToken: string }

/** Fetches the parcel label and hands it to the phone, which prints, saves or sends it. @throws when it cannot be had. */
export async function openLabel({ orderId, number, accessToken }: Label): Promise<void> {
  const file = await File.downloadFileAsync(`${apiUrl()}/orders/${orderId}/label`, new File(Paths.cache, `${number}.pdf`), {
    headers: { authorization: `Bearer ${accessToken}` },
    idempotent: true,
  })
  await Sharing.shareAsync(file.uri, { mimeType: 'application/pdf', UTI: 'com.adobe.pdf', dialogTitle: number })
}
