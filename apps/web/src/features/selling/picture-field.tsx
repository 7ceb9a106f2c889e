'use client'

import type { image } from '@emanet/contracts/catalogue'
import type { Problem } from '@emanet/contracts/errors'
import type { Messages } from '@emanet/messages/catalogue'
import { sentenceFor } from '@emanet/messages/error-sentence'
import { ImagePlus, Star, X } from 'lucide-react'
import { useRef, useState } from 'react'
import type { z } from 'zod'
import { useField, useHold } from '@/ui/action-form.tsx'
import { Notice } from '@/ui/notice.tsx'

type Picture = z.output<typeof image>
type Texts = {
  label: string
  hint: string
  add: string
  remove: string
  cover: string
  first: string
  uploading: string
  wait: string
  tooMany: string
}

const IMAGES_MAX = 10
const BYTES_MAX = 8 * 1024 * 1024

/** Pictures go up as soon as they are chosen; the form carries their ids in order. */
export function PictureField({ known, texts, errors }: { known: readonly Picture[]; texts: Texts; errors: Messages['errors'] }) {
  const [pictures, setPictures] = useState(known)
  const [uploading, setUploading] = useState<readonly string[]>([])
  const queue = useRef(Promise.resolve())
  const places = useRef(known.length)
  const [problem, setProblem] = useState<string | null>(null)
  const { error } = useField('images')
  useHold(uploading.length > 0 ? texts.wait : null)

  async function choose(chosen: HTMLInputElement) {
    const all = [...(chosen.files ?? [])]
    const files = all.slice(0, IMAGES_MAX - places.current)
    chosen.value = ''
    setProblem(files.length < all.length ? texts.tooMany : null)
    places.current += files.length
    for (const file of files) {
      const place = crypto.randomUUID()
      setUploading((waiting) => [...waiting, place])
      // One after another keeps the order in which they were chosen, over several choices too.
      queue.current = queue.current.then(() => add(file, place))
    }
  }

  async function add(file: File, place: string) {
    const answer = await upload(file)
    if ('code' in answer) {
      places.current--
      // Of several that were chosen it says which.
      setProblem(`${file.name}: ${sentenceFor(errors, answer.code === 'request.invalid' ? 'request.media_type' : answer.code)}`)
    } else setPictures((before) => [...before, answer])
    setUploading((waiting) => waiting.filter((other) => other !== place))
  }

  function remove(picture: Picture) {
    places.current--
    setPictures((before) => before.filter((other) => other.id !== picture.id))
  }

  return (
    <fieldset className="min-w-0" aria-describedby="images-hint">
      <legend className="mb-1.5 font-semibold">{texts.label}</legend>
      <ul className="flex flex-wrap gap-3">
        {pictures.map((picture, index) => (
          <li key={picture.id} className="relative size-28 overflow-hidden rounded-field border border-line bg-sunken">
            <input type="hidden" name="images" value={picture.id} />
            {/* biome-ignore lint/performance/noImgElement: the API serves it resized */}
            <img src={picture.url} alt="" width={picture.width} height={picture.height} className="size-full object-cover" />
            <div className="absolute inset-x-0 bottom-0 flex justify-between p-1">
              {index === 0 ? (
                <span className="rounded-full bg-surface px-2 py-0.5 text-xs font-semibold">{texts.cover}</span>
              ) : (
                <PictureButton
                  label={texts.first.replace('{n}', String(index + 1))}
                  onClick={() => setPictures((before) => [picture, ...before.filter((other) => other.id !== picture.id)])}
                >
                  <Star className="size-4" />
                </PictureButton>
              )}
              <PictureButton label={texts.remove.replace('{n}', String(index + 1))} onClick={() => remove(picture)}>
                <X className="size-4" />
              </PictureButton>
            </div>
          </li>
        ))}
        {uploading.map((place) => (
          <li key={place} className="skeleton grid size-28 place-items-center text-sm text-ink-soft">
            {texts.uploading}
          </li>
        ))}
        {pictures.length + uploading.length < IMAGES_MAX ? (
          <li>
            <label className="grid size-28 cursor-pointer place-items-center rounded-field border-2 border-dashed border-line-strong p-2 text-center text-sm font-semibold text-cobalt focus-within:outline-3 focus-within:outline-cobalt hover:bg-cobalt-wash">
              <ImagePlus className="size-7" aria-hidden="true" />
              {texts.add}
              <input
                // On a slow network files are chosen before this script runs, and no change is heard of.
                ref={(input) => {
                  if (input?.files?.length) void choose(input)
                }}
                type="file"
                accept="image/jpeg,image/png,image/webp"
                multiple
                className="sr-only"
                onChange={(event) => choose(event.currentTarget)}
                data-testid="pictures"
              />
            </label>
          </li>
        ) : null}
      </ul>
      <p id="images-hint" className="mt-1.5 text-sm text-ink-soft">
        {texts.hint}
      </p>
      <div aria-live="polite">
        {(problem ?? error) ? (
          <Notice tone="bad" className="mt-3">
            {problem ?? error}
          </Notice>
        ) : null}
      </div>
    </fieldset>
  )
}

function PictureButton({ label, onClick, children }: { label: string; onClick: () => void; children: React.ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className="grid size-8 place-items-center rounded-full bg-surface text-ink hover:text-cobalt"
    >
      {children}
    </button>
  )
}

async function upload(file: File): Promise<Picture | { code: string }> {
  if (file.size > BYTES_MAX) return { code: 'request.too_large' }
  const body = new FormData()
  body.set('file', file)
  try {
    const answer = await fetch('/bff/images', { method: 'POST', body, headers: { accept: 'application/json' } })
    const read: Picture | Problem = await answer.json()
    return answer.ok ? (read as Picture) : { code: (read as Problem).code }
  } catch {
    return { code: 'server.busy' }
  }
}
