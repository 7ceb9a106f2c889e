/** The injection token of `Deps`. Always injected by name: types are erased. */
export const DEPS = Symbol('deps')
