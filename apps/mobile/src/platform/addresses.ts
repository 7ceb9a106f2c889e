import Constants from 'expo-constants'

export type Addresses = { apiUrl: string; webUrl: string }

/**
 * Where the API and the web are. A released app has them from its build (`EXPO_PUBLIC_API_URL`, `EXPO_PUBLIC_WEB_URL`);
 * one that Metro serves asks the computer Metro runs on.
 */
export async function findAddresses(): Promise<Addresses> {
  const computer = Constants.expoConfig?.hostUri?.split(':')[0] ?? '127.0.0.1'
  return {
    apiUrl: process.env['EXPO_PUBLIC_API_URL'] ?? `http://${computer}:4000`,
    webUrl: process.env['EXPO_PUBLIC_WEB_URL'] ?? `http://${computer}:3000`,
  }
}
