import { useState } from 'react'
import { FlatList, Platform, RefreshControl, TextInput, View } from 'react-native'
import { useSafeAreaInsets } from 'react-native-safe-area-context'
import { useTranslations } from 'use-intl'
import { somethingChanged } from '../../platform/heard.ts'
import { usePages, whenNearEnd } from '../../platform/use-pages.ts'
import { useSettled } from '../../platform/use-settled.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/failure.tsx'
import { NO_OUTLINE } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Mark } from '../../ui/mark.tsx'
import { IconButton, OfflineBanner } from '../../ui/screen.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { useColours } from '../../ui/theme.tsx'
import { RADIUS } from '../../ui/tokens.ts'
import { useColumns } from '../../ui/use-columns.ts'
import { Words } from '../../ui/words.tsx'
import { api } from '../session/api.ts'
import { ProductCard } from './product-card.tsx'

/** What is on sale, with the search above it. */
export function ExploreScreen() {
  const colours = useColours()
  const insets = useSafeAreaInsets()
  const columns = useColumns()
  const t = useTranslations('home')
  const [typed, setTyped] = useState('')
  const wanted = useSettled(typed.trim(), 250)
  const pages = usePages(`products ${wanted}`, async (cursor) => {
    const { body } = await api().listProducts({
      query: { limit: 20, ...(wanted ? { q: wanted } : {}), ...(cursor ? { cursor } : {}) },
    })
    return body
  })
  return (
    <View role="main" style={{ flex: 1, backgroundColor: colours.ground, paddingTop: insets.top }}>
      <OfflineBanner />
      <FlatList
        data={pages.items ?? []}
        key={columns}
        numColumns={columns}
        keyExtractor={(product) => product.id}
        renderItem={({ item }) => (
          <View style={columns === 2 ? { flex: 0.5, maxWidth: 332 } : {}}>
            <ProductCard product={item} href={`/products/${item.id}`} />
          </View>
        )}
        {...(columns === 2 ? { columnWrapperStyle: { gap: 14, width: '100%', maxWidth: 680, alignSelf: 'center' } } : {})}
        contentContainerStyle={{ padding: 16, gap: 22, paddingBottom: 40 }}
        keyboardDismissMode="on-drag"
        keyboardShouldPersistTaps="handled"
        onEndReached={() => void pages.loadMore()}
        onScroll={whenNearEnd(pages.loadMore)}
        scrollEventThrottle={100}
        onEndReachedThreshold={0.5}
        refreshControl={<RefreshControl refreshing={pages.renewing} onRefresh={() => void pages.renew()} tintColor={colours.cobalt} />}
        ListHeaderComponent={<Search typed={typed} onType={setTyped} />}
        ListEmptyComponent={
          pages.items ? (
            <Empty
              title={wanted ? t('nothing', { q: wanted }) : t('empty')}
              text={wanted ? t('nothingText') : t('emptyText')}
              {...(wanted ? { children: <Button label={t('all')} look="calm" onPress={() => setTyped('')} /> } : {})}
            />
          ) : pages.error ? (
            <Failure error={pages.error} onRetry={() => void pages.renew()} />
          ) : (
            <CardSkeletons />
          )
        }
        ListFooterComponent={pages.more ? <Skeleton height={60} /> : null}
      />
    </View>
  )
}

function Search({ typed, onType }: { typed: string; onType: (value: string) => void }) {
  const colours = useColours()
  const t = useTranslations('home')
  const app = useTranslations('app')
  const phone = useTranslations('phone')
  const [focused, setFocused] = useState(false)
  return (
    <View style={{ gap: 12, width: '100%', maxWidth: 680, alignSelf: 'center' }}>
      <View style={{ flexDirection: 'row', alignItems: 'center', gap: 10 }}>
        <Mark size={34} />
        <Words as="title" style={{ flex: 1 }}>
          {app('name')}
        </Words>
        {Platform.OS === 'web' ? <IconButton name="renew" label={phone('renew')} onPress={somethingChanged} /> : null}
      </View>
      <Words tone="inkSoft">{app('tagline')}</Words>
      <View
        style={{
          flexDirection: 'row',
          alignItems: 'center',
          gap: 8,
          minHeight: 50,
          paddingLeft: 14,
          borderWidth: focused ? 2 : 1,
          borderColor: focused ? colours.cobalt : colours.lineStrong,
          borderRadius: RADIUS.field,
          backgroundColor: colours.surface,
        }}
      >
        <Icon name="search" colour={colours.inkSoft} />
        <TextInput
          aria-label={t('searchLabel')}
          value={typed}
          onChangeText={onType}
          placeholder={t('searchHint')}
          placeholderTextColor={colours.inkSoft}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          returnKeyType="search"
          maxLength={200}
          style={{ flex: 1, minWidth: 0, minHeight: 46, fontSize: 16, color: colours.ink, ...NO_OUTLINE }}
        />
        {typed ? <IconButton name="close" label={phone('close')} onPress={() => onType('')} /> : null}
      </View>
    </View>
  )
}

function CardSkeletons() {
  const t = useTranslations('app')
  return (
    <View role="status" aria-label={t('pending')} style={{ gap: 22, width: '100%', maxWidth: 680, alignSelf: 'center' }}>
      {[0, 1, 2].map((row) => (
        <View key={row} style={{ flexDirection: 'row', gap: 14 }}>
          {[0, 1].map((column) => (
            <View key={column} style={{ flex: 1, gap: 8 }}>
              <View style={{ aspectRatio: 1 }}>
                <Skeleton height="100%" />
              </View>
              <Skeleton height={18} width="80%" />
            </View>
          ))}
        </View>
      ))}
    </View>
  )
}
