import { until } from './world.ts'

export type Crash = ReturnType<typeof createCrash>

/**
 * Names every step of a world (each SQL statement, each request to a provider, each of its answers before it is written
 * down) and kills the world before the one that `dieBefore` names: from there on nothing works, whoever swallows the
 * error, until `revive`. Steps have names, since what runs at
 * the same time has no order.
 */
export function createCrash() {
  const taken = new Map<string, number>()
  let total = 0
  let target: string | number | null = null
  let isDead = false
  let running = 0

  const step = (what: string): void => {
    const nth = (taken.get(what) ?? 0) + 1
    taken.set(what, nth)
    total++
    if (target === total || target === `${what} #${nth}`) isDead = true
    if (isDead) throw new Error(`crashed before ${what}`)
  }
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    running++
    try {
      return await work()
    } finally {
      running--
    }
  }
  return {
    step,
    beforeStatement: (text: string) => step(text.replace(/\s+/g, ' ').trim().slice(0, 90)),
    /** Work of the world that nobody waits for; `revive` does. */
    during,
    /** The provider, whose answers can be lost on the way to the next statement. */
    losing<T extends object>(provider: T, name: string): T {
      return new Proxy(provider, {
        get(target, key) {
          const member: unknown = Reflect.get(target, key)
          if (typeof member !== 'function') return member
          return (...args: unknown[]) =>
            during(async () => {
              step(`${name}.${String(key)} is called`)
              const answer = await member.apply(target, args)
              step(`${name}.${String(key)} has answered`)
              return answer
            })
        },
      })
    },
    /** @param step one of `steps`, or its number from now on; null: only count. */
    dieBefore(step: string | number | null): void {
      taken.clear()
      total = 0
      target = step
    },
    /** A new process begins when the old one has stopped moving. */
    async revive(): Promise<void> {
      await until(async () => running === 0, 'everything that ran in the dead process to end')
      target = null
      isDead = false
    },
    get isDead(): boolean {
      return isDead
    },
    get steps(): string[] {
      return [...taken].flatMap(([what, count]) => Array.from({ length: count }, (_, index) => `${what} #${index + 1}`))
    },
  }
}
