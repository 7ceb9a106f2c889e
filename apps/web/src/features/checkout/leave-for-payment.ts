/** Leaves for the payment page in full, as 3-D Secure needs it; anything but a web address is not followed. */
export function leaveForPayment(paymentUrl: string): void {
  const { protocol } = new URL(paymentUrl)
  if (protocol === 'https:' || protocol === 'http:') window.location.assign(paymentUrl)
}
