import { FormSkeleton } from '@/ui/skeletons.tsx'

export default function Loading() {
  return <FormSkeleton />
}
