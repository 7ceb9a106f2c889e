import { addProduct, CONDITIONS, changeProduct } from '@emanet/contracts/catalogue'
import { readLira, typedLira } from '@emanet/messages/lira'
import { useLocalSearchParams, useRouter } from 'expo-router'
import { useState } from 'react'
import { View } from 'react-native'
import { useTranslations } from 'use-intl'
import { type Form, filled, useForm } from '../../platform/form.ts'
import { somethingChanged } from '../../platform/heard.ts'
import { useLanguage } from '../../platform/language.tsx'
import { useRemote } from '../../platform/use-remote.ts'
import { Button } from '../../ui/button.tsx'
import { ChoiceField } from '../../ui/choice.tsx'
import { Empty, Failure } from '../../ui/failure.tsx'
import { Field } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import type { Product } from '../catalogue/product.ts'
import { api } from '../session/api.ts'
import { SignInGate } from '../session/sign-in-gate.tsx'
import { useSession } from '../session/use-session.ts'
import { type Picked, PictureField } from './picture-field.tsx'
import { ProductState } from './product-state.tsx'

/** `/sell/new` lists a product, `/sell/<id>` edits one. */
export function ProductFormScreen() {
  const { id } = useLocalSearchParams<{ id: string }>()
  const t = useTranslations('sell')
  const session = useSession()
  const failure = useTranslations('failure')
  const fresh = id === 'new'
  const product = useRemote(fresh || !session ? null : `my product ${id}`, async () => (await api().getProduct({ params: { id } })).body)
  return (
    <Screen title={fresh ? t('addTitle') : t('editTitle')} backTo="/sell">
      {!session ? (
        <SignInGate />
      ) : fresh ? (
        <ProductForm product={null} />
      ) : product.value && product.value.seller.id !== session.user.id ? (
        <Empty title={failure('notFound')} text={failure('notFoundText')} />
      ) : product.value ? (
        <>
          <ProductState product={product.value} onChange={product.put} />
          <ProductForm key={product.value.id} product={product.value} />
        </>
      ) : product.error ? (
        <Failure error={product.error} onRetry={() => void product.renew()} />
      ) : (
        <SkeletonLines />
      )}
    </Screen>
  )
}

function ProductForm({ product }: { product: Product | null }) {
  const t = useTranslations('sell')
  const language = useLanguage()
  const router = useRouter()
  const [pictures, setPictures] = useState<Picked[]>(product?.images.map(({ id, url }) => ({ id, url })) ?? [])
  const [uploading, setUploading] = useState(false)
  const [saved, setSaved] = useState(false)
  const form = useForm({
    title: product?.title ?? '',
    description: product?.description ?? '',
    priceKurus: product ? typedLira(product.priceKurus, language) : '',
    shippingKurus: product && product.shippingKurus > 0 ? typedLira(product.shippingKurus, language) : '',
    stock: String(product?.stockTotal ?? 1),
    condition: product?.condition ?? 'good',
  })

  const save = async () => {
    setSaved(false)
    const typed = filled(form.values)
    const input = {
      // A field that was emptied: left out it would stay as it was, and be called saved.
      ...form.values,
      // An amount that cannot be read stays wrong, for the schema to refuse under its field.
      priceKurus: typed['priceKurus'] === undefined ? '' : (readLira(typed['priceKurus']) ?? -1),
      shippingKurus: typed['shippingKurus'] === undefined ? 0 : (readLira(typed['shippingKurus']) ?? -1),
      // An edit that leaves the quantity alone must not count what has been sold in the meantime.
      stock: typed['stock'] === undefined ? '' : Number(typed['stock']) === product?.stockTotal ? undefined : Number(typed['stock']),
      images: pictures.map((picture) => picture.id),
    }
    const taken = product
      ? await form.send(changeProduct.body, input, (body) => api().changeProduct({ params: { id: product.id }, body }))
      : await form.send(addProduct.body, input, async (body) => {
          const { body: listed } = await api().addProduct({ body })
          router.replace(`/products/${listed.id}`)
        })
    if (!taken) return
    setSaved(true)
    somethingChanged()
  }
  return (
    <View style={{ gap: 16 }}>
      <PictureField
        pictures={pictures}
        onChange={setPictures}
        busy={uploading}
        onBusy={setUploading}
        error={form.errors['images' as 'title']}
      />
      <ProductFields form={form} isNew={product === null} />
      {form.problem ? <Notice tone="bad" text={form.problem} /> : null}
      {saved ? <Notice tone="good" text={product ? t('saved') : t('published')} /> : null}
      {uploading ? <Notice tone="calm" text={t('imagesWait')} /> : null}
      <Button label={product ? t('save') : t('publish')} wide busy={form.busy} disabled={uploading} onPress={() => void save()} />
    </View>
  )
}

type Fields = 'title' | 'description' | 'priceKurus' | 'shippingKurus' | 'stock' | 'condition'

function ProductFields({ form: { values, errors, set }, isNew }: { form: Form<Fields>; isNew: boolean }) {
  const t = useTranslations('sell')
  const field = useTranslations('field')
  const condition = useTranslations('condition')
  return (
    <>
      <Field
        name="title"
        label={field('title')}
        value={values.title}
        onChange={set('title')}
        error={errors.title}
        hint={t('titleHint')}
        maxLength={120}
      />
      <Field
        name="description"
        label={field('description')}
        value={values.description}
        onChange={set('description')}
        error={errors.description}
        hint={t('descriptionHint')}
        lines={5}
        maxLength={5000}
      />
      <Field
        name="priceKurus"
        label={`${field('price')} (₺)`}
        value={values.priceKurus}
        onChange={set('priceKurus')}
        error={errors.priceKurus}
        hint={t('priceHint')}
        keyboard="decimal-pad"
      />
      <Field
        name="shippingKurus"
        label={`${field('shipping')} (₺)`}
        value={values.shippingKurus}
        onChange={set('shippingKurus')}
        error={errors.shippingKurus}
        hint={t('shippingHint')}
        optional
        keyboard="decimal-pad"
      />
      <Field
        name="stock"
        label={field('stock')}
        value={values.stock}
        onChange={set('stock')}
        error={errors.stock}
        hint={t(isNew ? 'stockHint' : 'stockTotalHint')}
        keyboard="number-pad"
      />
      <ChoiceField
        label={field('condition')}
        value={values.condition}
        options={CONDITIONS.map((value) => ({ value, label: condition(value) }))}
        onChange={set('condition')}
        error={errors.condition}
        choose={field('condition')}
      />
    </>
  )
}
