import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runCommand } from './command.mjs'
import { whileLocked } from './lock.mjs'
import { findNode, withBin } from './node-binary.mjs'
import { during } from './progress.mjs'

const SHARED = ['tsconfig.base.json', 'pnpm-lock.yaml']
const IGNORED = new Set(['node_modules', 'dist', '.next', '.expo', 'coverage', 'test', 'test-results', '.emanet-built', 'next-env.d.ts'])

/** What can be built: where the result lies, what it is made from, and the program that makes it. */
export const BUILDS = {
  server: {
    title: 'building the server',
    folder: 'apps/server',
    output: 'apps/server/dist',
    command: ['typescript/bin/tsc', '-p', 'apps/server/tsconfig.build.json'],
    clean: true,
  },
  web: {
    title: 'building the web',
    folder: 'apps/web',
    output: 'apps/web/.next',
    command: ['next/dist/bin/next', 'build'],
    env: { NEXT_TELEMETRY_DISABLED: '1' },
  },
  mobile: {
    title: 'exporting the app for browsers',
    folder: 'apps/mobile',
    output: 'apps/mobile/dist',
    command: ['expo/bin/cli', 'export', '-p', 'web', '--output-dir', 'dist'],
    env: { EXPO_OFFLINE: '1', CI: '1', EXPO_NO_TELEMETRY: '1' },
  },
}

/** Whether there is anything to build: an app that is not in the clone is simply left out. */
export function isPresent(root, name) {
  return existsSync(join(root, BUILDS[name].folder, 'package.json'))
}

/**
 * Builds a part when its sources have changed since it was last built.
 * @returns {Promise<boolean>} whether it was built now
 * @throws with the last lines of the log when it does not build
 */
export async function buildIfStale(options) {
  // `npm start` and `npm test` may meet here; the second waits and then finds it built.
  const lock = join(options.root, 'node_modules', `.emanet-build-${options.name}.lock`)
  return whileLocked(lock, () => buildLocked(options))
}

async function buildLocked({ root, dir, name, env = process.env, quiet = false }) {
  const build = BUILDS[name]
  const mark = join(root, build.output, '.emanet-built')
  const wanted = fingerprint(root, [...withPackages(root, build.folder), ...SHARED])
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return false
  rmSync(mark, { force: true })
  if (build.clean) rmSync(join(root, build.output), { recursive: true, force: true })

  const work = () =>
    runCommand({
      name: build.title,
      command: [findNode(root), programPath(root, build), ...build.command.slice(1)],
      cwd: build.clean ? root : join(root, build.folder),
      env: { ...withBin(root, env), ...build.env },
      log: join(dir, 'logs', `build-${name}.log`),
    })
  await (quiet ? work() : during(build.title, work))
  mkdirSync(dirname(mark), { recursive: true })
  writeFileSync(mark, wanted)
  return true
}

// Each part's own node_modules comes first: a dependency that it does not declare must not be found by luck.
function programPath(root, build) {
  const places = [join(root, build.folder, 'node_modules'), join(root, 'node_modules')]
  const found = places.map((place) => join(place, build.command[0])).find((path) => existsSync(path))
  if (!found) throw new Error(`${build.title} needs ${build.command[0]}, which is not installed; remove node_modules and start again`)
  return found
}

// A part and the packages of ours that it imports, those of packages too.
function withPackages(root, folder, found = new Set()) {
  found.add(folder)
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  for (const name of Object.keys(dependencies)) {
    const place = name.replace(/^@emanet\//, 'packages/')
    if (place !== name && !found.has(place)) withPackages(root, place, found)
  }
  return found
}

function fingerprint(root, places) {
  const hash = createHash('sha256')
  for (const place of places) addTo(hash, root, place)
  return hash.digest('hex')
}

function addTo(hash, root, path) {
  const full = join(root, path)
  let entries
  try {
    entries = readdirSync(full, { withFileTypes: true })
  } catch {
    if (existsSync(full)) hash.update(path).update('\0').update(readFileSync(full))
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (IGNORED.has(entry.name) || /\.test\.tsx?$|\.tsbuildinfo$/.test(entry.name)) continue
    const inside = `${path}/${entry.name}`
    if (entry.isDirectory()) addTo(hash, root, inside)
    else if (entry.isFile())
      hash
        .update(inside)
        .update('\0')
        .update(readFileSync(join(root, inside)))
  }
}
