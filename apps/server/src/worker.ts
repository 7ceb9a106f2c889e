import type { Deps } from './deps.ts'
import { JOBS } from './jobs.ts'
import { planEffects } from './notifications/plan-effects.ts'
import type { EffectJob } from './platform/effects.ts'
import { listenForPokes, relayOutbox } from './platform/outbox.ts'
import { openQueues, queueBackend, startQueueWorker } from './platform/queue.ts'
import { repeatEvery } from './platform/repeat.ts'
import { enqueueEffect, runEffect } from './run-effect.ts'
import { TIMERS } from './timers.ts'

/** How long an event waits at most when the poke that should have woken the relay was lost. */
const RELAY_PERIOD_MS = 1000

/** The workers: the outbox relay, one BullMQ worker per queue, and the timers. */
export async function startWorker(deps: Deps): Promise<{ close(): Promise<void> }> {
  const backend = queueBackend(deps.config)
  const queues = openQueues(backend, deps.log)
  const relay = repeatEvery(
    RELAY_PERIOD_MS,
    () => relayAll(deps, (job) => enqueueEffect(queues, job)),
    (error, failuresInARow) => deps.log.error({ err: error, failuresInARow }, 'the relay failed'),
  )
  const pokes = listenForPokes(deps.config.database.url, relay.wake, deps.log)
  const workers = Object.entries(JOBS).map(([channel, job]) =>
    startQueueWorker(
      backend,
      job.queue,
      job.concurrency,
      ({ effectId }) => runEffect(deps, channel as EffectJob['channel'], effectId),
      deps.log,
    ),
  )
  const timers = Object.entries(TIMERS).map(([name, timer]) =>
    repeatEvery(
      timer.periodMs,
      () => timer.run(deps, queues),
      (error, failuresInARow) => deps.log.error({ err: error, failuresInARow, timer: name }, 'a timer failed'),
    ),
  )
  return {
    async close() {
      await pokes.close()
      await Promise.all([relay, ...timers, ...workers].map((one) => one.close()))
      await queues.close()
    },
  }
}

async function relayAll(deps: Deps, enqueue: (job: EffectJob) => Promise<void>): Promise<void> {
  while ((await relayOutbox(deps, planEffects, enqueue)) > 0);
}
