import { errorSentence } from '@emanet/messages/catalogue'
import { useTranslations } from 'use-intl'
import { problemOf } from './api.ts'
import { useLanguage } from './language.tsx'

/** Why a call failed, in a sentence: the API's reason, else that it could not be reached. */
export function useProblemSentence(): (error: unknown) => string {
  const language = useLanguage()
  const failure = useTranslations('failure')
  return (error) => {
    const problem = problemOf(error)
    return problem ? errorSentence(problem.code, language) : `${failure('unreachable')}. ${failure('unreachableText')}`
  }
}
