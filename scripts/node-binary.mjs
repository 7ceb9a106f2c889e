import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The Node that runs Emanet: the one that came with the installation, else this one when it reads TypeScript.
 * @throws where neither will do
 */
export function findNode(root) {
  const own = join(root, 'node_modules', '.bin', 'node')
  if (process.platform === 'linux' && existsSync(own)) {
    try {
      execFileSync(own, ['--version'], { stdio: 'ignore' })
      return own
    } catch {
      // A system whose C library this build does not know; the machine's own Node may still do.
    }
  }
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  throw new Error(`Emanet needs Node 22.18 or newer on ${process.platform} ${process.arch}; this is ${process.versions.node}`)
}

/** The environment with the installation's programs, and so its Node, first on the PATH. */
export function withBin(root, env) {
  const name = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH'
  return { ...env, [name]: `${join(root, 'node_modules', '.bin')}${delimiter}${env[name] ?? ''}` }
}
