import * as accounts from './accounts.ts'
import * as catalogue from './catalogue.ts'
import * as ops from './ops.ts'
import * as orders from './orders.ts'
import type { Route } from './route.ts'

/** Every endpoint of the API by name, except the provider's doors, health, metrics and the documents themselves. */
export const ROUTES = {
  register: accounts.register,
  login: accounts.login,
  refresh: accounts.refresh,
  logout: accounts.logout,
  forgotPassword: accounts.forgotPassword,
  resetPassword: accounts.resetPassword,
  getMe: accounts.getMe,
  changeMe: accounts.changeMe,
  putPayoutAccount: accounts.putPayoutAccount,
  getPayoutAccount: accounts.getPayoutAccount,
  addPushToken: accounts.addPushToken,
  removePushToken: accounts.removePushToken,
  listProducts: catalogue.listProducts,
  getProduct: catalogue.getProduct,
  addProduct: catalogue.addProduct,
  changeProduct: catalogue.changeProduct,
  removeProduct: catalogue.removeProduct,
  addImage: catalogue.addImage,
  getImage: catalogue.getImage,
  listAddresses: catalogue.listAddresses,
  addAddress: catalogue.addAddress,
  changeAddress: catalogue.changeAddress,
  removeAddress: catalogue.removeAddress,
  listPlaces: catalogue.listPlaces,
  placeOrder: orders.placeOrder,
  listOrders: orders.listOrders,
  getOrder: orders.getOrder,
  watchOrder: orders.watchOrder,
  payOrder: orders.payOrder,
  cancelOrder: orders.cancelOrder,
  getLabel: orders.getLabel,
  opsOrders: ops.opsOrders,
  opsWebhooks: ops.opsWebhooks,
  opsOutbox: ops.opsOutbox,
  opsEffects: ops.opsEffects,
  opsRedrive: ops.opsRedrive,
  opsStuck: ops.opsStuck,
} as const satisfies Record<string, Route>

export type RouteName = keyof typeof ROUTES
