import { getTranslations } from 'next-intl/server'
import type { Product } from './product-card.tsx'
import { ProductPicture } from './product-picture.tsx'

/** Pictures beside each other, moved by the finger, the wheel or the keyboard; no script needed. */
export async function ProductGallery({ product }: { product: Product }) {
  const t = await getTranslations('product')
  const count = product.images.length
  if (count < 2) {
    return (
      <div className="overflow-hidden rounded-tile bg-sunken">
        <ProductPicture
          image={product.images[0]}
          alt={count === 0 ? t('noPicture') : t('picture', { title: product.title, n: 1, count })}
          eager
        />
      </div>
    )
  }
  return (
    <section aria-label={t('pictures')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard */}
      <ul className="flex snap-x snap-mandatory gap-3 overflow-x-auto rounded-tile pb-2" tabIndex={0}>
        {product.images.map((image, index) => (
          <li key={image.id} id={`image-${index + 1}`} className="w-full shrink-0 snap-center overflow-hidden rounded-tile bg-sunken">
            <ProductPicture image={image} alt={t('picture', { title: product.title, n: index + 1, count })} eager={index === 0} />
          </li>
        ))}
      </ul>
      <ul className="mt-2 flex flex-wrap gap-2" aria-hidden="true">
        {product.images.map((image, index) => (
          <li key={image.id}>
            <a
              href={`#image-${index + 1}`}
              tabIndex={-1}
              className="block size-16 overflow-hidden rounded-field border border-line hover:border-cobalt"
            >
              <ProductPicture image={image} alt="" />
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
