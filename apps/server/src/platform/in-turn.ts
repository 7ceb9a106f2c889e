import { AppError } from '@emanet/contracts/errors'

export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/**
 * Runs at most `atOnce` pieces of work of a kind at a time, first come first served, and lets at most `waitingMax` wait.
 * @throws AppError `server.busy` from the returned function when more would have to.
 */
export function createInTurn({ atOnce, waitingMax }: { atOnce: number; waitingMax: number }): InTurn {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running < atOnce) running++
    else if (waiting.length < waitingMax) await new Promise<void>((resolve) => waiting.push(resolve))
    else throw new AppError('server.busy')
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
