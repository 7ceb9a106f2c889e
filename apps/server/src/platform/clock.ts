/** The wall clock, for what is not decided in the database. Tests set it. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
