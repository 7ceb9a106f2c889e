import { errorSentence } from '@emanet/messages/catalogue'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { OrderView } from '@/features/orders/order-view.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { currentLanguage } from '@/platform/translations.ts'
import { Notice } from '@/ui/notice.tsx'

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ problem?: string }> }

const loadOrder = cache(async (id: string) => {
  await requireUser()
  return read((client) => client.getOrder({ params: { id } }))
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, order] = await Promise.all([getTranslations('order'), params.then(({ id }) => loadOrder(id))])
  return { title: t('title', { number: order.number }), robots: { index: false, follow: false } }
}

export default async function OrderPage({ params, searchParams }: Props) {
  const [{ id }, { problem }, language] = await Promise.all([params, searchParams, currentLanguage()])
  const order = await loadOrder(id)
  return (
    <>
      {problem ? (
        <Notice tone="bad" live className="mb-6">
          {errorSentence(problem, language)}
        </Notice>
      ) : null}
      <OrderView order={order} />
    </>
  )
}
