import { randomUUID } from 'expo-crypto'

export function randomId(): string {
  return randomUUID()
}
