import { createHash } from 'node:crypto'
import { openApi } from '@emanet/contracts/openapi'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../deps.ts'
import { DOCS_STYLE, docsPage } from './docs-page.ts'

/** `/openapi.json` and a page for people at `/docs`, both from the contract that the server routes and validates by. */
export function addOpenApi(fastify: FastifyInstance, deps: Deps): void {
  const document = openApi(deps.config.publicApiUrl)
  const page = docsPage(document)
  const styleHash = createHash('sha256').update(DOCS_STYLE).digest('base64')
  fastify.get('/openapi.json', async (_request, reply) => {
    reply.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=60')
    return document
  })
  fastify.get('/docs', async (_request, reply) => {
    reply.header('content-type', 'text/html; charset=utf-8').header('cache-control', 'public, max-age=60')
    reply.header(
      'content-security-policy',
      `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    return page
  })
}
