import { CONDITIONS } from '@emanet/contracts/catalogue'
import { typedLira } from '@emanet/messages/lira'
import { getMessages, getTranslations } from 'next-intl/server'
import type { Product } from '@/features/catalogue/product-card.tsx'
import type { FormAction } from '@/platform/form-state.ts'
import { currentLanguage } from '@/platform/translations.ts'
import { ActionForm, SubmitButton } from '@/ui/action-form.tsx'
import { SelectField, TextField } from '@/ui/field.tsx'
import { PictureField } from './picture-field.tsx'

export async function ProductForm({ action, submit, product }: { action: FormAction; submit: string; product?: Product }) {
  const [t, field, condition, messages, language] = await Promise.all([
    getTranslations('sell'),
    getTranslations('field'),
    getTranslations('condition'),
    getMessages(),
    currentLanguage(),
  ])
  const { sell, errors, problem } = messages
  return (
    <ActionForm action={action} className="space-y-6">
      {product ? <input type="hidden" name="id" value={product.id} /> : null}
      <PictureField
        known={product?.images ?? []}
        texts={{
          label: field('images'),
          hint: sell.imagesHint,
          add: sell.imagesAdd,
          remove: sell.imageRemove,
          cover: sell.imageCover,
          first: sell.imageFirst,
          uploading: sell.imageUploading,
          wait: sell.imagesWait,
          tooMany: problem.images,
        }}
        errors={errors}
      />
      <TextField name="title" label={field('title')} hint={t('titleHint')} defaultValue={product?.title} required maxLength={120} />
      <TextField
        name="description"
        label={field('description')}
        hint={t('descriptionHint')}
        defaultValue={product?.description}
        rows={6}
        required
        maxLength={5000}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <TextField
          name="priceKurus"
          label={field('price')}
          hint={t('priceHint')}
          prefix="₺"
          defaultValue={product ? typedLira(product.priceKurus, language) : undefined}
          inputMode="decimal"
          required
          maxLength={16}
        />
        <TextField
          name="shippingKurus"
          label={field('shipping')}
          hint={t('shippingHint')}
          prefix="₺"
          defaultValue={product && product.shippingKurus > 0 ? typedLira(product.shippingKurus, language) : undefined}
          inputMode="decimal"
          optional={field('optional')}
          maxLength={16}
        />
        <SelectField
          name="condition"
          label={field('condition')}
          defaultValue={product?.condition ?? 'good'}
          options={CONDITIONS.map((value) => ({ value, label: condition(value) }))}
        />
        <TextField
          name="stock"
          type="number"
          label={field('stock')}
          hint={product ? t('stockTotalHint') : t('stockHint')}
          defaultValue={String(product?.stockTotal ?? 1)}
          required
          inputMode="numeric"
          min={1}
          max={1000}
        />
      </div>
      <p className="text-sm text-ink-soft">{t('earnings')}</p>
      <SubmitButton size="large">{submit}</SubmitButton>
    </ActionForm>
  )
}
