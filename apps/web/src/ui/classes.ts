import { type ClassValue, clsx } from 'clsx'
import { twMerge } from 'tailwind-merge'

export function classes(...values: ClassValue[]): string {
  return twMerge(clsx(values))
}
