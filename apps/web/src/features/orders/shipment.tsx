import type { Order } from '@emanet/messages/order-story'
import { Package } from 'lucide-react'
import { getTranslations } from 'next-intl/server'
import { Badge } from '@/ui/badge.tsx'
import { ButtonAnchor } from '@/ui/button.tsx'
import { Panel } from '@/ui/panel.tsx'

const CARRIERS: Record<string, string> = { aras: 'Aras Kargo' }

export async function Shipment({ shipment }: { shipment: NonNullable<Order['shipment']> }) {
  const [t, status] = await Promise.all([getTranslations('order'), getTranslations('shipmentStatus')])
  const rows = [
    [t('carrier'), CARRIERS[shipment.carrier] ?? shipment.carrier],
    [t('reference'), shipment.reference],
    ...(shipment.trackingNumber ? [[t('tracking'), shipment.trackingNumber] as const] : []),
  ] as const
  return (
    <Panel
      title={t('shipment')}
      aside={
        <Badge
          tone={shipment.status === 'delivered' ? 'good' : shipment.status === 'lost' || shipment.status === 'returned' ? 'bad' : 'calm'}
        >
          {status(shipment.status)}
        </Badge>
      }
    >
      <dl className="figures space-y-2">
        {rows.map(([label, value]) => (
          <div key={label} className="flex flex-wrap justify-between gap-x-4">
            <dt className="text-ink-soft">{label}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {shipment.trackingUrl && /^https?:\/\//.test(shipment.trackingUrl) ? (
        <ButtonAnchor href={shipment.trackingUrl} target="_blank" rel="noopener noreferrer" tone="calm" size="small" className="mt-4">
          <Package aria-hidden="true" />
          {t('track')}
        </ButtonAnchor>
      ) : null}
    </Panel>
  )
}
