import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'

it('gives back at rest what a burst of requests needed', async () => {
  const source = `
    import { giveMemoryBack } from '${new URL('./memory.ts', import.meta.url).href}'
    const megabytes = () => Math.round(process.memoryUsage.rss() / 1024 / 1024)
    const before = megabytes()
    const line = JSON.stringify({ text: 'Iğdır'.repeat(60), html: 'x'.repeat(200) })
    for (let list = 0; list < 6; list += 1) Array.from({ length: 40_000 }, () => JSON.parse(line))
    console.log(megabytes() - before)
    giveMemoryBack(500)
    setInterval(() => console.log(megabytes() - before), 100)`
  // V8 would do as much by itself, much later.
  const child = spawn(process.execPath, ['--no-memory-reducer', '--input-type=module', '-e', source], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const grown: number[] = []
  const given = new Promise<void>((resolve) =>
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      grown.push(...text.trim().split('\n').map(Number))
      if ((grown.at(-1) as number) < 40) resolve()
    }),
  )
  await given
  expect(grown[0]).toBeGreaterThan(100)
  child.kill()
  await once(child, 'exit')
})
