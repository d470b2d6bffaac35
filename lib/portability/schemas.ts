import { z } from 'zod'
import { FORMATS } from './formats/format'
import { ERRORS_LISTED, FINDINGS_LISTED } from './tally'

export const IMPORT_RESULT = z
  .object({
    agent_id: z.string(),
    import_id: z.string().nullable().meta({ description: 'Null for a dry run.' }),
    dry_run: z.boolean(),
    format: z.enum(FORMATS).nullable().meta({ description: 'Which product wrote the file; null when it contains no memories.' }),
    records: z.int().meta({
      description:
        'Lines, elements or sections of the file: the sum of `stored`, `duplicates`, `skipped`, `failed` and `other_records`. ' +
        'Where an entity has several observations, each of them is counted, so that the sum is larger.',
    }),
    stored: z.int().meta({ description: 'Memories that were stored; in a dry run, that would be.' }),
    duplicates: z.int().meta({ description: 'Memories that were left out because the agent or the file has the same content already.' }),
    skipped: z.int().meta({
      description: 'Memories that were left out because they are of another agent, or deleted in their product.',
    }),
    failed: z.int().meta({ description: 'Records, or memories in them, with an error.' }),
    other_records: z.int().meta({
      description:
        'Records that are no memories: of an export its header, agents, earlier versions and end; indexes and logs; entities and relations that no memory is made of.',
    }),
    ids_changed: z
      .int()
      .meta({ description: 'How many memories have another id than in the file: GET …/imports/{import_id}/ids lists them.' }),
    errors: z
      .array(
        z.object({
          line: z.int().meta({ description: 'The line in a file of lines, else the position among the memories; from 1 on.' }),
          error: z.string(),
        }),
      )
      .meta({ description: `The first ${ERRORS_LISTED} errors.` }),
    findings: z.array(z.object({ line: z.int(), field: z.string(), kind: z.string(), start: z.int(), end: z.int() })).meta({
      description: `The first ${FINDINGS_LISTED} secrets and personal numbers that were found in what was stored; never the value.`,
    }),
  })
  .meta({ id: 'ImportResult' })

/** What was stored, as one text: the lines of a file. */
export const FILE_TEXT = z.string()
