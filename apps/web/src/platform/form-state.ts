/** What a form's action answers: a sentence that it worked, or what is wrong and what had been typed. */
export type FormState = { done?: string; problem?: string; errors?: Record<string, string>; values?: Record<string, string> } | null

export type FormAction = (state: FormState, form: FormData) => Promise<FormState>
