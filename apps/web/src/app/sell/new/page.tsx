import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { PayoutReminder } from '@/features/selling/payout-reminder.tsx'
import { listProduct } from '@/features/selling/product.actions.ts'
import { ProductForm } from '@/features/selling/product-form.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { PageTitle, Panel } from '@/ui/panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sell'))('add'), robots: { index: false } }
}

export default async function NewProductPage() {
  const [t] = await Promise.all([getTranslations('sell'), requireUser()])
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={t('addTitle')} />
      <PayoutReminder />
      <Panel>
        <ProductForm action={listProduct} submit={t('publish')} />
      </Panel>
    </div>
  )
}
