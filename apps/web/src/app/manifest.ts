import type { MetadataRoute } from 'next'

export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Emanet',
    short_name: 'Emanet',
    start_url: '/',
    display: 'standalone',
    background_color: '#f4f7fb',
    theme_color: '#1c3db5',
    icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
  }
}
