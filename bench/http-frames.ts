/** One HTTP/1.1 message with a `content-length`, or with no body at all. */
export type Frame = { head: string; body: Buffer }

const HEAD_END = '\r\n\r\n'

/**
 * Cuts what arrives on a kept-alive socket into messages. Only what the benchmark's own two ends send is understood; they
 * share two cores with what is measured, and this costs a tenth of an HTTP library.
 * @returns the function that takes the chunks. It throws on a chunked body.
 */
export function frameReader(onFrame: (frame: Frame) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const headEnd = rest.indexOf(HEAD_END)
      if (headEnd < 0) return
      const head = rest.toString('latin1', 0, headEnd)
      if (/\r\ntransfer-encoding:/i.test(head)) throw new Error('a chunked body')
      const bodyStart = headEnd + HEAD_END.length
      const bodyEnd = bodyStart + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
      if (rest.length < bodyEnd) return
      const body = rest.subarray(bodyStart, bodyEnd)
      rest = rest.subarray(bodyEnd)
      onFrame({ head, body })
    }
  }
}

/** A message as bytes: the first line, headers, and the body with its length. */
export function frame(firstLine: string, headers: Record<string, string>, body: string): Buffer {
  const lines = Object.entries({ ...headers, 'content-length': String(Buffer.byteLength(body)) }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return Buffer.from(`${[firstLine, ...lines].join('\r\n')}${HEAD_END}${body}`)
}
