import { AppError } from '@emanet/contracts/errors'
import type { Route } from '@emanet/contracts/route'
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DEPS } from './api.tokens.ts'
import { authenticate } from './auth/authenticate.ts'
import type { Deps } from './deps.ts'
import { callerAddress } from './platform/caller-address.ts'
import { parseRequest, ROUTE, type Viewer } from './platform/http.ts'

/** The gate of every endpoint: who is asking, may she, is the request well-formed; then the controller gets the parsed call. */
@Injectable()
export class ApiGuard implements CanActivate {
  constructor(
    @Inject(DEPS) private readonly deps: Deps,
    @Inject(Reflector) private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = this.reflector.get<Route | undefined>(ROUTE, context.getHandler())
    if (!route) return true
    const http = context.switchToHttp()
    const request = http.getRequest<FastifyRequest & { call: unknown }>()
    const who = await this.whoAsks(route, request)
    request.call = { ...parseRequest(route, request), ...who, request, reply: http.getResponse<FastifyReply>() }
    return true
  }

  private async whoAsks(route: Route, request: FastifyRequest): Promise<{ viewer: Viewer | null; refused?: AppError }> {
    const { authorization } = request.headers
    // A refresh is asked for with the very token that has run out: where nobody needs to be known, none is looked at.
    if (route.auth === 'public' || (route.auth === 'optional' && authorization === undefined)) return { viewer: null }
    try {
      const viewer = { ...(await authenticate(this.deps, authorization)), ip: callerAddress(request, this.deps.config.forwardKey) }
      if (route.auth === 'admin' && !viewer.roles.includes('admin')) throw new AppError('auth.forbidden')
      return { viewer }
    } catch (error) {
      // What everybody may see is shown to whoever holds a stale token too.
      if (route.auth === 'optional' && error instanceof AppError) return { viewer: null, refused: error }
      throw error
    }
  }
}
