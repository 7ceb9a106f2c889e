/** Read when asked, never at build time: the same build serves under any address. */
export function settings() {
  const webUrl = process.env.PUBLIC_WEB_URL ?? 'http://127.0.0.1:3000'
  const publicApiUrl = process.env.PUBLIC_API_URL ?? 'http://127.0.0.1:4000'
  return {
    webUrl: webUrl.replace(/\/$/, ''),
    /** As the browser reaches it: pictures and the job board. */
    publicApiUrl: publicApiUrl.replace(/\/$/, ''),
    /** As this server reaches it. */
    apiUrl: (process.env.API_URL ?? publicApiUrl).replace(/\/$/, ''),
    secure: webUrl.startsWith('https:'),
    development: process.env.NODE_ENV === 'development',
  }
}
