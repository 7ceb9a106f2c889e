import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'

/** The shape of what is coming, in the place it will take. */
export async function Waiting({ children }: { children: ReactNode }) {
  const t = await getTranslations('app')
  return (
    <div role="status" aria-busy="true">
      <span className="sr-only">{t('pending')}</span>
      <div aria-hidden="true">{children}</div>
    </div>
  )
}

const ROWS = ['first', 'second', 'third', 'fourth']

export function ListSkeleton() {
  return (
    <Waiting>
      <div className="skeleton mb-8 h-10 w-64 max-w-full" />
      <div className="grid gap-4">
        {ROWS.map((row) => (
          <div key={row} className="skeleton h-34 !rounded-tile" />
        ))}
      </div>
    </Waiting>
  )
}

export function FormSkeleton() {
  return (
    <Waiting>
      <div className="mx-auto max-w-3xl">
        <div className="skeleton mb-8 h-10 w-64 max-w-full" />
        <div className="skeleton h-96 !rounded-tile" />
      </div>
    </Waiting>
  )
}
