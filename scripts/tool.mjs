// `npm run docs`, `npm run format`: a tool that comes with the installation, under the Node that comes with it.
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installDependencies } from './install.mjs'
import { findNode, withBin } from './node-binary.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [name, ...args] = process.argv.slice(2)
const TOOLS = {
  docs: ['scripts/generate-docs.mjs', ...args],
  format: ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', ...(args.length ? args : ['.'])],
}

try {
  await installDependencies({ root, dir: resolve(root, process.env.EMANET_DIR || '.emanet') })
  const [program, ...rest] = TOOLS[name]
  const tool = spawn(findNode(root), [join(root, program), ...rest], { cwd: root, env: withBin(root, process.env), stdio: 'inherit' })
  tool.once('exit', (code) => process.exit(code ?? 1))
} catch (error) {
  process.stderr.write(`\n${error.message}\n`)
  process.exitCode = 1
}
