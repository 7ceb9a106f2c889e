import { apiUrl } from './api.ts'

export type Label = { orderId: string; number: string; accessToken: string }

/** Fetches the parcel label and saves it: a link could not carry the token. @throws when it cannot be had. */
export async function openLabel({ orderId, number, accessToken }: Label): Promise<void> {
  const answer = await fetch(`${apiUrl()}/orders/${orderId}/label`, {
    headers: { authorization: `Bearer ${accessToken}` },
    signal: AbortSignal.timeout(25_000),
  })
  if (!answer.ok) throw new Error(`the label was refused: ${answer.status}`)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await answer.blob())
  link.download = `${number}.pdf`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
