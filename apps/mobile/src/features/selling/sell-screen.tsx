import { useRouter } from 'expo-router'
import { FlatList, RefreshControl, View } from 'react-native'
import { useTranslations } from 'use-intl'
import { problemOf } from '../../platform/api.ts'
import { usePages, whenNearEnd } from '../../platform/use-pages.ts'
import { useRemote } from '../../platform/use-remote.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failure } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PlainScreen } from '../../ui/plain-screen.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { useColours } from '../../ui/theme.tsx'
import { useColumns } from '../../ui/use-columns.ts'
import { Words } from '../../ui/words.tsx'
import { ProductCard } from '../catalogue/product-card.tsx'
import { api } from '../session/api.ts'
import { SignInGate } from '../session/sign-in-gate.tsx'
import { useSession } from '../session/use-session.ts'

/** What I sell, and the ways to sell more. */
export function SellScreen() {
  const t = useTranslations('nav')
  const session = useSession()
  return <PlainScreen title={t('sell')}>{session ? <MyProducts userId={session.user.id} /> : <SignInGate />}</PlainScreen>
}

function MyProducts({ userId }: { userId: string }) {
  const t = useTranslations('sell')
  const colours = useColours()
  const columns = useColumns()
  const pages = usePages(
    `my products ${userId}`,
    async (cursor) => (await api().listProducts({ query: { seller: 'me', limit: 20, ...(cursor ? { cursor } : {}) } })).body,
  )
  return (
    <FlatList
      data={pages.items ?? []}
      key={columns}
      numColumns={columns}
      keyExtractor={(product) => product.id}
      renderItem={({ item }) => (
        <View style={columns === 2 ? { flex: 0.5, maxWidth: 332 } : {}}>
          <ProductCard product={item} href={`/sell/${item.id}`} />
        </View>
      )}
      {...(columns === 2 ? { columnWrapperStyle: { gap: 14 } } : {})}
      contentContainerStyle={{ padding: 16, paddingBottom: 40, gap: 22, width: '100%', maxWidth: 680, alignSelf: 'center' }}
      onEndReached={() => void pages.loadMore()}
      onScroll={whenNearEnd(pages.loadMore)}
      scrollEventThrottle={100}
      onEndReachedThreshold={0.5}
      refreshControl={<RefreshControl refreshing={pages.renewing} onRefresh={() => void pages.renew()} tintColor={colours.cobalt} />}
      ListHeaderComponent={<Ways userId={userId} />}
      ListEmptyComponent={
        pages.items ? (
          <Empty title={t('empty')} text={t('emptyText')} />
        ) : pages.error ? (
          <Failure error={pages.error} onRetry={() => void pages.renew()} />
        ) : (
          <SkeletonLines />
        )
      }
    />
  )
}

function Ways({ userId }: { userId: string }) {
  const t = useTranslations('sell')
  const sales = useTranslations('sales')
  const router = useRouter()
  const account = useRemote(`payout ${userId}`, async () => {
    try {
      return (await api().getPayoutAccount()).body.status
    } catch (error) {
      if (problemOf(error, 'payout_account.not_found')) return 'missing'
      throw error
    }
  })
  return (
    <View style={{ gap: 12 }}>
      <Button label={t('add')} wide role="link" onPress={() => router.push('/sell/new')} />
      <Button label={sales('title')} look="calm" wide role="link" onPress={() => router.push('/sales')} />
      {account.value === 'missing' ? (
        <Notice tone="wait" title={t('noPayout')} text={t('noPayoutText')}>
          <Button label={t('addPayout')} look="calm" small role="link" onPress={() => router.push('/payout')} />
        </Notice>
      ) : null}
      <Words as="heading">{t('title')}</Words>
    </View>
  )
}
