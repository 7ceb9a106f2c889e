import { classes } from '@/ui/classes.ts'
import { Mark } from '@/ui/mark.tsx'

type Picture = { url: string; width: number; height: number }

/** A square picture; its place is kept before it arrives. Where there is none the lattice stands in. */
export function ProductPicture(props: { image: Picture | undefined; alt: string; eager?: boolean; dimmed?: boolean; className?: string }) {
  const frame = classes('aspect-square w-full object-cover', props.className)
  if (!props.image) {
    return (
      <div className={classes('lattice grid place-items-center bg-sunken text-cobalt/50', frame)}>
        <Mark className="size-14" />
        {props.alt ? <span className="sr-only">{props.alt}</span> : null}
      </div>
    )
  }
  return (
    // biome-ignore lint/performance/noImgElement: the API serves it resized, under its own address; an image service between would only add a copy
    <img
      src={props.image.url}
      alt={props.alt}
      width={props.image.width}
      height={props.image.height}
      loading={props.eager ? 'eager' : 'lazy'}
      fetchPriority={props.eager ? 'high' : 'auto'}
      decoding="async"
      className={classes(frame, 'transition duration-500 ease-calm', props.dimmed ? 'opacity-60 saturate-50' : 'group-hover:scale-[1.03]')}
    />
  )
}
