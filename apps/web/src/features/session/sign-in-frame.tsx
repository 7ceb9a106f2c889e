import type { ReactNode } from 'react'
import { Mark } from '@/ui/mark.tsx'

export function SignInFrame({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <div className="mx-auto max-w-md">
      <div className="rounded-tile border border-line bg-surface p-6 shadow-tile sm:p-8">
        <Mark className="mb-4 size-10 text-cobalt" />
        <h1 className="text-3xl font-extrabold">{title}</h1>
        <p className="mb-6 mt-2 text-ink-soft">{lead}</p>
        {children}
      </div>
    </div>
  )
}
