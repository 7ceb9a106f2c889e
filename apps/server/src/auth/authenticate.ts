import { AppError } from '@emanet/contracts/errors'
import type { Deps } from '../deps.ts'
import type { Viewer } from '../platform/http.ts'

export async function authenticate(_deps: Deps, _authorization: string | undefined): Promise<Viewer> {
  throw new AppError('auth.required')
}
