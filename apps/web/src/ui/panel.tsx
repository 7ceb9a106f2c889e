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

/** Where there is nothing to show; `heading` is h1 where it is all the page says. */
export function Emptiness(props: { title: ReactNode; text: ReactNode; children?: ReactNode; heading?: 'h1' | 'h2' }) {
  const Heading = props.heading ?? 'h2'
  return (
    <div className="lattice overflow-hidden rounded-tile border border-line bg-surface px-6 py-14 text-center">
      <Heading className="text-xl font-bold">{props.title}</Heading>
      <p className="mx-auto mt-2 max-w-md text-ink-soft">{props.text}</p>
      {props.children ? <div className="mt-6 flex flex-wrap justify-center gap-3">{props.children}</div> : null}
    </div>
  )
}
