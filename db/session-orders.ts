import { type RawBuilder, sql } from 'kysely'
import type { SessionSort } from './constants'
import { isAfter, isAfterAscending, type ListPosition } from './list-filters'
import type { Session } from './schema'

interface Order {
  by: RawBuilder<unknown>
  after: (from: ListPosition | undefined) => RawBuilder<boolean>
  positionOf: (session: Session) => ListPosition
}

/** Each order has an index; that of `expires` has only sessions that have not ended. */
export const SESSION_ORDERS: Record<SessionSort, Order> = {
  newest: {
    by: sql`sessions.started_at desc, sessions.id desc`,
    after: (from) => isAfter('sessions.started_at', 'sessions.id', 'text', from),
    positionOf: ({ started_at, id }) => ({ time: started_at, id }),
  },
  oldest: {
    by: sql`sessions.started_at, sessions.id`,
    after: (from) => isAfterAscending('sessions.started_at', 'sessions.id', from),
    positionOf: ({ started_at, id }) => ({ time: started_at, id }),
  },
  expires: {
    by: sql`sessions.expires_at, sessions.id`,
    after: (from) => isAfterAscending('sessions.expires_at', 'sessions.id', from),
    positionOf: ({ expires_at, id }) => ({ time: expires_at, id }),
  },
}
