import { z } from 'zod'

/** What was found in texts, as responses name it: never the value. */
export const FINDINGS = z.array(
  z
    .object({
      field: z.string().meta({ description: '`content`, `title`, `source`, `reason`, or `tags.0` for the first tag.', example: 'content' }),
      kind: z.string().meta({ description: 'Such as `card_number`, `iban`, `private_key` or `github_token`.', example: 'card_number' }),
      start: z.int().meta({
        description:
          'Where it begins in the text of the memory, before anything is replaced there: in UTF-16 code units of the composed form (NFC).',
      }),
      end: z.int().meta({ description: 'Where it ends: the place after its last character.' }),
    })
    .meta({ id: 'Finding' }),
)
