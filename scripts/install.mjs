import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from './command.mjs'
import { during } from './progress.mjs'

const PNPM = 'pnpm@12.21.0'

/**
 * Installs the dependencies when they are missing or older than the lock file. The mark that says "whole" is written last,
 * so an installation that was cut is done again.
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function installDependencies({ root, dir }) {
  const mark = join(root, 'node_modules', '.emanet-installed')
  const wanted = fingerprint(root)
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return false
  rmSync(mark, { force: true })

  const first = !existsSync(join(root, 'node_modules', '.pnpm'))
  await during(`installing dependencies${first ? ' (about half a minute the first time)' : ''}`, (report) =>
    runCommand({
      name: 'installing dependencies',
      command: ['npx', '-y', PNPM, 'install', '--frozen-lockfile', '--reporter=append-only'],
      cwd: root,
      env: installEnvironment(root),
      log: join(dir, 'logs', 'install.log'),
      shell: process.platform === 'win32',
      onLine(line) {
        const progress = /^Progress: (.*)$/.exec(line)
        if (progress) report(progress[1])
      },
    }),
  )
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(mark, wanted)
  return true
}

// The Node that is being replaced must not run its own replacement, and pnpm must not stop to ask.
function installEnvironment(root) {
  const bin = join(root, 'node_modules', '.bin')
  const env = { ...process.env, CI: 'true', NO_UPDATE_NOTIFIER: '1', npm_config_update_notifier: 'false' }
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  env[name] = (env[name] ?? '')
    .split(delimiter)
    .filter((entry) => entry !== bin)
    .join(delimiter)
  return env
}

function fingerprint(root) {
  const hash = createHash('sha256').update(`${PNPM} ${process.platform} ${process.arch}\n`)
  const manifests = ['apps', 'packages'].flatMap((group) => {
    const folder = join(root, group)
    return existsSync(folder) ? readdirSync(folder).map((name) => join(group, name, 'package.json')) : []
  })
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests.sort()]) {
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)))
  }
  return hash.digest('hex')
}
