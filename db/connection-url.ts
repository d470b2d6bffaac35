import { accessSync, constants } from 'node:fs'
import type { Timeouts } from './timeouts'

/** The parts of a DATABASE_URL, ready for the driver. */
export interface DatabaseAddress {
  connectionString: string
  /** The schema in `?schema=`; undefined for the search path of the role. */
  schema: string | undefined
  /** Host, port, database and schema, as far as the URL names them, so that no two installations have the same: never user or password. */
  place: string
  user: string
  database: string
  /** True for `sslmode=prefer`: a server without TLS is used without it. */
  prefersTls: boolean
  /** The timeouts in the URL, such as `?statement_timeout=30000`. They are not in `connectionString`: a pooler may refuse a connection because of them. */
  timeouts: Partial<Timeouts>
}

const PERCENT_ENCODE = 'percent-encode the characters @ : / ? # [ ] % and spaces in the user name and password, such as %23 for #'

/** Reads a URL as libpq does. @throws an error whose message continues a sentence that begins with the setting's name; it quotes no part of the URL */
export function readDatabaseUrl(text: string): DatabaseAddress {
  const url = parse(text)
  const schema = takeSchema(url)
  const timeouts = takeTimeouts(url)
  const prefersTls = adaptSslMode(url)
  if (schema !== undefined) addOption(url, `-c search_path=${schema},public`)
  const database = decodeURIComponent(url.pathname.slice(1))
  const user = url.searchParams.get('user') ?? decodeURIComponent(url.username)
  return {
    connectionString: url.href,
    schema,
    place: withSchema(`${hostAndPort(url)}/${database}`, schema),
    user,
    database,
    prefersTls,
    timeouts,
  }
}

/** The parameters of a URL have priority over its beginning, as in the driver. */
function hostAndPort({ searchParams, hostname, port }: URL): string {
  const usedPort = searchParams.get('port') || port
  return `${searchParams.get('host') || hostname || 'localhost'}${usedPort && `:${usedPort}`}`
}

/** Returns a place with the schema in it. */
export const withSchema = (place: string, schema: string | undefined) => (schema === undefined ? place : `${place}?schema=${schema}`)

function parse(text: string): URL {
  if (!/^postgres(ql)?:\/\//i.test(text)) throw new Error('must be a postgres:// URL')
  // libpq's form for a socket, postgres://user:password@/database?host=/folder, has no host before the path.
  const withHost = text.replace(/^(\w+:\/\/[^/?#]*@)\//, '$1localhost/')
  const isSuspicious = /#|\s|%(?![0-9a-f]{2})/i.test(text)
  if (isSuspicious || !URL.canParse(withHost)) throw new Error(`cannot be read: ${PERCENT_ENCODE}`)
  const url = new URL(withHost)
  if (url.pathname.includes('@')) throw new Error(`cannot be read: ${PERCENT_ENCODE}`)
  return url
}

/** Removes `schema`, with which Prisma and others name a schema; Postgres has no such parameter. */
function takeSchema(url: URL): string | undefined {
  const schema = url.searchParams.get('schema')
  url.searchParams.delete('schema')
  if (schema === null || schema === '') return undefined
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith('pg_'))
    throw new Error('has an invalid schema name: use 1 to 63 lowercase letters, digits and underscores, not starting with pg_')
  return schema
}

const TIMEOUTS = {
  lockMs: 'lock_timeout',
  statementMs: 'statement_timeout',
  idleInTransactionMs: 'idle_in_transaction_session_timeout',
} as const

/** Removes the timeouts, in milliseconds. */
function takeTimeouts({ searchParams }: URL): Partial<Timeouts> {
  const timeouts: Partial<Timeouts> = {}
  for (const [field, name] of Object.entries(TIMEOUTS) as [keyof typeof TIMEOUTS, string][]) {
    const value = searchParams.get(name)
    if (value === null) continue
    if (!/^\d{1,9}$/.test(value)) throw new Error(`has an invalid ${name}: use a number of milliseconds`)
    timeouts[field] = Number(value)
    searchParams.delete(name)
  }
  return timeouts
}

function addOption(url: URL, option: string): void {
  const options = url.searchParams.get('options')
  url.searchParams.set('options', options ? `${options} ${option}` : option)
}

const SSL_MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify']

/**
 * Translates sslmode as libpq understands it: `require` encrypts, and checks the certificate only if sslrootcert is given; the driver by itself
 * treats it as `verify-full`. Returns whether the mode also works without TLS.
 */
function adaptSslMode({ searchParams, hostname }: URL): boolean {
  if (/^(\/|%2f)/i.test(searchParams.get('host') ?? hostname)) searchParams.set('sslmode', 'disable') // as libpq does on a socket
  if (searchParams.get('sslrootcert') === 'system') {
    searchParams.delete('sslrootcert')
    searchParams.set('sslmode', 'verify-full')
  }
  const mode = searchParams.get('sslmode')
  requireReadableFiles(searchParams)
  if (mode === null) return false
  if (!SSL_MODES.includes(mode)) throw new Error(`has an unknown sslmode: use one of ${SSL_MODES.slice(0, -1).join(', ')}`)
  if (mode === 'verify-ca' && !searchParams.has('sslrootcert'))
    throw new Error('has sslmode=verify-ca, which requires sslrootcert=… with the certificate authority file')
  if (mode === 'no-verify') searchParams.delete('sslrootcert')
  searchParams.set('uselibpqcompat', 'true')
  const isOptional = mode === 'allow' || mode === 'prefer'
  if (isOptional || mode === 'no-verify') searchParams.set('sslmode', isOptional ? 'prefer' : 'require')
  return isOptional
}

function requireReadableFiles(searchParams: URLSearchParams): void {
  for (const name of ['sslrootcert', 'sslcert', 'sslkey']) {
    const path = searchParams.get(name)
    if (path !== null && !isReadable(path)) throw new Error(`has an ${name} file that cannot be read`)
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/** Returns the connection string with TLS switched off. */
export function withoutTls(connectionString: string): string {
  const url = new URL(connectionString)
  url.searchParams.set('sslmode', 'disable')
  return url.href
}
