import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ButtonLink } from '@/ui/button.tsx'
import { Emptiness } from '@/ui/panel.tsx'

type Column<T> = { head: string; cell: (row: T) => ReactNode }

/** A list of the operator's, with the way to its next page. */
export async function OpsTable<T>(props: {
  caption: string
  rows: readonly T[]
  keyOf: (row: T) => string
  columns: readonly Column<T>[]
  nextHref: string | null
  empty?: { title: string; text: string }
}) {
  const t = await getTranslations('ops')
  if (props.rows.length === 0) return <Emptiness title={props.empty?.title ?? t('empty')} text={props.empty?.text ?? ''} />
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard */}
      <section className="overflow-x-auto rounded-tile border border-line bg-surface" tabIndex={0} aria-label={props.caption}>
        <table className="figures w-full text-left text-sm">
          <caption className="sr-only">{props.caption}</caption>
          <thead>
            <tr className="border-b border-line">
              {props.columns.map(({ head }) => (
                <th key={head} scope="col" className="whitespace-nowrap px-4 py-3 font-semibold text-ink-soft">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.rows.map((row) => (
              <tr key={props.keyOf(row)} className="border-b border-line last:border-0 hover:bg-sunken">
                {props.columns.map(({ head, cell }) => (
                  <td key={head} className="max-w-80 px-4 py-3 align-top">
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {props.nextHref ? (
        <div className="mt-6 text-center">
          <ButtonLink href={props.nextHref} tone="calm">
            {t('more')}
          </ButtonLink>
        </div>
      ) : null}
    </>
  )
}

/** The next page of a list under the same filters. */
export function nextHref(path: string, filters: Record<string, string | undefined>, cursor: string | null): string | null {
  if (cursor === null) return null
  const kept = Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '')
  return `${path}?${new URLSearchParams([...kept, ['cursor', cursor]])}`
}
