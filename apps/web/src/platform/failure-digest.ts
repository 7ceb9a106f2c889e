/** Why a page could not be made, as far as the browser may know. */
export type FailureKind = 'busy' | 'unreachable' | 'fault'

/** Reads a digest of ours; any other error is a fault, with its digest as a reference. */
export function readFailure(digest: string | undefined): { kind: FailureKind; waitS: number; reference: string | null } {
  const ours = /^(busy|unreachable|fault);(\d{1,6})$/.exec(digest ?? '')
  if (!ours) return { kind: 'fault', waitS: 0, reference: digest ?? null }
  return { kind: ours[1] as FailureKind, waitS: Number(ours[2]), reference: null }
}
