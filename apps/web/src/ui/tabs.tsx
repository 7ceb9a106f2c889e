'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { classes } from './classes.ts'

/** Links between sister pages. The first is the parent of the others, so only its own path marks it. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly { href: string; label: string }[] }) {
  const path = usePathname()
  const first = tabs[0]?.href
  return (
    <nav aria-label={label} className="mb-8 border-b border-line">
      <ul className="-mb-px flex flex-wrap gap-x-1">
        {tabs.map((tab) => {
          const here = path === tab.href || (tab.href !== first && path.startsWith(`${tab.href}/`))
          return (
            <li key={tab.href}>
              <Link
                href={tab.href}
                aria-current={here ? 'page' : undefined}
                className={classes(
                  'block border-b-3 px-3 py-2.5 font-semibold max-sm:px-2 max-sm:text-sm',
                  here ? 'border-cobalt text-cobalt' : 'border-transparent text-ink-soft hover:text-cobalt',
                )}
              >
                {tab.label}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
