import { headers } from 'next/headers'
import { redirect, unstable_rethrow } from 'next/navigation'
import type { z } from 'zod'
import { CAPABILITIES, type Capability, type Scope } from '@/lib/auth/permissions'
import type { Principal } from '@/lib/auth/principal'
import { type CapableViewer, requireCapability, requireViewerScope, type Viewer } from '@/lib/auth/viewer'
import type { RequestContext } from '@/lib/context'
import { type AppError, ERRORS, type FieldError } from '@/lib/errors'
import { contextOf } from '@/lib/http/client'
import { describeCause } from '@/lib/http/observe'
import { asAppError } from '@/lib/http/problem'
import { type CamelCaseFields, toCamelCaseFields } from '@/lib/input/camel-case'
import { type Parameters, readFields, valuesOf } from '@/lib/input/parameters'
import { paths } from '@/lib/paths'
import { log } from '@/lib/process'
import { requireViewer } from '@/lib/sign-in/viewer'
import { unpackRowFields } from './row-fields'
import { requireShownTeam, SHOWN_TEAM } from './shown-team'

/** The outcome of a form, as the page shows it. */
export interface FormState<T = unknown> {
  done?: T
  /** A sentence for the person. */
  problem?: string
  errors?: FieldError[]
  /** True when the server failed, not the form. */
  hasFailed?: boolean
  /** The values of a refused form, which fill it in again, without passwords; several values of a name are separated by commas. */
  submitted?: Record<string, string>
}

/** A server action, as React's useActionState calls it. It ignores the previous state. */
export type FormAction<T> = (before: FormState, form: FormData) => Promise<FormState<T>>

/** What the role of a person must allow: a capability, or a scope that API keys have too. `member` requires neither. */
type Requirement = Capability | Scope | 'member'

type ViewerFor<R extends Requirement> = R extends Capability ? CapableViewer<R> : R extends Scope ? Viewer & Principal<R> : Viewer

/**
 * Declares a server action of the portal. It authorizes first, also that the form is from a page of the viewer's team, then validates `input`, then calls `run`
 * with the fields in camelCase. Errors become a message in the form.
 */
export function formAction<const R extends Requirement, Shape extends z.ZodRawShape, T>(
  requires: R,
  input: Parameters<Shape>,
  run: (viewer: ViewerFor<R>, input: CamelCaseFields<z.output<z.ZodObject<Shape>>>, context: RequestContext) => Promise<T>,
): FormAction<T> {
  return publicFormAction(input, async (fields, context, shownTeam) => run(await authorize(requires, shownTeam), fields(), context))
}

/**
 * Declares a server action for people who are not signed in, or that changes a person's own account: `run` authorizes, then calls `fields` to validate. It also gets
 * the team that the form named (`SHOWN_TEAM`), unchecked; null without one.
 */
export function publicFormAction<Shape extends z.ZodRawShape, T>(
  input: Parameters<Shape>,
  run: (fields: () => CamelCaseFields<z.output<z.ZodObject<Shape>>>, context: RequestContext, shownTeam: unknown) => Promise<T>,
): FormAction<T> {
  return async (_before, form) => {
    const shownTeam = form.get(SHOWN_TEAM)
    form.delete(SHOWN_TEAM)
    unpackRowFields(form)
    try {
      return { done: await run(() => toCamelCaseFields(readFields(input, valuesOf(form))), contextOf(await headers()), shownTeam) }
    } catch (thrown) {
      unstable_rethrow(thrown) // Next throws to redirect
      return refused(form, thrown)
    }
  }
}

async function authorize<R extends Requirement>(requires: R, shownTeam: unknown): Promise<ViewerFor<R>> {
  const viewer = await requireViewer()
  requireShownTeam(viewer, shownTeam)
  if (requires === 'member') return viewer as ViewerFor<R>
  const authorized = isCapability(requires) ? requireCapability(viewer, requires) : requireViewerScope(viewer, requires as Scope)
  return authorized as ViewerFor<R>
}

const isCapability = (requires: Requirement): requires is Capability => requires in CAPABILITIES

async function refused<T>(form: FormData, thrown: unknown): Promise<FormState<T>> {
  const error = asAppError(thrown)
  const [reason] = error.details.errors ?? []
  const isOfOtherTeam = reason?.field === SHOWN_TEAM
  if ((error.code === 'insufficient_scope' || isOfOtherTeam) && !(await hasJavaScript()))
    redirect(isOfOtherTeam ? paths.refusedInOtherTeam : paths.refused)
  if (error.cause) log().error({ cause: describeCause(error.cause) }, error.code)
  return {
    problem: ERRORS[error.code].status === 500 ? 'Something went wrong. Try again.' : sentenceOf(error),
    errors: error.details.errors ?? [],
    hasFailed: ERRORS[error.code].status >= 500,
    submitted: withoutSecrets(form),
  }
}

/** The message of an error. One about a field begins with the name of the field in words: "Agent id" for `agent_id`. */
function sentenceOf({ message, details }: AppError): string {
  const [first] = details.errors ?? []
  if (first === undefined || !message.startsWith(`${first.field} `)) return message
  const name = first.field.replaceAll('_', ' ')
  return name.charAt(0).toUpperCase() + name.slice(1) + message.slice(first.field.length)
}

/** Returns whether a script sent the form. Without one, the whole page is rendered again, and may no longer have the form that would show the error. */
const hasJavaScript = async () => (await headers()).has('next-action')

function withoutSecrets(form: FormData): Record<string, string> {
  const shown = valuesOf(form).filter(([name]) => !/^\$|password|current|token|secret/.test(name))
  const textOf = (value: unknown) =>
    [value]
      .flat()
      .filter((one) => typeof one === 'string')
      .join(',')
  return Object.fromEntries(shown.map(([name, value]) => [name, textOf(value)]))
}
