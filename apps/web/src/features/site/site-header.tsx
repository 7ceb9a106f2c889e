import { ChevronDown, LogOut, Plus, Search } from 'lucide-react'
import Link from 'next/link'
import { getTranslations } from 'next-intl/server'
import { currentUser, type User } from '@/features/session/current-user.ts'
import { logout } from '@/features/session/session.actions.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { Mark } from '@/ui/mark.tsx'
import { Menu } from '@/ui/menu.tsx'
import { PreferenceButtons } from './preference-buttons.tsx'
import { SearchInput } from './search-input.tsx'

export async function SiteHeader() {
  const t = await getTranslations('nav')
  // The header must not take a page down that could still be shown.
  const user = await currentUser().catch(() => null)
  return (
    <header className="site border-b border-line bg-surface">
      <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-1 sm:gap-x-3 gap-y-2 px-4 py-2.5 sm:px-6">
        <Link href="/" className="mr-1 flex min-h-11 items-center gap-2 text-cobalt">
          <Mark className="size-8" />
          <span className="text-xl font-extrabold tracking-tight text-ink sm:text-2xl">emanet</span>
        </Link>
        <SearchForm />
        <nav aria-label={t('main')} className="ml-auto flex items-center gap-0.5 sm:gap-1">
          <ButtonLink href="/sell/new" tone="calm" size="small" className="max-sm:aspect-square max-sm:min-h-11 max-sm:px-0">
            <Plus aria-hidden="true" />
            <span className="max-sm:sr-only">{t('sell')}</span>
          </ButtonLink>
          {user ? (
            <UserMenu user={user} />
          ) : (
            <ButtonLink href="/login" tone="quiet" size="small" className="min-h-11 max-sm:px-2 sm:min-h-9">
              {t('login')}
            </ButtonLink>
          )}
          <PreferenceButtons />
        </nav>
      </div>
    </header>
  )
}

async function SearchForm() {
  const t = await getTranslations('home')
  return (
    <search className="order-last w-full sm:order-none sm:ml-2 sm:w-auto sm:max-w-sm sm:flex-1">
      <form action="/">
        <label htmlFor="search" className="relative block">
          <span className="sr-only">{t('searchLabel')}</span>
          <Search className="pointer-events-none absolute left-3.5 top-1/2 size-4.5 -translate-y-1/2 text-ink-soft" aria-hidden="true" />
          <SearchInput placeholder={t('searchHint')} />
        </label>
      </form>
    </search>
  )
}

async function UserMenu({ user }: { user: User }) {
  const t = await getTranslations('nav')
  const links = [
    ['/orders', t('orders')],
    ['/sales', t('sales')],
    ['/sell', t('products')],
    ['/account', t('account')],
    ...(user.roles.includes('admin') ? [['/ops', t('ops')] as const] : []),
  ] as const
  return (
    <Menu
      label={t('menu')}
      button={
        <>
          <span className="grid size-8 place-items-center rounded-full bg-cobalt-fill text-sm font-bold text-on-fill" aria-hidden="true">
            {initials(user.fullName)}
          </span>
          <ChevronDown className="size-4 transition-transform group-open:rotate-180" aria-hidden="true" />
        </>
      }
    >
      <p className="truncate px-3 pb-2 pt-1 text-sm text-ink-soft">{user.fullName}</p>
      <ul>
        {links.map(([href, label]) => (
          <li key={href}>
            <Link href={href} className="block rounded-field px-3 py-2.5 font-medium hover:bg-cobalt-wash hover:text-cobalt">
              {label}
            </Link>
          </li>
        ))}
      </ul>
      <form action={logout} className="mt-1 border-t border-line pt-1">
        <button
          type="submit"
          className="flex w-full items-center gap-2 rounded-field px-3 py-2.5 text-left font-medium text-coral hover:bg-coral-wash"
        >
          <LogOut className="size-4" aria-hidden="true" />
          {t('logout')}
        </button>
      </form>
    </Menu>
  )
}

/** First letters of the first and the last name; `toLocaleUpperCase` because i is not I in Turkish. */
function initials(fullName: string): string {
  const names = fullName.split(/\s+/)
  return [names[0], names.at(-1)]
    .map((name) => [...(name ?? '')][0] ?? '')
    .join('')
    .toLocaleUpperCase('tr')
}
