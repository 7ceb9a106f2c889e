import type { ReactElement } from 'react'
import { FlatList, RefreshControl, View } from 'react-native'
import { usePages, whenNearEnd } from '../../platform/use-pages.ts'
import { Failure } from '../../ui/failure.tsx'
import { Skeleton, SkeletonLines } from '../../ui/skeleton.tsx'
import { useColours } from '../../ui/theme.tsx'
import { api } from '../session/api.ts'
import { OrderRow } from './order-row.tsx'

const RENEW_MS = 15_000

/** My purchases or my sales, newest first. */
export function OrderList(props: { role: 'buyer' | 'seller'; userId: string; empty: ReactElement; head?: ReactElement }) {
  const colours = useColours()
  const pages = usePages(
    `${props.role} orders ${props.userId}`,
    async (cursor) => (await api().listOrders({ query: { role: props.role, limit: 20, ...(cursor ? { cursor } : {}) } })).body,
    RENEW_MS,
  )
  return (
    <FlatList
      data={pages.items ?? []}
      keyExtractor={(order) => order.id}
      renderItem={({ item }) => <OrderRow order={item} />}
      contentContainerStyle={{ padding: 16, paddingBottom: 40, gap: 12, width: '100%', maxWidth: 680, alignSelf: 'center' }}
      onEndReached={() => void pages.loadMore()}
      onScroll={whenNearEnd(pages.loadMore)}
      scrollEventThrottle={100}
      onEndReachedThreshold={0.5}
      refreshControl={<RefreshControl refreshing={pages.renewing} onRefresh={() => void pages.renew()} tintColor={colours.cobalt} />}
      {...(props.head ? { ListHeaderComponent: props.head } : {})}
      ListEmptyComponent={
        pages.items ? (
          props.empty
        ) : pages.error ? (
          <Failure error={pages.error} onRetry={() => void pages.renew()} />
        ) : (
          <SkeletonLines count={5} />
        )
      }
      ListFooterComponent={
        pages.more ? (
          <View style={{ paddingTop: 4 }}>
            <Skeleton height={84} />
          </View>
        ) : null
      }
    />
  )
}
