const CALL_TIMEOUT_MS = 30_000
const WAIT_TIMEOUT_MS = 30_000
const POLL_MS = 20

/**
 * The API and the simulators' controls as a person with a terminal uses them.
 * @param {{api: string, simulator: (offset: number) => string}} options `simulator` gives the address of the one so many ports after the page
 */
export function createHttp({ api, simulator }) {
  const call = async (base, method, path, { body, as, headers = {} } = {}) => {
    const reply = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(as && { authorization: `Bearer ${as.accessToken}` }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    }).catch((cause) => {
      throw new Error(`${method} ${base}${path} could not be reached (${cause.cause?.code ?? cause.message}); is npm start running?`, {
        cause,
      })
    })
    const text = await reply.text()
    const json = parse(text)
    if (reply.ok) return json
    throw Object.assign(
      new Error(
        `${method} ${path} answered ${reply.status} ${json?.code ?? ''} ${json?.detail ?? json?.title ?? text.slice(0, 200)}`.trim(),
      ),
      {
        code: json?.code,
      },
    )
  }
  return {
    /** @throws an Error whose `code` is the API's when it answers with one */
    api: (method, path, options) => call(api, method, path, options),
    simulator: (offset, method, path, body) => call(simulator(offset), method, path, { body }),
    /** What a simulator keeps, newest last. */
    simulated: async (offset, path) => {
      const answer = await call(simulator(offset), 'GET', path)
      return Array.isArray(answer) ? answer : answer.items
    },
    signIn: ({ email, password }) => call(api, 'POST', '/auth/login', { body: { email, password } }),
  }
}

/**
 * Asks again until the answer is something.
 * @throws naming `what` when 30 s have passed
 */
export async function until(what, ask) {
  const end = Date.now() + WAIT_TIMEOUT_MS
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > end) throw new Error(`waited ${WAIT_TIMEOUT_MS / 1000} s in vain: ${what}`)
    await new Promise((next) => setTimeout(next, POLL_MS))
  }
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
