import { formatKurus } from '@emanet/contracts/money'
import { toneOfProduct } from '@emanet/messages/product-tone'
import { type Href, useRouter } from 'expo-router'
import { Pressable, View } from 'react-native'
import { useTranslations } from 'use-intl'
import { useLanguage } from '../../platform/language.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Picture } from '../../ui/picture.tsx'
import { useColours } from '../../ui/theme.tsx'
import { RADIUS } from '../../ui/tokens.ts'
import { Words } from '../../ui/words.tsx'
import type { Product } from './product.ts'

/** A product in a list, one thing to tap and one thing to hear. */
export function ProductCard({ product, href }: { product: Product; href: Href }) {
  const colours = useColours()
  const router = useRouter()
  const language = useLanguage()
  const status = useTranslations('productStatus')
  const condition = useTranslations('condition')
  const t = useTranslations('product')
  const price = formatKurus(product.priceKurus, language)
  const free = product.status === 'active'
  const shipping =
    product.shippingKurus === 0 ? t('shippingFree') : t('shippingPaid', { amount: formatKurus(product.shippingKurus, language) })
  return (
    <Pressable
      role="link"
      testID={free ? 'free' : 'taken'}
      aria-label={[product.title, price, free ? '' : status(product.status), condition(product.condition)].filter(Boolean).join(', ')}
      onPress={() => router.push(href)}
      style={({ pressed }) => ({ flex: 1, opacity: pressed ? 0.8 : 1 })}
    >
      <View style={{ borderRadius: RADIUS.tile, overflow: 'hidden', backgroundColor: colours.sunken }}>
        <Picture url={product.images[0]?.url} alt="" dimmed={!free} />
        {free ? null : (
          <View style={{ position: 'absolute', top: 10, left: 10 }}>
            <Badge tone={toneOfProduct(product.status)}>{status(product.status)}</Badge>
          </View>
        )}
        <PriceTag price={price} />
      </View>
      <Words as="strong" numberOfLines={2} style={{ marginTop: 8 }}>
        {product.title}
      </Words>
      <Words as="small" tone="inkSoft" numberOfLines={2}>
        {condition(product.condition)} · {shipping}
      </Words>
    </Pressable>
  )
}

/** The price hangs on the picture like the ticket of a cloakroom. */
function PriceTag({ price }: { price: string }) {
  const colours = useColours()
  return (
    <View
      style={{
        position: 'absolute',
        left: 8,
        bottom: 8,
        flexDirection: 'row',
        alignItems: 'center',
        gap: 6,
        backgroundColor: colours.surface,
        borderRadius: 10,
        paddingHorizontal: 8,
        paddingVertical: 4,
      }}
    >
      <View style={{ width: 6, height: 6, borderRadius: 3, backgroundColor: colours.ground, borderWidth: 1, borderColor: colours.line }} />
      <Words as="strong" style={{ fontVariant: ['tabular-nums'] }}>
        {price}
      </Words>
    </View>
  )
}
