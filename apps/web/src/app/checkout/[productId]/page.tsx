import { isAwaited } from '@emanet/contracts/states'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { addAddressForCheckout } from '@/features/accounts/address.actions.ts'
import { AddressForm } from '@/features/accounts/address-form.tsx'
import { Checkout } from '@/features/checkout/checkout.tsx'
import { findOwnOrder } from '@/features/orders/own-order.ts'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { Panel } from '@/ui/panel.tsx'

type Props = { params: Promise<{ productId: string }>; searchParams: Promise<{ address?: string; problem?: string }> }

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  const [{ address }, t] = await Promise.all([searchParams, getTranslations('checkout')])
  return { title: t(address === 'new' ? 'addressTitle' : 'title'), robots: { index: false, follow: false } }
}

export default async function CheckoutPage({ params, searchParams }: Props) {
  const [{ productId }, { address, problem }, user] = await Promise.all([params, searchParams, requireUser()])
  const [product, addresses, own] = await Promise.all([
    read((client) => client.getProduct({ params: { id: productId } })),
    read((client) => client.listAddresses()).then(({ items }) => items),
    findOwnOrder(productId),
  ])
  if (product.seller.id === user.id) redirect(`/products/${productId}`)
  // Her own order says its own address and totals, and what may be done with it; a form here could only say others.
  if (own && (isAwaited(own.status) || product.status !== 'active')) redirect(`/orders/${own.id}`)
  if (address === 'new' || addresses.length === 0) {
    const [t, form] = await Promise.all([getTranslations('checkout'), getTranslations('address')])
    return (
      <div className="mx-auto max-w-2xl">
        <h1 className="mb-2 text-3xl font-extrabold">{t('addressTitle')}</h1>
        <p className="mb-6 text-lg text-ink-soft">{addresses.length === 0 ? t('addressNone') : product.title}</p>
        <Panel>
          <AddressForm
            action={addAddressForCheckout}
            submit={form('save')}
            productId={productId}
            fullName={user.fullName}
            phone={user.phone}
            cancelHref={addresses.length === 0 ? `/products/${productId}` : `/checkout/${productId}`}
          />
        </Panel>
      </div>
    )
  }
  const chosen = addresses.find(({ id }) => id === address) ?? addresses[0]
  return <Checkout product={product} addresses={addresses} chosenId={chosen?.id ?? ''} bought={own} problem={problem} />
}
