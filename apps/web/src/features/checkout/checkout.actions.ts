'use server'

import { placeOrder } from '@emanet/contracts/orders'
import { redirect } from 'next/navigation'
import { api, isProblem } from '@/platform/api.ts'

/** Buy, where scripts do not run: the order's page then shows the way to the payment page. */
export async function buyWithoutScript(form: FormData): Promise<void> {
  const productId = String(form.get('productId'))
  if (form.get('terms') !== 'yes') redirect(`/checkout/${productId}?problem=terms`)
  const addressId = String(form.get('addressId'))
  const read = placeOrder.body.safeParse({
    productId,
    addressId,
    expectedPriceKurus: Number(form.get('expectedPriceKurus')),
    termsVersion: form.get('termsVersion'),
  })
  if (!read.success) redirect(`/checkout/${productId}?problem=request.invalid`)
  const placed = await (await api())
    // The address is part of the key: another address is another purchase to the API.
    .placeOrder({ headers: { 'idempotency-key': `${String(form.get('attempt')).slice(0, 64)}.${addressId}` }, body: read.data })
    .then(({ body }) => body.orderId)
    .catch((error: unknown) => (isProblem(error) ? error.problem : null))
  if (typeof placed === 'string') redirect(`/orders/${placed}`)
  if (placed?.status === 401) redirect(`/login?next=${encodeURIComponent(`/checkout/${productId}?address=${addressId}`)}`)
  if (typeof placed?.orderId === 'string') redirect(`/orders/${placed.orderId}`)
  redirect(`/checkout/${productId}?problem=${encodeURIComponent(placed?.code ?? 'server.busy')}`)
}
