import { pathOfLink } from '../src/features/site/app-link.ts'

/** Every link that the phone hands to the app comes through here first. */
export function redirectSystemPath({ path }: { path: string; initial: boolean }): string {
  return pathOfLink(path)
}
