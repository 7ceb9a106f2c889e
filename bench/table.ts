import type { Figure } from './bench.ts'

/** The figures as people read them, one line each. */
export function table(figures: readonly Figure[]): string {
  const verdict = ({ isGood }: Figure) => (isGood === null ? '' : isGood ? 'reached' : 'MISSED')
  const rows = [
    ['figure', 'target', 'measured', 'verdict'],
    ...figures.map((figure) => [figure.name, figure.target, figure.measured, verdict(figure)]),
  ]
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('   ')
        .trimEnd(),
    )
    .join('\n')
}
