import type { Problem } from '@emanet/contracts/errors'
import { errorSentence } from '@emanet/messages/catalogue'
import { useTranslations } from 'use-intl'
import { problemOf } from './api.ts'
import { useLanguage } from './language.tsx'

/** Why a call failed, in a sentence: the API's reason, else that it could not be reached. */
export function useProblemSentence(): (error: unknown) => string {
  const failure = useTranslations('failure')
  const sentence = useRefusalSentence()
  return (error) => {
    const problem = problemOf(error)
    return problem ? sentence(problem) : `${failure('unreachable')}. ${failure('unreachableText')}`
  }
}

/** The API's reason, and how long to wait where it is known. */
export function useRefusalSentence(): (problem: Problem) => string {
  const language = useLanguage()
  const failure = useTranslations('failure')
  return (problem) => {
    const seconds = problem['retryAfterS']
    const wait = problem.code === 'rate.limited' && typeof seconds === 'number' ? failure('wait', { seconds }) : ''
    return [errorSentence(problem.code, language), wait].filter(Boolean).join(' ')
  }
}
