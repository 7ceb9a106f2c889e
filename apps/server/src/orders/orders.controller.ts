import { ROUTES } from '@emanet/contracts/routes'
import { Controller, Inject } from '@nestjs/common'
import { DEPS } from '../api.tokens.ts'
import type { Deps } from '../deps.ts'
import { type Call, Endpoint, TheCall } from '../platform/http.ts'
import { cancelOrder } from './cancel-order.ts'
import { listOrders, readOrder } from './order.queries.ts'
import { payOrder } from './pay-order.ts'
import { placeOrder } from './place-order.ts'
import { printLabel } from './print-label.ts'
import { watchOrder } from './watch-order.ts'

@Controller()
export class OrdersController {
  constructor(@Inject(DEPS) private readonly deps: Deps) {}

  @Endpoint(ROUTES.placeOrder)
  async placeOrder(@TheCall() call: Call<typeof ROUTES.placeOrder>) {
    const { isNew, ...placed } = await placeOrder(this.deps, call.viewer, { ...call.body, key: call.headers['idempotency-key'] ?? null })
    call.reply.status(isNew ? 201 : 200)
    return placed
  }

  @Endpoint(ROUTES.listOrders)
  listOrders(@TheCall() call: Call<typeof ROUTES.listOrders>) {
    return listOrders(this.deps, call.viewer, call.query)
  }

  @Endpoint(ROUTES.getOrder)
  getOrder(@TheCall() call: Call<typeof ROUTES.getOrder>) {
    return readOrder(this.deps, call.viewer, call.params.id)
  }

  @Endpoint(ROUTES.watchOrder)
  watchOrder(@TheCall() call: Call<typeof ROUTES.watchOrder>) {
    return watchOrder(this.deps, call.viewer, call.params.id, call)
  }

  @Endpoint(ROUTES.payOrder)
  payOrder(@TheCall() call: Call<typeof ROUTES.payOrder>) {
    return payOrder(this.deps, call.viewer, call.params.id, call.body?.returnTo)
  }

  @Endpoint(ROUTES.cancelOrder)
  cancelOrder(@TheCall() call: Call<typeof ROUTES.cancelOrder>) {
    return cancelOrder(this.deps, call.viewer, call.params.id)
  }

  @Endpoint(ROUTES.getLabel)
  getLabel(@TheCall() call: Call<typeof ROUTES.getLabel>) {
    return printLabel(this.deps, call.viewer, call.params.id, call.reply)
  }
}
