import { ROUTES } from '@emanet/contracts/routes'
import { Controller, Inject } from '@nestjs/common'
import { DEPS } from '../api.tokens.ts'
import type { Deps } from '../deps.ts'
import { type Call, Endpoint, TheCall } from '../platform/http.ts'
import { listEffects, listOutbox, listStuck, listWebhooks, searchOrders } from './ops.queries.ts'
import { redrive } from './redrive.ts'

/** What staff see and do; admins only. */
@Controller()
export class OpsController {
  constructor(@Inject(DEPS) private readonly deps: Deps) {}

  @Endpoint(ROUTES.opsOrders)
  orders(@TheCall() call: Call<typeof ROUTES.opsOrders>) {
    return searchOrders(this.deps, call.query)
  }

  @Endpoint(ROUTES.opsWebhooks)
  webhooks(@TheCall() call: Call<typeof ROUTES.opsWebhooks>) {
    return listWebhooks(this.deps.db, call.query)
  }

  @Endpoint(ROUTES.opsOutbox)
  outbox(@TheCall() call: Call<typeof ROUTES.opsOutbox>) {
    return listOutbox(this.deps.db, call.query)
  }

  @Endpoint(ROUTES.opsEffects)
  effects(@TheCall() call: Call<typeof ROUTES.opsEffects>) {
    return listEffects(this.deps.db, call.query)
  }

  @Endpoint(ROUTES.opsRedrive)
  redrive(@TheCall() call: Call<typeof ROUTES.opsRedrive>) {
    return redrive(this.deps, call.params.id)
  }

  @Endpoint(ROUTES.opsStuck)
  stuck(@TheCall() call: Call<typeof ROUTES.opsStuck>) {
    return listStuck(this.deps.db, call.query)
  }
}
