import * as WebBrowser from 'expo-web-browser'

/** The way back that the API is asked for when it opens the payment page. */
export const RETURN_TO = 'app'
/** Where the API sends the browser afterwards (`APP_LINK`), with the order's id behind it and nothing else. */
const RETURN_LINK = 'emanet://orders/'

/**
 * Shows the payment page in the system's browser session and waits until it is closed, by the return link or by hand:
 * either way the order itself says what became of it.
 * @throws when the sheet cannot be shown.
 */
export async function openPayment({ paymentUrl }: { paymentUrl: string; orderId: string }): Promise<void> {
  if (/^https?:\/\//i.test(paymentUrl)) await WebBrowser.openAuthSessionAsync(paymentUrl, RETURN_LINK)
}
