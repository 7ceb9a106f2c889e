import { createStore } from './store.ts'

/** Whether the API was reached when it was last asked. Screens show the banner and ask again when it comes back. */
export const online = createStore(true)
