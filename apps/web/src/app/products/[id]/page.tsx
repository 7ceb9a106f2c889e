import { formatKurus } from '@emanet/contracts/money'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { ProductView } from '@/features/catalogue/product-view.tsx'
import { read } from '@/platform/api.ts'
import { openGraph } from '@/platform/open-graph.ts'
import { currentLanguage } from '@/platform/translations.ts'

type Props = { params: Promise<{ id: string }> }

const loadProduct = cache((id: string) => read((client) => client.getProduct({ params: { id } })))

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params
  const [product, language, condition, site] = await Promise.all([
    loadProduct(id),
    currentLanguage(),
    getTranslations('condition'),
    openGraph(),
  ])
  const description = `${formatKurus(product.priceKurus, language)} · ${condition(product.condition)} · ${product.description.replace(/\s+/g, ' ').slice(0, 140)}`
  const images = product.images.slice(0, 1).map(({ url, width, height }) => ({ url, width, height, alt: product.title }))
  return {
    title: product.title,
    description,
    alternates: { canonical: `/products/${id}` },
    openGraph: { ...site, title: product.title, description, url: `/products/${id}`, images: images.length > 0 ? images : ['/og.png'] },
    twitter: { card: 'summary_large_image' },
    ...(product.status === 'removed' || product.status === 'draft' ? { robots: { index: false } } : {}),
  }
}

export default async function ProductPage({ params }: Props) {
  const { id } = await params
  return <ProductView product={await loadProduct(id)} />
}
