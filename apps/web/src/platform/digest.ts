/** A short fingerprint by which two copies of an answer are compared (FNV-1a, 32 bit); nothing is secured by it. */
export function digest(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return (hash >>> 0).toString(36)
}
