import { AppError } from '@emanet/contracts/errors'
import { ROUTES } from '@emanet/contracts/routes'
import { Controller, Inject } from '@nestjs/common'
import { DEPS } from '../api.tokens.ts'
import type { Deps } from '../deps.ts'
import { type Call, Endpoint, TheCall } from '../platform/http.ts'
import { addProduct } from './add-product.ts'
import { addAddress, changeAddress, listAddresses, removeAddress } from './addresses.ts'
import { changeProduct } from './change-product.ts'
import { addImage, serveImage } from './images.ts'
import { listPlaces } from './places.ts'
import { findProduct, listProducts } from './product.queries.ts'
import { removeProduct } from './remove-product.ts'

@Controller()
export class CatalogueController {
  constructor(@Inject(DEPS) private readonly deps: Deps) {}

  @Endpoint(ROUTES.listProducts)
  listProducts(@TheCall() call: Call<typeof ROUTES.listProducts>) {
    if (call.query.seller === 'me' && call.refused) throw call.refused
    return listProducts(this.deps.db, this.deps.config, call.viewer, call.query)
  }

  @Endpoint(ROUTES.getProduct)
  getProduct(@TheCall() call: Call<typeof ROUTES.getProduct>) {
    return findProduct(this.deps.db, this.deps.config, call.viewer, call.params.id).catch((error: unknown) => {
      // It may be a paused one of hers: with a fresh token she sees it.
      const isHidden = error instanceof AppError && error.code === 'product.not_found'
      throw isHidden && call.refused?.code === 'auth.expired' ? call.refused : error
    })
  }

  @Endpoint(ROUTES.addProduct)
  addProduct(@TheCall() call: Call<typeof ROUTES.addProduct>) {
    return addProduct(this.deps, call.viewer, call.body)
  }

  @Endpoint(ROUTES.changeProduct)
  changeProduct(@TheCall() call: Call<typeof ROUTES.changeProduct>) {
    return changeProduct(this.deps, call.viewer, call.params.id, call.body)
  }

  @Endpoint(ROUTES.removeProduct)
  removeProduct(@TheCall() call: Call<typeof ROUTES.removeProduct>) {
    return removeProduct(this.deps, call.viewer, call.params.id)
  }

  @Endpoint(ROUTES.addImage)
  addImage(@TheCall() call: Call<typeof ROUTES.addImage>) {
    return addImage(this.deps, call.viewer, call.request)
  }

  @Endpoint(ROUTES.getImage)
  getImage(@TheCall() call: Call<typeof ROUTES.getImage>) {
    return serveImage(this.deps.db, call.params.id, call.reply)
  }

  @Endpoint(ROUTES.listAddresses)
  listAddresses(@TheCall() call: Call<typeof ROUTES.listAddresses>) {
    return listAddresses(this.deps.db, call.viewer, call.query)
  }

  @Endpoint(ROUTES.addAddress)
  addAddress(@TheCall() call: Call<typeof ROUTES.addAddress>) {
    return addAddress(this.deps, call.viewer, call.body)
  }

  @Endpoint(ROUTES.changeAddress)
  changeAddress(@TheCall() call: Call<typeof ROUTES.changeAddress>) {
    return changeAddress(this.deps, call.viewer, call.params.id, call.body)
  }

  @Endpoint(ROUTES.removeAddress)
  removeAddress(@TheCall() call: Call<typeof ROUTES.removeAddress>) {
    return removeAddress(this.deps, call.viewer, call.params.id)
  }

  @Endpoint(ROUTES.listPlaces)
  listPlaces(@TheCall() call: Call<typeof ROUTES.listPlaces>) {
    return listPlaces(call.query)
  }
}
