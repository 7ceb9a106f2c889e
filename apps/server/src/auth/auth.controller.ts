import { ROUTES } from '@emanet/contracts/routes'
import { Controller, Inject } from '@nestjs/common'
import { DEPS } from '../api.tokens.ts'
import type { Deps } from '../deps.ts'
import { type Call, Endpoint, TheCall } from '../platform/http.ts'
import { changeMe } from './change-me.ts'
import { logIn } from './log-in.ts'
import { logOut } from './log-out.ts'
import { findMe } from './me.queries.ts'
import { findPayoutAccount } from './payout-account.queries.ts'
import { addPushToken, removePushToken } from './push-tokens.ts'
import { refreshSession } from './refresh-session.ts'
import { register } from './register.ts'
import { requestPasswordReset } from './request-password-reset.ts'
import { resetPassword } from './reset-password.ts'
import { savePayoutAccount } from './save-payout-account.ts'

@Controller()
export class AuthController {
  constructor(@Inject(DEPS) private readonly deps: Deps) {}

  @Endpoint(ROUTES.register)
  register(@TheCall() call: Call<typeof ROUTES.register>) {
    return register(this.deps, call.body)
  }

  @Endpoint(ROUTES.login)
  login(@TheCall() call: Call<typeof ROUTES.login>) {
    return logIn(this.deps, call.body)
  }

  @Endpoint(ROUTES.refresh)
  refresh(@TheCall() call: Call<typeof ROUTES.refresh>) {
    return refreshSession(this.deps, call.body)
  }

  @Endpoint(ROUTES.logout)
  logout(@TheCall() call: Call<typeof ROUTES.logout>) {
    return logOut(this.deps, call.viewer, call.body)
  }

  @Endpoint(ROUTES.forgotPassword)
  forgotPassword(@TheCall() call: Call<typeof ROUTES.forgotPassword>) {
    return requestPasswordReset(this.deps, call.body)
  }

  @Endpoint(ROUTES.resetPassword)
  resetPassword(@TheCall() call: Call<typeof ROUTES.resetPassword>) {
    return resetPassword(this.deps, call.body)
  }

  @Endpoint(ROUTES.getMe)
  getMe(@TheCall() call: Call<typeof ROUTES.getMe>) {
    return findMe(this.deps.db, call.viewer.userId)
  }

  @Endpoint(ROUTES.changeMe)
  changeMe(@TheCall() call: Call<typeof ROUTES.changeMe>) {
    return changeMe(this.deps, call.viewer, call.body)
  }

  @Endpoint(ROUTES.putPayoutAccount)
  putPayoutAccount(@TheCall() call: Call<typeof ROUTES.putPayoutAccount>) {
    return savePayoutAccount(this.deps, call.viewer, call.body)
  }

  @Endpoint(ROUTES.getPayoutAccount)
  getPayoutAccount(@TheCall() call: Call<typeof ROUTES.getPayoutAccount>) {
    return findPayoutAccount(this.deps.db, call.viewer.userId)
  }

  @Endpoint(ROUTES.addPushToken)
  addPushToken(@TheCall() call: Call<typeof ROUTES.addPushToken>) {
    return addPushToken(this.deps, call.viewer, call.body)
  }

  @Endpoint(ROUTES.removePushToken)
  removePushToken(@TheCall() call: Call<typeof ROUTES.removePushToken>) {
    return removePushToken(this.deps, call.viewer, call.params)
  }
}
