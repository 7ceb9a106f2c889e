import { cva, type VariantProps } from 'class-variance-authority'
import Link from 'next/link'
import type { ComponentProps } from 'react'
import { classes } from './classes.ts'
import { LinkPending } from './link-pending.tsx'

const look = cva(
  'inline-flex items-center justify-center gap-2 rounded-field font-semibold leading-tight text-center transition-[background,color,border-color,translate] duration-150 ease-calm active:translate-y-px disabled:opacity-60 disabled:active:translate-y-0 aria-disabled:opacity-60 [&_svg]:size-[1.15em] [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        fill: 'bg-cobalt-fill text-on-fill hover:bg-cobalt-press',
        calm: 'border border-line-strong bg-surface text-ink hover:border-cobalt hover:text-cobalt',
        quiet: 'text-cobalt hover:bg-cobalt-wash',
        danger: 'bg-coral-fill text-on-fill hover:brightness-110',
        dangerQuiet: 'text-coral hover:bg-coral-wash',
      },
      size: {
        small: 'min-h-9 px-3 py-1.5 text-sm',
        medium: 'min-h-11 px-4.5 py-2.5',
        large: 'min-h-13 px-6 py-3.5 text-lg',
      },
      wide: { true: 'w-full' },
    },
    defaultVariants: { tone: 'fill', size: 'medium' },
  },
)

type Look = VariantProps<typeof look>

export function Button({ tone, size, wide, className, type = 'submit', ...rest }: ComponentProps<'button'> & Look) {
  return <button type={type} className={classes(look({ tone, size, wide }), className)} {...rest} />
}

export function ButtonLink({ tone, size, wide, className, children, ...rest }: ComponentProps<typeof Link> & Look) {
  return (
    <Link className={classes(look({ tone, size, wide }), 'relative overflow-hidden', className)} {...rest}>
      {children}
      <LinkPending />
    </Link>
  )
}

/** For addresses outside the app and for files. */
export function ButtonAnchor({ tone, size, wide, className, children, ...rest }: ComponentProps<'a'> & Look) {
  return (
    <a className={classes(look({ tone, size, wide }), className)} {...rest}>
      {children}
    </a>
  )
}
