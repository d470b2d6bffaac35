import { z } from 'zod'
import { ERRORS, type ErrorCode } from '../errors'
import { FINDINGS } from '../redaction/schemas'

const codes = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]

/** An error response (RFC 9457), as `problemResponse` writes it. */
export const PROBLEM = z
  .object({
    type: z
      .string()
      .meta({ format: 'uri-reference', description: 'A page that explains the code.', example: '/docs/errors/invalid_api_key' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'A sentence for people.' }),
    code: z.enum(codes).meta({ description: 'Stable: check this one in your program.' }),
    request_id: z.string().meta({ description: 'Same as X-Request-Id.' }),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'What is wrong with each field.' }),
    findings: FINDINGS.optional().meta({ description: 'With `secret_in_memory`: what was found in the memory, and where.' }),
    end_reason: z.string().optional().meta({ description: 'Why the session ended.' }),
  })
  .meta({ id: 'Problem' })
