import { z } from 'zod'

/** A time in an answer. */
export const timestamp = z.iso.datetime().meta({ description: 'RFC 3339, UTC.', example: '2025-03-31T22:30:00Z' })
