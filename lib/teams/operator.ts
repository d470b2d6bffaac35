import type { RequestContext } from '../context'
import { newId } from '../ids'

/** A person with a shell on the server, as the author of an event. */
export const OPERATOR = { kind: 'system', id: 'admin', name: 'Server admin (CLI)' } as const

/** The context of a use case that a command on the server calls. */
export const operatorContext = (): RequestContext => ({ requestId: newId('req'), clientAddress: null, idempotencyKey: null })
