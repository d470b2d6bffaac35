import type { DatabaseAddress } from '../../db/connection-url'
import type { DatabaseInfo } from '../../db/health'

const MIN_POSTGRES_VERSION = 14

type Address = Pick<DatabaseAddress, 'database' | 'schema'>

/** The requirements of a database. Each explains why a database does not meet it and what to do; undefined when it does. */
export const REQUIREMENTS = {
  version: ({ version, versionName }: DatabaseInfo) =>
    Math.floor(version / 10_000) < MIN_POSTGRES_VERSION
      ? `The database is PostgreSQL ${versionName}: version ${MIN_POSTGRES_VERSION} or newer is required.`
      : undefined,
  encoding: ({ encoding }: DatabaseInfo, { database }: Address) =>
    encoding === 'UTF8'
      ? undefined
      : `The encoding of the database ${database} is ${encoding}, which cannot store all characters: UTF8 is required. Create a new database with: create database memanto encoding 'UTF8' template template0`,
  writable: ({ isReplica, isReadOnly }: DatabaseInfo) => {
    if (isReplica) return 'The database is a read-only replica. Set DATABASE_URL to the primary server.'
    if (isReadOnly) return 'The database is read-only: default_transaction_read_only is on for it or for the role. Turn it off.'
    return undefined
  },
  extensions: ({ missingExtensions, hiddenExtensions }: DatabaseInfo) => {
    if (missingExtensions.length > 0)
      return `The extensions ${missingExtensions.join(' and ')} are missing. Install postgresql-contrib on the database server.`
    if (hiddenExtensions.length === 0) return undefined
    return `An extension is outside the search path: ${hiddenExtensions.join(', ')}. Move it with: alter extension … set schema public`
  },
} as const satisfies Record<string, (info: DatabaseInfo, address: Address) => string | undefined>

/** Explains why Memanto cannot use a database and what to do; undefined when it can. */
export function describeUnmetRequirement(info: DatabaseInfo, address: Address): string | undefined {
  for (const requirement of Object.values(REQUIREMENTS)) {
    const reason = requirement(info, address)
    if (reason !== undefined) return reason
  }
  return undefined
}

/** Explains why a connection does not use the schema that its URL, the value of `setting`, names; undefined when it does. Call it when the schema exists. */
export function describeWrongSchema(
  { schema }: DatabaseInfo,
  { schema: required, database }: Address,
  setting: string,
): string | undefined {
  if (required === undefined || schema === required) return undefined
  return `${setting} names the schema ${required}, but connections use ${schema ?? 'none'}: a pooler ignores the search path. Remove ?schema= and set it for the role: alter role … in database ${database} set search_path = ${required}, public`
}

/** Explains that the pool is larger than the database allows this role; undefined when it is not. */
export function describeTooManyConnections({ connectionLimit }: DatabaseInfo, poolSize: number): string | undefined {
  if (poolSize <= connectionLimit) return undefined
  return `DATABASE_POOL_SIZE is ${poolSize}, but the database allows this role at most ${connectionLimit} connections in total. Lower it, or raise max_connections there.`
}
