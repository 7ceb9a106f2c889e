import { ListSkeleton } from '@/ui/skeletons.tsx'

export default function Loading() {
  return <ListSkeleton />
}
