import { useEffect, useState } from 'react'
import { View } from 'react-native'
import { useTranslations } from 'use-intl'
import { pushDevice } from '../../platform/push-device'
import { readStored, writeStored } from '../../platform/stored-json.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import { Words } from '../../ui/words.tsx'
import { registerPushToken } from './push-token.ts'

const DECLINED = 'emanet.push-declined'

type State = 'hidden' | 'offered' | 'asking' | 'on' | 'denied' | 'later'

/** Offers notifications where they first make sense: under an order that is paid. The phone itself asks only after a yes. */
export function PushOffer() {
  const t = useTranslations('phone')
  const [state, setState] = useState<State>('hidden')
  useEffect(() => {
    if (!pushDevice.supported) return
    void Promise.all([pushDevice.permission(), readStored<boolean>(DECLINED)]).then(([permission, declined]) => {
      if (permission === 'undetermined' && !declined) setState('offered')
    })
  }, [])
  const accept = async () => {
    setState('asking')
    if (!(await pushDevice.ask().catch(() => false))) {
      // Android would let us ask once more; a no is a no.
      void writeStored(DECLINED, true)
      return setState('denied')
    }
    // Allowed is not yet heard of: only with the API's word do notifications come.
    setState((await registerPushToken(pushDevice)) ? 'on' : 'later')
  }
  const decline = () => {
    setState('hidden')
    void writeStored(DECLINED, true)
  }
  if (state === 'hidden') return null
  if (state === 'on') return <Notice tone="good" text={t('pushOn')} />
  if (state === 'later') return <Notice tone="calm" text={t('pushLater')} />
  if (state === 'denied') return <Notice tone="calm" text={t('pushDenied')} />
  return (
    <Panel title={t('pushTitle')}>
      <Words tone="inkSoft">{t('pushText')}</Words>
      <View style={{ flexDirection: 'row', flexWrap: 'wrap', gap: 8 }}>
        <Button label={t('pushYes')} small busy={state === 'asking'} onPress={() => void accept()} />
        <Button label={t('pushNo')} look="quiet" small onPress={decline} />
      </View>
    </Panel>
  )
}
