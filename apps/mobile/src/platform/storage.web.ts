/** A browser has no keychain; the origin's own storage it is. */
export const storage = {
  read: async (name: string): Promise<string | null> => localStorage.getItem(name),
  write: async (name: string, value: string): Promise<void> => localStorage.setItem(name, value),
  remove: async (name: string): Promise<void> => localStorage.removeItem(name),
}
