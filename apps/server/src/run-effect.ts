import type { Deps } from './deps.ts'
import { JOBS, type Job } from './jobs.ts'
import { claimEffect, type EffectJob, type EffectResult, noteAttempt } from './platform/effects.ts'
import { type QueueClient, RunAgain } from './platform/queue.ts'

/**
 * One attempt at an effect, by whichever job came for it: claim the row, do it, write down how it ended.
 * @throws RunAgain when another attempt is due; the queue waits that long.
 */
export async function runEffect(deps: Deps, channel: EffectJob['channel'], effectId: string): Promise<void> {
  const job = JOBS[channel]
  const effect = await claimEffect(deps, effectId, job.leaseMs)
  if (!effect) return
  const result = await attempt(deps, job, effect)
  const nextAttemptMs =
    result.kind === 'dead' || effect.attempts >= job.attempts
      ? null
      : (('afterMs' in result ? result.afterMs : undefined) ?? backoffMs(job, effect.attempts))
  await noteAttempt(deps, effect, result, nextAttemptMs)
  if (result.kind === 'done') return
  const facts = { effectId: effect.id, event: effect.event, channel, attempts: effect.attempts, reason: result.reason }
  if (nextAttemptMs === null) return deps.log.error(facts, 'an effect is dead; a person can send it again')
  // An outage of a day is told once an effect, not once a try.
  deps.log[effect.attempts === 1 ? 'warn' : 'debug'](facts, 'an effect will be tried again')
  throw new RunAgain(result.reason, nextAttemptMs)
}

async function attempt(deps: Deps, job: Job, effect: Parameters<Job['handler']>[1]): Promise<EffectResult> {
  try {
    return await job.handler(deps, effect)
  } catch (error) {
    deps.log.error({ err: error, effectId: effect.id }, 'an effect failed in our own code')
    return { kind: 'unsure', reason: (error as Error).message }
  }
}

/** 1×, 2×, 4× … of the first pause up to the longest; then anything between half of it and all of it. */
function backoffMs(job: Job, attempts: number): number {
  const full = Math.min(job.backoffMaxMs, job.backoffMs * 2 ** Math.min(attempts - 1, 20))
  return Math.round(full * (0.5 + Math.random() / 2))
}

export async function enqueueEffect(queues: QueueClient, job: EffectJob): Promise<void> {
  const { queue, attempts } = JOBS[job.channel]
  await queues.add(queue, {
    name: job.channel,
    id: `${job.effectId}-${job.generation}`,
    data: { effectId: job.effectId },
    attempts: attempts + 5,
  })
}
