import { NO_TLS_MESSAGE } from '../../db/client'
import { type DatabaseAddress, readDatabaseUrl } from '../../db/connection-url'
import { codeOf } from '../../db/error-code'

type Explain = (error: Error, address: DatabaseAddress, setting: string) => string

/** What an operator can do about an error of Postgres or the driver, by SQLSTATE or error code. */
const BY_CODE: Record<string, Explain> = {
  '28P01': (_, { user, place }, setting) =>
    `The password of the role "${user}" was rejected at ${place}. Set the correct one in ${setting}; characters such as @ : / ? # % in it must be percent-encoded.`,
  '28000': explainRefusedRole,
  '3D000': (_, { place, database, user }) =>
    `The database "${database}" does not exist at ${place}. Create it with: create database "${database}" owner "${user}" encoding 'UTF8' template template0`,
  '42501': explainMissingPrivilege,
  '25006': () => 'The database is a read-only replica. Set DATABASE_URL to the primary server.',
  '08P01': ({ message }, { database, schema }, setting) =>
    /startup parameter.*(options|search_path)/.test(message)
      ? `A pooler such as PgBouncer does not pass on the search path. Remove ?schema= from ${setting} and set it for the role: alter role … in database ${database} set search_path = ${schema ?? '…'}, public`
      : `The server at the address in ${setting} answered: ${message}.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: explainCertificate,
  SELF_SIGNED_CERT_IN_CHAIN: explainCertificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: explainCertificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: explainCertificate,
  CERT_HAS_EXPIRED: explainCertificate,
  ERR_TLS_CERT_ALTNAME_INVALID: (_, { place }, setting) =>
    `The certificate of the database server at ${place} is for another host name. Use that name in ${setting}, or sslmode=verify-ca.`,
}

function explainRefusedRole({ message }: Error, { user, place, database }: DatabaseAddress, setting: string): string {
  if (/does not exist/.test(message)) return `The role "${user}" does not exist at ${place}. Create it, or use another in ${setting}.`
  if (/no encryption|SSL off/.test(message))
    return `The database server at ${place} only accepts encrypted connections. Add sslmode=require to ${setting}.`
  if (/pg_hba/.test(message))
    return `The database server at ${place} does not allow the role "${user}" to connect to the database "${database}" from this machine. Add a line to its pg_hba.conf.`
  return `The database server at ${place} rejected the role "${user}": ${message}.`
}

function explainMissingPrivilege({ message }: Error, { user, database, schema }: DatabaseAddress): string {
  if (/create extension/.test(message))
    return `The role "${user}" may not create the extensions that search needs. As a superuser run in the database ${database}: create extension btree_gin; create extension pg_trgm`
  if (/for database/.test(message) && schema !== undefined)
    return `The role "${user}" may not create the schema ${schema}. As the database's owner run: create schema ${schema} authorization "${user}"`
  if (/for database/.test(message))
    return `The role "${user}" may not use the database ${database}. As its owner run: grant connect, create on database ${database} to "${user}"`
  const denied = /for schema (\S+)/.exec(message)?.[1]
  if (denied)
    return `The role "${user}" may not create tables in the schema ${denied}. As its owner run: grant usage, create on schema ${denied} to "${user}"`
  return `The role "${user}" lacks a privilege: ${message}. Use the role that owns Memanto's tables.`
}

function explainCertificate(_: Error, { place }: DatabaseAddress, setting: string): string {
  return `The certificate of the database server at ${place} cannot be verified. Set sslrootcert=… in ${setting} to its certificate authority, or use sslmode=require to encrypt without verification.`
}

/** Explains an error without a code; undefined when nothing is known about it. */
function explainMessage({ message }: Error, { place }: DatabaseAddress, setting: string): string | undefined {
  if (message === NO_TLS_MESSAGE)
    return `The database server at ${place} does not support TLS, which the sslmode in ${setting} requires. Enable TLS there, or use sslmode=disable in a trusted network.`
  if (/client password must be a string/.test(message))
    return `The database server at ${place} requires a password, and ${setting} has none.`
  return undefined
}

/** Returns an error that says what is wrong with the database of `url` and what the operator can do; the error itself when nothing more is known. `setting` is the name of the setting with the URL. */
export function explainDatabaseError(error: unknown, url: string, setting: string): unknown {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return error
  const address = readDatabaseUrl(url)
  const code = codeOf(cause) ?? ''
  const sentence = Object.hasOwn(BY_CODE, code) ? BY_CODE[code]?.(cause, address, setting) : explainMessage(cause, address, setting)
  return sentence === undefined ? error : new Error(sentence)
}
