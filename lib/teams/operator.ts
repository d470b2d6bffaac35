import type { Notes } from '../http/notes'
import { newId } from '../ids'

/** Whoever has a shell on the server. */
export const OPERATOR = { kind: 'system', id: 'admin', name: 'Server admin (CLI)' } as const

export const operatorNotes = (): Notes => ({ requestId: newId('req'), address: null, peer: null, forwarded: false })
