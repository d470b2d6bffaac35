import { z } from 'zod'
import { DamagedError, type Frame } from './frames'

/** Raised when the shape of the file changes; what a table holds is defined by the migrations. */
const FORMAT = 1

const count = z.number().int().nonnegative()

/** The first frame of a backup. */
const BACKUP_HEADER = z.object({
  memanto_backup: z.number().int(),
  /** The version of Memanto that wrote it. */
  version: z.string(),
  created_at: z.iso.datetime(),
  postgres: z.string(),
  /** A hash that shows whether another installation signs with the same secret, without revealing the secret. */
  secret_print: z.string(),
  migrations: z.array(z.string()).min(1),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()).min(1), rows: count })),
})

/** The frame after the data of a table. */
export const TABLE_END = z.object({ table: z.string(), rows: count })

/** The last frame of a backup. */
export const BACKUP_END = z.object({
  sequences: z.array(z.object({ table: z.string(), column: z.string(), value: z.string().regex(/^\d+$/), isCalled: z.boolean() })),
})

export type BackupHeader = z.infer<typeof BACKUP_HEADER>

/** The header for a backup that is written now. */
export const newHeader = (fields: Omit<BackupHeader, 'memanto_backup'>): BackupHeader => ({ memanto_backup: FORMAT, ...fields })

export function parseHeader({ payload }: Frame): BackupHeader {
  const header = parsePart(z.looseObject({ memanto_backup: z.number(), version: z.string() }), { payload })
  if (header.memanto_backup > FORMAT)
    throw new Error(`This backup was written by a newer Memanto (${header.version}). Update this one, then restore.`)
  return parsePart(BACKUP_HEADER, { payload })
}

/** @throws DamagedError when a part of the file does not have the expected content */
export function parsePart<T>(schema: z.ZodType<T>, { payload }: Pick<Frame, 'payload'>): T {
  try {
    return schema.parse(JSON.parse(payload.toString('utf8')))
  } catch (error) {
    throw new DamagedError('a section cannot be parsed', { cause: error })
  }
}
