import { z } from 'zod'

/** The schema of a time in a response. */
export const timestamp = z.iso.datetime().meta({ description: 'RFC 3339, UTC.', example: '2025-03-31T22:30:00Z' })
