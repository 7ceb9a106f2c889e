import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OrderView } from '@/features/orders/order-view.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('ops'))('order'), robots: { index: false, follow: false } }
}

export default async function OrderPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }] = await Promise.all([params, requireUser()])
  return <OrderView order={await read((client) => client.getOrder({ params: { id } }))} />
}
