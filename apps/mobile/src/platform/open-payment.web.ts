/** The way back that the API is asked for when it opens the payment page. */
export const RETURN_TO = 'app_web'

/**
 * Leaves for the payment page in full, as 3-D Secure needs it; it comes back to the order's page. The promise settles only
 * when the browser shows this page again as it was left.
 */
export async function openPayment({ paymentUrl, orderId }: { paymentUrl: string; orderId: string }): Promise<void> {
  if (!/^https?:\/\//i.test(paymentUrl)) return
  // The browser's back must not lead into a checkout whose order stands already.
  history.replaceState(history.state, '', `/orders/${orderId}`)
  location.assign(paymentUrl)
  await new Promise<void>((resolve) => {
    const shown = (event: PageTransitionEvent) => {
      if (!event.persisted) return
      window.removeEventListener('pageshow', shown)
      resolve()
    }
    window.addEventListener('pageshow', shown)
  })
}
