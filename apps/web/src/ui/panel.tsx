import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export function Panel(props: { title?: ReactNode; children: ReactNode; className?: string; id?: string; aside?: ReactNode }) {
  return (
    <section id={props.id} className={classes('rounded-tile border border-line bg-surface p-5 sm:p-6', props.className)}>
      {props.title ? (
        <div className="mb-4 flex flex-wrap items-baseline justify-between gap-2">
          <h2 className="text-lg font-bold">{props.title}</h2>
          {props.aside}
        </div>
      ) : null}
      {props.children}
    </section>
  )
}

export function PageTitle({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4 sm:mb-8">
      <div className="min-w-0 max-w-2xl">
        <h1 className="text-3xl font-extrabold sm:text-4xl">{title}</h1>
        {lead ? <p className="mt-2 text-lg text-ink-soft">{lead}</p> : null}
      </div>
      {children}
    </div>
  )
}

/** Where a list has nothing to show. */
export function Emptiness({ title, text, children }: { title: ReactNode; text: ReactNode; children?: ReactNode }) {
  return (
    <div className="lattice overflow-hidden rounded-tile border border-line bg-surface px-6 py-14 text-center">
      <h2 className="text-xl font-bold">{title}</h2>
      <p className="mx-auto mt-2 max-w-md text-ink-soft">{text}</p>
      {children ? <div className="mt-6 flex flex-wrap justify-center gap-3">{children}</div> : null}
    </div>
  )
}
