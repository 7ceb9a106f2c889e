import { getFormatter } from 'next-intl/server'

export async function Moment({ at }: { at: string }) {
  const format = await getFormatter()
  return (
    <time dateTime={at} className="whitespace-nowrap">
      {format.dateTime(new Date(at), { dateStyle: 'short', timeStyle: 'medium' })}
    </time>
  )
}
