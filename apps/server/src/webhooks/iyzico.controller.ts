import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DEPS } from '../api.tokens.ts'
import type { Deps } from '../deps.ts'
import { receiveCallback } from './receive-callback.ts'
import { receiveWebhook } from './receive-webhook.ts'

/** The two doors through which iyzico comes to us. Neither is believed: both only make us go and ask. */
@Controller()
export class IyzicoController {
  constructor(@Inject(DEPS) private readonly deps: Deps) {}

  @Post('/webhooks/iyzico')
  @HttpCode(200)
  webhook(@Req() request: FastifyRequest) {
    return receiveWebhook(this.deps, { rawBody: request.rawBody ?? Buffer.alloc(0), signature: request.headers['x-iyz-signature-v3'] })
  }

  /** The buyer's browser, posted across sites by the payment page: no cookie, no token of ours, nothing to trust. */
  @Post('/payments/iyzico/callback')
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    reply.redirect(await receiveCallback(this.deps, request.body), 303)
  }
}
