import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { signalGroup } from './processes.mjs'

const running = new Set()

/**
 * Runs a program to its end, its output in a log file.
 * @param {object} options
 * @param {string} options.name what it is called in an error
 * @param {[string, ...string[]]} options.command
 * @param {string} options.log the file; it begins empty
 * @param {(line: string) => void} [options.onLine] sees every line of output as it comes
 * @param {number} [options.lines] how many of its last lines an error shows
 * @returns {Promise<string>} what it wrote to standard output
 * @throws an Error with the last lines and the path of the log when it ends with anything but 0
 */
export async function runCommand({ name, command: [program, ...args], cwd, env, log, onLine, shell = false, lines = 12 }) {
  mkdirSync(dirname(log), { recursive: true })
  const file = openSync(log, 'w')
  const child = spawn(program, args, {
    cwd,
    env,
    shell,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  running.add(child)
  let output = ''
  let rest = ''
  const take = (text) => {
    writeSync(file, text)
    const lines = (rest + text).split('\n')
    rest = lines.pop()
    for (const line of lines) onLine?.(line)
  }
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text
    take(text)
  })
  child.stderr.setEncoding('utf8').on('data', take)
  const reason = await new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('close', (code, signal) => done(signal ?? code))
  })
  running.delete(child)
  closeSync(file)
  if (reason !== 0)
    throw new Error(
      `${name} failed (${typeof reason === 'number' ? `exit code ${reason}` : reason}):\n${tailOf(log, lines)}\nall of it: ${log}`,
    )
  return output
}

/** Ends every program that `runCommand` is running, with everything those started. */
export function stopCommands() {
  for (const child of running) signalGroup(child.pid, 'SIGTERM')
}

/** The last lines of a log file, indented; '' when there is none. */
export function tailOf(file, lines = 12) {
  try {
    const all = readFileSync(file, 'utf8').trimEnd().split('\n')
    return all
      .slice(-lines)
      .map((line) => `  ${line.slice(0, 400)}`)
      .join('\n')
  } catch {
    return ''
  }
}
