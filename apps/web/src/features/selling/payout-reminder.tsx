import { ApiProblem } from '@emanet/contracts/client'
import { getTranslations } from 'next-intl/server'
import { api } from '@/platform/api.ts'
import { ButtonLink } from '@/ui/button.tsx'
import { Notice } from '@/ui/notice.tsx'

/** Tells a seller without a payout account that nobody can buy yet. */
export async function PayoutReminder() {
  const payable = await (await api())
    .getPayoutAccount()
    .then(({ body }) => body.status === 'active')
    .catch((error: unknown) => !(error instanceof ApiProblem && error.problem.code === 'payout_account.not_found'))
  if (payable) return null
  const t = await getTranslations('sell')
  return (
    <Notice tone="wait" title={t('noPayout')} className="mb-6">
      <p>{t('noPayoutText')}</p>
      <ButtonLink href="/account/payout" tone="calm" size="small" className="mt-3">
        {t('addPayout')}
      </ButtonLink>
    </Notice>
  )
}
