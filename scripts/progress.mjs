const begun = Date.now()

/** One line of progress with the seconds since this command began. */
export function say(text) {
  process.stdout.write(`${seconds(Date.now() - begun).padStart(6)}  ${text}\n`)
}

/** Milliseconds as the seconds people read, with one decimal below a minute. */
export function seconds(ms) {
  return ms < 60_000
    ? `${Math.round(ms / 100) / 10}s`
    : `${Math.floor(ms / 60_000)}m${String(Math.round((ms % 60_000) / 1000)).padStart(2, '0')}s`
}

/**
 * Says what is being done, and says it again with the seconds while it lasts.
 * @param {string} text what is being done, in the present
 * @param {(report: (detail: string) => void) => Promise<T>} work may report a detail for the next line
 * @param {number} everyMs how long to be silent between two lines
 * @returns {Promise<T>}
 * @template T
 */
export async function during(text, work, everyMs = 10_000) {
  const from = Date.now()
  let detail = ''
  say(`${text} …`)
  const timer = setInterval(() => say(`  still: ${text}, ${Math.round((Date.now() - from) / 1000)} s${detail && ` (${detail})`}`), everyMs)
  try {
    return await work((news) => {
      detail = news
    })
  } finally {
    clearInterval(timer)
  }
}
