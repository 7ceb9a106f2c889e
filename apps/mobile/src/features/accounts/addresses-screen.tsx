import { useRouter } from 'expo-router'
import { useState } from 'react'
import { View } from 'react-native'
import { useTranslations } from 'use-intl'
import { useProblemSentence } from '../../platform/use-problem-sentence.ts'
import { useRemote } from '../../platform/use-remote.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { Empty, Failure } from '../../ui/failure.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { Words } from '../../ui/words.tsx'
import { api } from '../session/api.ts'
import { SignInGate } from '../session/sign-in-gate.tsx'
import { useSession } from '../session/use-session.ts'
import { addressLines } from './address.ts'

export function AddressesScreen() {
  const t = useTranslations('address')
  const router = useRouter()
  const session = useSession()
  const [problem, setProblem] = useState<string | null>(null)
  const sentence = useProblemSentence()
  const [removing, setRemoving] = useState<string | null>(null)
  const addresses = useRemote(session ? `addresses ${session.user.id}` : null, async () => (await api().listAddresses()).body.items)
  const remove = async (id: string) => {
    setProblem(null)
    await api()
      .removeAddress({ params: { id } })
      .catch((error: unknown) => setProblem(sentence(error)))
    setRemoving(null)
    await addresses.renew()
  }
  return (
    <Screen title={t('title')} backTo="/account" onRenew={session ? addresses.renew : undefined} renewing={addresses.renewing}>
      {!session ? (
        <SignInGate />
      ) : addresses.value ? (
        <>
          {addresses.value.length === 0 ? <Empty title={t('empty')} text={t('emptyText')} /> : null}
          {addresses.value.map((address) => (
            <Panel key={address.id}>
              <View>
                {addressLines(address).map((line, index) => (
                  <Words key={line} as={index === 0 ? 'strong' : 'body'} tone={index === 0 ? 'ink' : 'inkSoft'}>
                    {line}
                  </Words>
                ))}
              </View>
              <View style={{ flexDirection: 'row', gap: 8 }}>
                <Button label={t('edit')} look="calm" small role="link" onPress={() => router.push(`/addresses/${address.id}`)} />
                <Button label={t('remove')} look="dangerQuiet" small onPress={() => setRemoving(address.id)} />
              </View>
            </Panel>
          ))}
          {problem ? <Notice tone="bad" text={problem} /> : null}
          <Button label={t('add')} wide role="link" onPress={() => router.push('/addresses/new')} />
        </>
      ) : addresses.error ? (
        <Failure error={addresses.error} onRetry={() => void addresses.renew()} />
      ) : (
        <SkeletonLines />
      )}
      <Confirm
        open={removing !== null}
        title={t('removeTitle')}
        text={t('removeText')}
        yes={t('remove')}
        no={t('cancel')}
        onYes={() => removing && void remove(removing)}
        onNo={() => setRemoving(null)}
      />
    </Screen>
  )
}
