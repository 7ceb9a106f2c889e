import { writeFileSync } from 'node:fs'

/**
 * A Vitest reporter that writes `{passed, failed, skipped}` to the file that EMANET_TEST_SUMMARY names. A file that could
 * not be loaded and an error outside every test count as failed tests: neither may end in a green line.
 */
export default class ClosingLine {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 }
    for (const module of modules) {
      if (module.errors().length) counts.failed++
      for (const suite of module.children.allSuites()) if (suite.errors().length) counts.failed++
      for (const test of module.children.allTests()) {
        const { state } = test.result()
        counts[state === 'passed' || state === 'failed' ? state : 'skipped']++
      }
    }
    writeFileSync(process.env.EMANET_TEST_SUMMARY, JSON.stringify(counts))
  }
}

/** The line every run of the tests ends with. */
export function closingLine({ passed, failed, skipped = 0 }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`
}
