import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { tailOf } from './command.mjs'
import { signalGroup } from './processes.mjs'

const READY_TIMEOUT_MS = 60_000
const STOP_TIMEOUT_MS = 10_000

/**
 * A program that runs until it is stopped, for `createSupervisor`.
 *
 * It gets an IPC channel and ends when that closes, so it never outlives the launcher; it gets a process group of its own, so
 * that Ctrl-C reaches the launcher alone, which stops things in order.
 * @param {object} options
 * @param {string} options.log file that gets its output; each run adds to it
 * @param {(pid: number) => void} [options.onSpawn]
 * @param {string} [options.health] ready when a GET there answers below 400
 * @param {() => Promise<boolean>} [options.probe] ready when this says so; without both, when the program sends `{ready: true}`
 */
export function programService(options) {
  const { name, log, health, probe = health && (() => answers(health)), stopTimeoutMs = STOP_TIMEOUT_MS } = options
  const readyTimeoutMs = options.readyTimeoutMs ?? READY_TIMEOUT_MS
  return {
    name,
    async start(abort) {
      const child = spawnProgram(options)
      if (child.pid) options.onSpawn?.(child.pid)
      const exited = endOf(child)
      const stop = () => stopProgram({ child, exited, stopTimeoutMs })
      const until = AbortSignal.any([AbortSignal.timeout(readyTimeoutMs), ...(abort ? [abort] : [])])
      const outcome = await Promise.race([ready({ child, probe, until }), exited.then((reason) => ({ reason }))])
      if (outcome === 'ready') return { pid: child.pid, exited, stop }
      await stop()
      abort?.throwIfAborted()
      const why = outcome.reason ? `ended (${outcome.reason}) before it was ready` : `was not ready after ${readyTimeoutMs / 1000} s`
      throw new Error(`${name} ${why}:\n${tailOf(log)}\nall of it: ${log}`)
    },
  }
}

/** Sets the log of the last run aside as `<log>.1`, so that a log begins with its run. */
export function rotateLog(log) {
  if (existsSync(log)) renameSync(log, `${log}.1`)
}

function spawnProgram({ command: [program, ...args], cwd, env, log }) {
  mkdirSync(dirname(log), { recursive: true })
  const output = openSync(log, 'a')
  const child = spawn(program, args, {
    cwd,
    env,
    detached: process.platform !== 'win32',
    windowsHide: true,
    stdio: ['ignore', output, output, 'ipc'],
  })
  closeSync(output)
  return child
}

function endOf(child) {
  return new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => {
      // What it had started itself must not hold its ports while it starts again.
      if (child.pid) signalGroup(child.pid, 'SIGKILL')
      done(signal ?? `exit code ${code}`)
    })
  })
}

/** Resolves to true when it had to be killed. */
async function stopProgram({ child, exited, stopTimeoutMs }) {
  if (!child.pid) return false
  let forced = false
  const force = setTimeout(() => {
    forced = true
    signalGroup(child.pid, 'SIGKILL')
  }, stopTimeoutMs)
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
  await exited
  clearTimeout(force)
  return forced
}

function ready({ child, probe, until }) {
  return probe ? readyByProbe(probe, until) : readyByMessage(child, until)
}

async function readyByProbe(probe, until) {
  while (!until.aborted) {
    if (await probe()) return 'ready'
    await new Promise((next) => setTimeout(next, 50))
  }
  return {}
}

function readyByMessage(child, until) {
  return new Promise((done) => {
    until.addEventListener('abort', () => done({}), { once: true })
    child.on('message', (message) => {
      if (message?.ready) done('ready')
    })
  })
}

async function answers(url) {
  try {
    const reply = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(5000) })
    await reply.arrayBuffer()
    return reply.status < 400
  } catch {
    return false
  }
}
