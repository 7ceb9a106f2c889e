import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { getFormatter, getTranslations } from 'next-intl/server'
import { AddressLines } from '@/features/accounts/address-lines.tsx'
import { Totals } from '@/features/orders/totals.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { Mark } from '@/ui/mark.tsx'
import { PrintButton } from '@/ui/print-button.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('order'))('receiptTitle'), robots: { index: false } }
}

export default async function ReceiptPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }] = await Promise.all([params, requireUser()])
  const order = await read((client) => client.getOrder({ params: { id } }))
  if (order.hold === null || order.role !== 'buyer') notFound()
  const [t, status, format] = await Promise.all([getTranslations('order'), getTranslations('paymentStatus'), getFormatter()])
  const time = (at: string) => format.dateTime(new Date(at), { dateStyle: 'long', timeStyle: 'short' })
  const paidAt = order.timeline.find(({ event }) => event === 'order.paid')?.at
  return (
    <div className="mx-auto max-w-xl">
      <div className="no-print mb-6 flex items-center justify-between">
        <Link href={`/orders/${id}`} className="text-cobalt hover:underline">
          {t('title', { number: order.number })}
        </Link>
        <PrintButton>{t('print')}</PrintButton>
      </div>
      <article className="rounded-tile border border-line bg-surface p-6 sm:p-8 print:border-0">
        <p className="flex items-center gap-2 text-cobalt">
          <Mark className="size-8" />
          <span className="text-2xl font-extrabold tracking-tight text-ink">emanet</span>
        </p>
        <h1 className="mt-6 text-2xl font-extrabold">{t('receiptTitle')}</h1>
        <p className="figures mt-1 tracking-wider text-ink-soft">{order.number}</p>
        <p className="figures text-ink-soft">{t('placed', { date: time(order.createdAt) })}</p>
        {paidAt ? <p className="figures text-ink-soft">{t('paidAt', { date: time(paidAt) })}</p> : null}
        <p className="mt-6 font-semibold">{order.product.title}</p>
        <p className="mb-6 text-ink-soft">
          {t('seller')}: {order.seller.name} · {status(order.payment.status)}
        </p>
        <Totals totals={order.totals} />
        {order.address ? (
          <div className="mt-6 border-t border-line pt-6">
            <h2 className="mb-2 font-bold">{t('address')}</h2>
            <AddressLines address={order.address} />
          </div>
        ) : null}
        <p className="mt-8 text-sm text-ink-soft">{t('receiptNote')}</p>
      </article>
    </div>
  )
}
