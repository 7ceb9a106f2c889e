/** What the page needs of an OpenAPI 3.1 document; `openApi()` of the contracts prints it. */
type Schema = { [keyword: string]: unknown }
type Operation = {
  operationId: string
  summary: string
  security?: object[]
  parameters: { name: string; in: string; required: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}
type Document = { info: { title: string; description: string }; paths: Record<string, Record<string, Operation>> }

export const DOCS_STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8882; --accent: #0f766e }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1rem 6rem; font: 16px/1.5 system-ui, sans-serif }
h1 { margin: 0 } h2 { margin: 2.5rem 0 .5rem } h3 { font-size: .85rem; margin: 1rem 0 .25rem; opacity: .7 }
nav a { margin-right: 1rem; color: var(--accent) }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; padding: 0 1rem }
details[open] { padding-bottom: 1rem }
summary { cursor: pointer; padding: .6rem 0; display: flex; gap: .75rem; align-items: baseline; flex-wrap: wrap }
summary b { font: 600 .8rem ui-monospace, monospace; min-width: 4rem; color: var(--accent) }
summary > code { font-weight: 600 } summary span { opacity: .75; flex: 1 } summary i { font-size: .8rem; opacity: .6 }
pre { background: var(--soft); border-radius: .4rem; padding: .75rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem; margin: .25rem 0 }
table { border-collapse: collapse; width: 100%; font-size: .9rem } td { border-top: 1px solid var(--line); padding: .35rem .5rem; vertical-align: top }
td:first-child { white-space: nowrap; width: 1%; font-family: ui-monospace, monospace }
`

/** The whole document as one page of HTML: no script, no request to anywhere. */
export function docsPage(openApiDocument: object): string {
  const document = openApiDocument as Document
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const groups = Map.groupBy(operations, ({ path }) => path.split('/')[1] as string)
  const links = [...groups.keys()].map((name) => `<a href="#${escapeHtml(name)}">/${escapeHtml(name)}</a>`).join('')
  const sections = [...groups]
    .map(([name, members]) => `<h2 id="${escapeHtml(name)}">/${escapeHtml(name)}</h2>${members.map(operationHtml).join('')}`)
    .join('')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(document.info.title)} API</title>
<style>${DOCS_STYLE}</style></head>
<body><h1>${escapeHtml(document.info.title)} API</h1><p>${escapeHtml(document.info.description)} <a href="/openapi.json">openapi.json</a></p><nav>${links}</nav>${sections}</body></html>
`
}

function operationHtml({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const [body] = Object.values(operation.requestBody?.content ?? {})
  return `<details id="${escapeHtml(operation.operationId)}"><summary><b>${method.toUpperCase()}</b><code>${escapeHtml(path)}</code><span>${escapeHtml(operation.summary)}</span><i>${accessOf(
    operation,
  )}</i></summary>${parametersHtml(operation)}${body ? `<h3>Body</h3><pre>${escapeHtml(shape(body))}</pre>` : ''}<h3>Answers</h3><table>${Object.entries(
    operation.responses,
  )
    .map(responseHtml)
    .join('')}</table></details>`
}

function accessOf({ security }: Operation): string {
  if (!security) return 'public'
  return security.length > 1 ? 'public or token' : 'token'
}

function parametersHtml({ parameters }: Operation): string {
  if (parameters.length === 0) return ''
  const rows = parameters.map(
    (parameter) =>
      `<tr><td>${escapeHtml(parameter.name)}</td><td>${parameter.in}${parameter.required ? ', required' : ''}</td><td>${escapeHtml(shape(parameter.schema))}</td></tr>`,
  )
  return `<h3>Parameters</h3><table>${rows.join('')}</table>`
}

function responseHtml([status, response]: [string, Operation['responses'][string]]): string {
  const schema = response.content?.['application/json']?.schema
  return `<tr><td>${escapeHtml(status)}</td><td>${escapeHtml(response.description)}${schema ? `<pre>${escapeHtml(shape(schema))}</pre>` : ''}</td></tr>`
}

/** A JSON schema the way a person would write the value down: `{ id: uuid, stock?: integer 1…1000 }`. */
function shape(schema: Schema, indent = ''): string {
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema['const'])
  const choices = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(choices)) return choices.map((choice: Schema) => shape(choice, indent)).join(' | ')
  if (typeof schema['$ref'] === 'string') return schema['$ref'].split('/').at(-1) as string
  if (schema['type'] === 'array') return `[${shape((schema['items'] ?? {}) as Schema, indent)}]`
  if (schema['properties']) return objectShape(schema, indent)
  return `${schema['format'] ?? [schema['type'] ?? 'anything'].flat().join(' | ')}${bounds(schema)}`
}

function objectShape(schema: Schema, indent: string): string {
  const required = (schema['required'] ?? []) as string[]
  const lines = Object.entries(schema['properties'] as Record<string, Schema>).map(
    ([name, property]) => `${indent}  ${name}${required.includes(name) ? '' : '?'}: ${shape(property, `${indent}  `)}`,
  )
  return `{\n${lines.join('\n')}\n${indent}}`
}

function bounds(schema: Schema): string {
  const low = schema['minimum'] ?? schema['minLength']
  const high = schema['maximum'] ?? schema['maxLength']
  if (low === undefined && high === undefined) return ''
  return ` ${low ?? ''}…${high === Number.MAX_SAFE_INTEGER ? '' : (high ?? '')}`
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
