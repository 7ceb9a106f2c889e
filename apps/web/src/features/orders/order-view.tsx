import { formatKurus } from '@emanet/contracts/money'
import {
  buyerHeadline,
  hasLabel,
  headlineKurus,
  moneyPlace,
  moneySentence,
  type Order,
  refundsToName,
  sellerHeadline,
  toneOfOrder,
} from '@emanet/messages/order-story'
import { Printer } from 'lucide-react'
import Link from 'next/link'
import { getFormatter, getMessages, getTranslations } from 'next-intl/server'
import { AddressLines } from '@/features/accounts/address-lines.tsx'
import { ProductPicture } from '@/features/catalogue/product-picture.tsx'
import { digest } from '@/platform/digest.ts'
import { currentLanguage } from '@/platform/translations.ts'
import { Badge } from '@/ui/badge.tsx'
import { ButtonAnchor, ButtonLink } from '@/ui/button.tsx'
import { ConfirmForm } from '@/ui/confirm-form.tsx'
import { Panel } from '@/ui/panel.tsx'
import { MoneyRail } from './money-rail.tsx'
import { cancelOrder } from './order.actions.ts'
import { OrderLive } from './order-live.tsx'
import { PayButton } from './pay-button.tsx'
import { Shipment } from './shipment.tsx'
import { Timeline } from './timeline.tsx'
import { Totals } from './totals.tsx'

/** One order as its buyer, seller or an operator may see it. */
export async function OrderView({ order }: { order: Order }) {
  const [t, app, ops, format] = await Promise.all([
    getTranslations('order'),
    getTranslations('app'),
    getTranslations('ops'),
    getFormatter(),
  ])
  const seller = order.role === 'seller'
  const back = {
    buyer: { href: '/orders', label: t('backToOrders') },
    seller: { href: '/sales', label: t('backToSales') },
    admin: { href: '/ops', label: ops('orders') },
  }[order.role]
  return (
    <>
      <div className="mb-5 flex flex-wrap items-center justify-between gap-3">
        <nav>
          <Link href={back.href} className="text-cobalt hover:underline">
            {back.label}
          </Link>
        </nav>
        <OrderLive
          orderId={order.id}
          version={digest(JSON.stringify(order))}
          texts={{ live: t('live'), liveText: t('liveText'), polling: t('polling'), away: app('stale') }}
        />
      </div>
      <Headline order={order} />
      <div className="mt-6 grid gap-6 lg:grid-cols-[1.25fr_1fr] lg:items-start">
        <div className="space-y-6">
          <Money order={order} />
          <Panel title={t('timeline')}>
            <Timeline entries={order.timeline} />
          </Panel>
        </div>
        <div className="space-y-6">
          <Panel>
            <div className="flex items-center gap-4">
              <Link
                href={`/products/${order.product.id}`}
                tabIndex={-1}
                aria-hidden="true"
                className="block size-20 shrink-0 overflow-hidden rounded-field"
              >
                <ProductPicture
                  image={order.product.imageUrl ? { url: order.product.imageUrl, width: 400, height: 400 } : undefined}
                  alt=""
                />
              </Link>
              <div className="min-w-0">
                <Link href={`/products/${order.product.id}`} className="line-clamp-2 font-semibold hover:text-cobalt">
                  {order.product.title}
                </Link>
                <p className="text-sm text-ink-soft">
                  {seller ? t('buyer') : t('seller')}: {seller ? order.buyer.name : order.seller.name}
                </p>
              </div>
            </div>
            <dl className="figures mt-4 space-y-1 text-sm">
              <div className="flex flex-wrap justify-between gap-x-4">
                <dt className="text-ink-soft">{t('number')}</dt>
                <dd className="font-semibold tracking-wider">{order.number}</dd>
              </div>
            </dl>
            <p className="mt-1 text-sm text-ink-soft">
              {t('placed', { date: format.dateTime(new Date(order.createdAt), { dateStyle: 'long', timeStyle: 'short' }) })}
            </p>
          </Panel>
          <Panel title={t('totals')}>
            <Totals totals={order.totals} />
            {order.hold && order.role === 'buyer' ? (
              <ButtonLink href={`/orders/${order.id}/receipt`} tone="quiet" size="small" className="mt-4">
                <Printer aria-hidden="true" />
                {t('receipt')}
              </ButtonLink>
            ) : null}
          </Panel>
          {order.shipment ? <Shipment shipment={order.shipment} /> : null}
          {order.address ? (
            <Panel title={t('address')}>
              <AddressLines address={order.address} />
            </Panel>
          ) : null}
        </div>
      </div>
    </>
  )
}

