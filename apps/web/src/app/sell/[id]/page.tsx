import { toneOfProduct } from '@emanet/messages/product-tone'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { changeProductStatus, removeProduct, saveProduct } from '@/features/selling/product.actions.ts'
import { ProductForm } from '@/features/selling/product-form.tsx'
import { requireUser } from '@/features/session/current-user.ts'
import { read } from '@/platform/api.ts'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { Badge } from '@/ui/badge.tsx'
import { ButtonLink } from '@/ui/button.tsx'
import { ConfirmForm } from '@/ui/confirm-form.tsx'
import { Notice } from '@/ui/notice.tsx'
import { PageTitle, Panel } from '@/ui/panel.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('sell'))('editTitle'), robots: { index: false } }
}

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ listed?: string }> }

export default async function EditProductPage({ params, searchParams }: Props) {
  const [{ id }, { listed }, t, status, user] = await Promise.all([
    params,
    searchParams,
    getTranslations('sell'),
    getTranslations('productStatus'),
    requireUser(),
  ])
  const product = await read((client) => client.getProduct({ params: { id } }))
  if (product.seller.id !== user.id) notFound()
  const paused = product.status === 'paused'
  return (
    <div className="mx-auto max-w-3xl">
      <PageTitle title={t('editTitle')}>
        <div className="flex items-center gap-3">
          <Badge tone={toneOfProduct(product.status)}>{status(product.status)}</Badge>
          <ButtonLink href={`/products/${id}`} tone="quiet" size="small">
            {t('view')}
          </ButtonLink>
        </div>
      </PageTitle>
      {listed ? (
        <Notice tone="good" live className="mb-6">
          {t('published')}
        </Notice>
      ) : null}
      <Panel>
        <ProductForm action={saveProduct} submit={t('save')} product={product} />
      </Panel>
      <div className="mt-6 flex flex-wrap items-center gap-3">
        {paused || product.status === 'active' ? (
          <ActionForm action={changeProductStatus} className="flex flex-wrap items-center gap-3">
            <input type="hidden" name="id" value={id} />
            <input type="hidden" name="status" value={paused ? 'active' : 'paused'} />
            <SubmitButton tone="calm">{paused ? t('resume') : t('pause')}</SubmitButton>
          </ActionForm>
        ) : null}
        <ConfirmForm
          action={removeProduct}
          fields={{ id }}
          button={t('remove')}
          title={t('removeTitle')}
          text={t('removeText')}
          yes={t('removeYes')}
          no={t('removeNo')}
        />
      </div>
    </div>
  )
}
