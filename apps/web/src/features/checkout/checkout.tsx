import { randomUUID } from 'node:crypto'
import { errorSentence } from '@emanet/messages/catalogue'
import type { Order } from '@emanet/messages/order-story'
import { TERMS_VERSION } from '@emanet/messages/terms-version'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import { getMessages, getTranslations } from 'next-intl/server'
import type { Address } from '@/features/accounts/address-lines.tsx'
import { AddressLines } from '@/features/accounts/address-lines.tsx'
import type { Product } from '@/features/catalogue/product-card.tsx'
import { ProductPicture } from '@/features/catalogue/product-picture.tsx'
import { MoneyRail } from '@/features/orders/money-rail.tsx'
import { Totals } from '@/features/orders/totals.tsx'
import { digest } from '@/platform/digest.ts'
import { LiveRefresh } from '@/platform/live-refresh.tsx'
import { currentLanguage } from '@/platform/translations.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { Notice } from '@/ui/notice.tsx'
import { Panel } from '@/ui/panel.tsx'
import { BuyForm } from './buy-form.tsx'
import { buyWithoutScript } from './checkout.actions.ts'

type Props = {
  product: Product
  addresses: readonly Address[]
  chosenId: string
  /** An order of this product that she paid before; this purchase is another unit. */
  bought: Order | null
  problem: string | undefined
}

export async function Checkout({ product, addresses, chosenId, bought, problem }: Props) {
  const [t, language, messages] = await Promise.all([getTranslations('checkout'), currentLanguage(), getMessages()])
  return (
    <>
      <LiveRefresh probe={`products/${product.id}`} version={digest(JSON.stringify(product))} everyMs={10_000} />
      <h1 className="mb-6 text-3xl font-extrabold sm:text-4xl">{t('title')}</h1>
      {problem ? (
        <Notice tone="bad" live className="mb-6">
          {problem === 'terms' ? t('termsRequired') : errorSentence(problem, language)}
        </Notice>
      ) : null}
      {bought ? (
        <Notice tone="calm" className="mb-6">
          <p>
            {t('boughtBefore')} <Link href={`/orders/${bought.id}`}>{t('seeOrder')}</Link>
          </p>
        </Notice>
      ) : null}
      {product.status === 'active' ? (
        <BuyForm
          productId={product.id}
          priceKurus={product.priceKurus}
          totalKurus={product.totals.totalKurus}
          termsVersion={TERMS_VERSION}
          language={language}
          texts={{ ...messages.checkout, wait: messages.failure.wait }}
          errors={messages.errors}
          action={buyWithoutScript}
          plainAttempt={randomUUID()}
          addresses={<AddressChoice addresses={addresses} chosenId={chosenId} productId={product.id} />}
          summary={<Summary product={product} />}
          terms={<Terms />}
        />
      ) : (
        <Taken product={product} />
      )}
    </>
  )
}

async function AddressChoice({ addresses, chosenId, productId }: { addresses: readonly Address[]; chosenId: string; productId: string }) {
  const t = await getTranslations('checkout')
  return (
    <Panel>
      <fieldset>
        <legend className="mb-4 text-lg font-bold">{t('addressTitle')}</legend>
        <div className="grid gap-3">
          {addresses.map((address) => (
            <label
              key={address.id}
              className="flex gap-3 rounded-field border border-line-strong p-4 has-checked:border-2 has-checked:border-cobalt has-checked:bg-cobalt-wash"
            >
              <input
                type="radio"
                name="addressId"
                value={address.id}
                defaultChecked={address.id === chosenId}
                className="mt-1 size-5 shrink-0 accent-cobalt-fill"
              />
              <AddressLines address={address} />
            </label>
          ))}
        </div>
      </fieldset>
      <ButtonLink href={`/checkout/${productId}?address=new`} tone="quiet" size="small" className="mt-3">
        <Plus aria-hidden="true" />
        {t('addressAdd')}
      </ButtonLink>
    </Panel>
  )
}

async function Summary({ product }: { product: Product }) {
  const t = await getTranslations('checkout')
  return (
    <Panel title={t('summary')}>
      <div className="mb-5 flex items-center gap-4">
        <div className="size-18 shrink-0 overflow-hidden rounded-field">
          <ProductPicture image={product.images[0]} alt="" eager />
        </div>
        <div className="min-w-0">
          <p className="line-clamp-2 font-semibold">{product.title}</p>
          <p className="text-sm text-ink-soft">{product.seller.name}</p>
        </div>
      </div>
      <Totals totals={product.totals} />
      <p className="mt-3 text-sm text-ink-soft">{t('totalNote')}</p>
      <div className="mt-5 border-t border-line pt-5">
        <MoneyRail compact />
      </div>
    </Panel>
  )
}

async function Terms() {
  const t = await getTranslations('checkout')
  const link = (href: string) => (words: React.ReactNode) => (
    <a href={href} target="_blank" rel="noopener" className="font-medium text-cobalt underline">
      {words}
    </a>
  )
  return (
    <Panel title={t('termsTitle')}>
      <label className="flex gap-3">
        <input
          type="checkbox"
          name="terms"
          value="yes"
          required
          className="mt-1 size-5 shrink-0 accent-cobalt-fill"
          aria-describedby="terms-draft"
        />
        <span>{t.rich('terms', { pre: link('/legal/on-bilgilendirme'), sale: link('/legal/mesafeli-satis') })}</span>
      </label>
      <p id="terms-draft" className="mt-2 pl-8 text-sm text-ink-soft">
        {t('termsDraft', { version: TERMS_VERSION })}
      </p>
      <noscript>
        <p className="mt-2 pl-8 text-sm text-ink-soft">{t('noScript')}</p>
      </noscript>
    </Panel>
  )
}

async function Taken({ product }: { product: Product }) {
  const t = await getTranslations('checkout')
  const text = product.status === 'reserved' ? t('fasterReserved') : product.status === 'sold' ? t('fasterSold') : t('fasterGone')
  return (
    <div className="max-w-2xl space-y-6">
      <Notice tone="wait" title={t('faster')} live>
        {text}
      </Notice>
      <ButtonLink href={`/products/${product.id}`} tone="calm">
        {t('back')}
      </ButtonLink>
    </div>
  )
}
