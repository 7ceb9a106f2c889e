import type { Messages } from './catalogue.ts'

/** The sentence for an API error code out of one language's sentences; a code this build does not know yet gets the general one. */
export function sentenceFor(errors: Messages['errors'], code: string): string {
  return (errors as Record<string, string>)[code.replaceAll('.', '_')] ?? errors.server_error
}
