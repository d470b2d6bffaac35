import { z } from 'zod'
import { RANGES, timesOf } from '@/app/_url/ranges'
import { cursor, text, time } from '@/lib/input/fields'
import { parameters } from '@/lib/input/parameters'
import { REQUEST_STATUSES } from '@/lib/request-log/rules'

/** The URL parameters of the request log. */
export const REQUEST_SEARCH = parameters({
  status: z.enum(REQUEST_STATUSES).optional(),
  /** An operation, as `POST /api/v2/agents`. */
  call: text(200).optional(),
  key: text(200).optional(),
  agent: text(64).optional(),
  request_id: text(64).trim().optional(),
  range: z.enum(RANGES).optional(),
  from: time('start').optional(),
  to: time('end').optional(),
  cursor,
})

/** The valid URL parameters of the request log. */
export type RequestSearch = z.output<typeof REQUEST_SEARCH.schema>

/** The filters that the request log applies for its URL. */
export function filtersOf({ status, call, key, agent, request_id, range, from, to }: RequestSearch) {
  const [method, route] = call?.split(' ') ?? []
  return { status, method, route, key, agent, requestId: request_id, ...timesOf({ range, from, to }) }
}

/** True when the request log shows only a part of the calls. */
export const isFiltered = ({ cursor: _, ...filters }: RequestSearch) => Object.values(filters).some((value) => value !== undefined)
