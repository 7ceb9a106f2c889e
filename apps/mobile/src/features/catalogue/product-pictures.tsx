import { useState } from 'react'
import { ScrollView, View } from 'react-native'
import { useTranslations } from 'use-intl'
import { Picture } from '../../ui/picture.tsx'
import { useColours } from '../../ui/theme.tsx'
import { RADIUS } from '../../ui/tokens.ts'
import type { Product } from './product.ts'

/** The pictures side by side, one at a time. */
export function ProductPictures({ product }: { product: Product }) {
  const colours = useColours()
  const t = useTranslations('product')
  const [width, setWidth] = useState(0)
  const [shown, setShown] = useState(0)
  const { images, title } = product
  const dimmed = product.status !== 'active'
  if (images.length < 2)
    return <Picture url={images[0]?.url} alt={images[0] ? title : t('noPicture')} radius={RADIUS.tile} dimmed={dimmed} />
  return (
    <View style={{ gap: 10 }} onLayout={(event) => setWidth(event.nativeEvent.layout.width)}>
      <ScrollView
        horizontal
        pagingEnabled
        showsHorizontalScrollIndicator={false}
        scrollEventThrottle={64}
        onScroll={({ nativeEvent }) => setShown(width === 0 ? 0 : Math.round(nativeEvent.contentOffset.x / width))}
        style={{ borderRadius: RADIUS.tile }}
      >
        {images.map((image, index) => (
          <View key={image.id} style={{ width: width || '100%' }}>
            <Picture url={image.url} alt={t('picture', { title, n: index + 1, count: images.length })} dimmed={dimmed} />
          </View>
        ))}
      </ScrollView>
      <View aria-hidden style={{ flexDirection: 'row', justifyContent: 'center', gap: 6 }}>
        {images.map((image, index) => (
          <View
            key={image.id}
            style={{ width: 8, height: 8, borderRadius: 4, backgroundColor: index === shown ? colours.cobalt : colours.lineStrong }}
          />
        ))}
      </View>
    </View>
  )
}
