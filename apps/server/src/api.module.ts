import { type DynamicModule, Module } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { ApiGuard } from './api.guard.ts'
import { DEPS } from './api.tokens.ts'
import { AuthController } from './auth/auth.controller.ts'
import { CatalogueController } from './catalogue/catalogue.controller.ts'
import type { Deps } from './deps.ts'
import { OpsController } from './ops/ops.controller.ts'
import { OrdersController } from './orders/orders.controller.ts'
import { IyzicoController } from './webhooks/iyzico.controller.ts'

/** The API gateway: controllers, the gate in front of them, and `Deps`. */
@Module({})
export class ApiModule {
  static with(deps: Deps): DynamicModule {
    return {
      module: ApiModule,
      controllers: [AuthController, CatalogueController, OrdersController, OpsController, IyzicoController],
      providers: [
        { provide: DEPS, useValue: deps },
        { provide: APP_GUARD, useClass: ApiGuard },
      ],
    }
  }
}
