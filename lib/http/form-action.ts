import { headers } from 'next/headers'
import { redirect, unstable_rethrow } from 'next/navigation'
import { FAILURES, type FieldError } from '../errors'
import { paths } from '../paths'
import { log } from '../process'
import { describeCause } from './observe'
import { asFailure } from './problem'

/** What a form shows after it was sent. */
export interface FormState<T = unknown> {
  done?: T
  /** A sentence for the person. */
  problem?: string
  errors?: FieldError[]
  /** What a refused form held, to fill it in again, several of a name with commas between: no passwords. */
  sent?: Record<string, string>
}

/** Wraps a server action, as `endpoint` wraps a handler: whatever it throws becomes words in the form, here and nowhere else. */
export function formAction<T>(act: (form: FormData) => Promise<T>): (before: FormState<T>, form: FormData) => Promise<FormState<T>> {
  return async (_before, form) => {
    try {
      return { done: await act(form) }
    } catch (thrown) {
      unstable_rethrow(thrown) // redirects and the like are Next's
      const failure = asFailure(thrown)
      if (failure.code === 'insufficient_scope' && !(await isByScript())) redirect(paths.refused)
      if (failure.cause) log().error({ cause: describeCause(failure.cause) }, failure.code)
      return {
        problem: FAILURES[failure.code].status === 500 ? 'Something went wrong. Try again.' : failure.message,
        errors: failure.facts.errors ?? [],
        sent: withoutSecrets(form),
      }
    }
  }
}

/** Without scripts the whole page is made anew, and may hold no such form for this person, which could tell. */
const isByScript = async () => (await headers()).has('next-action')

function withoutSecrets(form: FormData): Record<string, string> {
  const names = [...new Set(form.keys())].filter((name) => !/^\$|password|current|token|secret/.test(name))
  const textsOf = (name: string) => form.getAll(name).filter((value) => typeof value === 'string')
  return Object.fromEntries(names.map((name) => [name, textsOf(name).join(',')]))
}
