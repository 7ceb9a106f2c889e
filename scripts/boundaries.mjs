// Which part may import which: platform ← leaves ← orders ← edges, and the packages below all of them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'

const SERVER = '^apps/server/src'
const LEAVES = 'auth|catalogue|payments|escrow|shipping'
const EDGES = 'webhooks|notifications|ops'
const TESTS = '\\.test\\.tsx?$|^apps/[^/]+/test/|^bench/'

/** dependency-cruiser's rules; a test breaks each of them on purpose. */
export const RULES = [
  rule(
    'platform-knows-no-noun',
    `${SERVER}/platform/`,
    `${SERVER}/(?!platform/)`,
    'platform/ is below every noun and imports none of them',
  ),
  {
    name: 'leaves-stand-apart',
    comment: 'auth, catalogue, payments, escrow and shipping never import each other; what needs two of them belongs to orders/',
    severity: 'error',
    from: { path: `${SERVER}/(${LEAVES})/`, pathNot: TESTS },
    to: { path: `${SERVER}/(${LEAVES}|orders)/`, pathNot: `${SERVER}/$1/` },
  },
  rule(
    'nobody-imports-an-edge',
    `${SERVER}/(?!${EDGES})[^/]+/`,
    `${SERVER}/(${EDGES})/`,
    'webhooks/, notifications/ and ops/ are entered from outside only',
  ),
  {
    name: 'edges-stand-apart',
    comment: 'an edge does not import another edge',
    severity: 'error',
    from: { path: `${SERVER}/(${EDGES})/`, pathNot: TESTS },
    to: { path: `${SERVER}/(${EDGES})/`, pathNot: `${SERVER}/$1/` },
  },
  rule(
    'contracts-are-the-ground',
    '^packages/contracts/',
    '^(apps|bench|scripts|packages/(?!contracts/))',
    'contracts import nothing of ours',
  ),
  rule('packages-know-no-app', '^packages/', '^(apps|bench|scripts)/', 'a package does not import an app'),
  rule(
    'screens-use-the-contract',
    '^apps/(web|mobile)/',
    '^(apps/(server|simulators)|packages/providers)/',
    'web and mobile reach the server over HTTP',
  ),
  {
    name: 'simulators-stay-outside',
    comment: 'only simulators and tests import a simulator: an adapter must not know whether it talks to one',
    severity: 'error',
    from: { path: '^(apps|packages)/', pathNot: `^apps/simulators/|[/.]simulator[-./]|${TESTS}` },
    to: { path: '\\.simulator\\.ts$|/simulator-kit\\.ts$' },
  },
]

/**
 * What breaks the rules among the modules below `folders`.
 * @param {{root: string, folders?: string[]}} options
 * @returns {Promise<{modules: number, violations: string[]}>} one sentence a violation; `modules` is how many files were read
 */
export async function findViolations({ root, folders = ['apps/server', 'apps/simulators', 'apps/web', 'apps/mobile', 'packages'] }) {
  const present = folders.filter((folder) => existsSync(join(root, folder)))
  const { output } = await cruise(present, {
    baseDir: root,
    // TypeScript 7 has no API that dependency-cruiser could use, and without a parser it reads nothing and is content.
    parser: 'swc',
    tsPreCompilationDeps: true,
    exclude: { path: '(^|/)(node_modules|dist|\\.next|\\.expo)/' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js'],
    },
    ruleSet: { forbidden: RULES },
    validate: true,
  })
  const own = output.modules.filter(({ source }) => /\.tsx?$/.test(source) && !source.includes('node_modules'))
  const violations = output.summary.violations.map(
    ({ rule: broken, from, to }) => `${from} imports ${to}: ${commentOf(broken.name)} (${broken.name})`,
  )
  return { modules: own.length, violations: [...violations, ...environmentReaders(root)] }
}

function rule(name, from, to, comment) {
  return { name, comment, severity: 'error', from: { path: from, pathNot: TESTS }, to: { path: to } }
}

function commentOf(name) {
  return RULES.find((candidate) => candidate.name === name)?.comment
}

// Settings come from config.ts, which checks them; a main hands it the environment and that is all.
function environmentReaders(root) {
  const found = []
  const folder = join(root, 'apps/server/src')
  if (!existsSync(folder)) return found
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.ts$/.test(entry.name) || /\.test\.ts$/.test(entry.name)) continue
    const file = join(entry.parentPath, entry.name)
    if (file === join(folder, 'config.ts')) continue
    const lines = readFileSync(file, 'utf8').split('\n')
    lines.forEach((line, index) => {
      if (!line.includes('process.env') || line.includes('readConfig(process.env)')) return
      found.push(
        `${file.slice(root.length).replace(/^\//, '')}:${index + 1} reads process.env: only config.ts does (settings-come-from-config)`,
      )
    })
  }
  return found
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { modules, violations } = await findViolations({ root: fileURLToPath(new URL('..', import.meta.url)) })
  for (const violation of violations) console.error(violation)
  console.log(`boundaries: ${modules} modules, ${violations.length} violations`)
  process.exitCode = violations.length ? 1 : 0
}