async function Headline({ order }: { order: Order }) {
  const [t, buyer, sale, status, language] = await Promise.all([
    getTranslations('order'),
    getTranslations('headline'),
    getTranslations('saleHeadline'),
    getTranslations('orderStatus'),
    currentLanguage(),
  ])
  const told = buyerHeadline(order)
  const sold = sellerHeadline(order)
  const title = order.role === 'admin' ? t('title', { number: order.number }) : order.role === 'seller' ? sale(sold) : buyer(told)
  const amount = formatKurus(headlineKurus(order), language)
  const text =
    order.role === 'admin'
      ? `${t('buyer')}: ${order.buyer.name} · ${t('seller')}: ${order.seller.name}`
      : order.role === 'seller'
        ? sale(`${sold}Text`)
        : buyer(`${told}Text`, { amount })
  return (
    <section
      className="lattice overflow-hidden rounded-tile border border-line bg-surface p-6 sm:p-9"
      data-status={order.status}
      data-payment={order.payment.status}
      data-story={order.role === 'seller' ? sold : told}
    >
      <div aria-live="polite" aria-atomic="true">
        <Badge tone={toneOfOrder(order)}>{status(order.status)}</Badge>
        <h1 className="mt-3 text-3xl font-extrabold sm:text-4xl">{title}</h1>
        <p className="mt-3 max-w-2xl text-lg text-ink-soft">{text}</p>
      </div>
      <Actions order={order} />
    </section>
  )
}

/** Exactly what the API offers this viewer, and the label where there is one. */
async function Actions({ order }: { order: Order }) {
  const [t, format, messages] = await Promise.all([getTranslations('order'), getFormatter(), getMessages()])
  const waiting = order.status === 'pending_payment' && order.expiresAt !== null && order.role === 'buyer'
  if (order.actions.length === 0 && !hasLabel(order) && !waiting) return null
  return (
    <div className="no-print mt-6 space-y-4">
      {waiting && order.expiresAt ? (
        <p className="figures font-medium text-saffron">
          {t('expires', { time: format.dateTime(new Date(order.expiresAt), { timeStyle: 'short' }) })}
        </p>
      ) : null}
      <div className="flex flex-wrap items-start gap-3">
        {order.actions.includes('pay') ? (
          <PayButton
            orderId={order.id}
            label={order.payment.status === 'failed' ? t('payAgain') : t('pay')}
            busyLabel={t('paying')}
            paymentUrl={order.payment.paymentUrl}
            errors={messages.errors}
            reasons={{ bank_silent: t('bankSilent'), too_old: t('tooOld') }}
          />
        ) : null}
        {order.actions.includes('cancel') ? (
          <ConfirmForm
            action={cancelOrder}
            fields={{ id: order.id }}
            button={t('cancel')}
            title={t('cancelTitle')}
            text={t('cancelText')}
            yes={t('cancelYes')}
            no={t('cancelNo')}
            size="large"
          />
        ) : null}
        {hasLabel(order) ? (
          <div className="space-y-2">
            <ButtonAnchor href={`/bff/orders/${order.id}/label`} target="_blank" rel="noopener" size="large">
              <Printer aria-hidden="true" />
              {t('label')}
            </ButtonAnchor>
            <p className="text-ink-soft">{t('labelHint')}</p>
          </div>
        ) : null}
      </div>
    </div>
  )
}

async function Money({ order }: { order: Order }) {
  const [t, words, refund, payment, hold, language] = await Promise.all([
    getTranslations('order'),
    getTranslations('money'),
    getTranslations('refundStatus'),
    getTranslations('paymentStatus'),
    getTranslations('holdStatus'),
    currentLanguage(),
  ])
  const { at, back } = moneyPlace(order)
  const { sentence, kurus } = moneySentence(order)
  const title = { buyer: t('money'), seller: t('moneySeller'), admin: t('moneyOps') }[order.role]
  const states = [payment(order.payment.status), ...(order.hold ? [hold(order.hold.status)] : [])].join(' · ')
  return (
    <Panel title={title}>
      <MoneyRail at={at} back={back} viewer={order.role} compact />
      <p className="mt-5 text-center text-lg font-medium">
        {order.role === 'admin' ? states : words(sentence, { amount: formatKurus(kurus, language) })}
      </p>
      {refundsToName(order).map((extra) => (
        <p key={`${extra.reason}${extra.amountKurus}`} className="mt-2 text-center text-ink-soft">
          {words(extra.reason === 'duplicate' && order.role === 'buyer' ? 'paidTwice' : 'extraRefund', {
            amount: formatKurus(extra.amountKurus, language),
            status: refund.has(extra.status as 'succeeded') ? refund(extra.status as 'succeeded') : extra.status,
          })}
        </p>
      ))}
    </Panel>
  )
}
