import 'fastify'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it arrived; signatures are over bytes. */
    rawBody?: Buffer
  }
}
