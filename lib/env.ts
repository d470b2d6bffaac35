import { BlockList, isIP } from 'node:net'
import { z } from 'zod'
import { readDatabaseUrl } from '../db/connection-url'

const MIN_SECRET_BYTES = 32

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be between ${min} and ${max}`)

/** Describes why a secret is too weak, as words that follow its name; undefined when it is strong enough. */
export function describeWeakness(secret: string): string | undefined {
  if (Buffer.byteLength(secret) < MIN_SECRET_BYTES)
    return `must be at least ${MIN_SECRET_BYTES} bytes long. Generate one with: openssl rand -base64 48`
  return new Set(secret).size > 7 ? undefined : 'is too easy to guess. Generate one with: openssl rand -base64 48'
}

const secret = z.string().superRefine((value, context) => {
  const weakness = describeWeakness(value)
  if (weakness !== undefined) context.addIssue({ code: 'custom', message: weakness })
})

const flag = z.enum(['true', 'false', '1', '0'], 'must be true or false').transform((value) => value === 'true' || value === '1')
const url = z.url({ protocol: /^https?$/, error: 'must be a URL such as https://memanto.example.com' })

/** The URL at which people reach the portal. It has no path, because all pages and cookies are at `/`. */
const publicUrl = url.pipe(
  z
    .string()
    .refine(
      (value) => isOnlyOrigin(new URL(value)),
      'must not include a path, query, user or password: Memanto is served at the root of its host',
    )
    .transform((value) => new URL(value).origin),
)
const postgresUrl = z.string().superRefine((value, context) => {
  try {
    readDatabaseUrl(value)
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'cannot be read' })
  }
})

/** A rate limit in requests per minute; 0 for no limit. */
const requestsPerMinute = (byDefault: number) => wholeNumber(0, 1_000_000_000).default(byDefault)

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
)

const variables = z.object({
  PORT: wholeNumber(0, 65_535).default(8000),
  HOST: z.string().optional(),
  PUBLIC_URL: publicUrl.optional(),
  TRUST_PROXY: list.pipe(z.array(z.string().refine(isNetwork, 'must be addresses or CIDRs, separated by commas'))).optional(),
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_PREPARED: flag.default(true),
  DATABASE_POOL_SIZE: wholeNumber(2, 500).default(16),
  MEMANTO_DATA_DIR: z.string().default('.memanto'),
  MEMANTO_SECRET: secret.optional(),
  MEMANTO_SECRET_PREVIOUS: secret.optional(),
  NEXTAUTH_SECRET: secret.optional(),
  MEMANTO_KEYLESS_TEAM: z.string().normalize('NFC').optional(),
  GITHUB_ID: z.string().optional(),
  GITHUB_SECRET: z.string().optional(),
  GOOGLE_ID: z.string().optional(),
  GOOGLE_SECRET: z.string().optional(),
  OIDC_ISSUER: url.transform((value) => value.replace(/\/+$/, '')).optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_NAME: z.string().max(40, 'may be at most 40 characters long').optional(),
  CORS_ORIGINS: list
    .pipe(z.array(z.string().refine(isOrigin, 'must be origins such as https://app.example.com, separated by commas')))
    .optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'must be one of fatal, error, warn, info, debug, trace, silent')
    .default('info'),
  RATE_LIMIT_KEY: requestsPerMinute(12_000),
  RATE_LIMIT_TEAM: requestsPerMinute(60_000),
  RATE_LIMIT_ANONYMOUS: requestsPerMinute(600),
  RATE_LIMIT_FAILED_AUTH: requestsPerMinute(60),
  METRICS_TOKEN: secret.optional(),
  RECALL_MEMORY_MB: wholeNumber(0, 1_000_000).default(256),
})

/** The settings with secrets that an operator chooses. Providers choose those for sign-in with a provider. */
export const SECRETS = ['MEMANTO_SECRET', 'MEMANTO_SECRET_PREVIOUS', 'NEXTAUTH_SECRET', 'METRICS_TOKEN'] as const

/** The settings of the environment, checked and with defaults. */
export type Settings = ReturnType<typeof readSettings>

/** Reads and checks all settings. @throws an error for the operator that names the invalid setting, but not its value, which may be a secret */
export function readSettings(env: Record<string, string | undefined>) {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const read = variables.safeParse(present)
  if (!read.success) {
    const [issue] = read.error.issues
    throw new Error(`${String(issue?.path[0])} ${issue?.message}. Fix this setting and restart.`)
  }
  const settings = { ...read.data, HOST: read.data.HOST ?? (read.data.DATABASE_URL ? '0.0.0.0' : '127.0.0.1') }
  requireSafeCombination(settings)
  requireCompleteProviders(settings)
  return settings
}

function requireSafeCombination(settings: z.infer<typeof variables> & { HOST: string }): void {
  if (settings.DATABASE_URL && !settings.MEMANTO_SECRET)
    throw new Error(
      'MEMANTO_SECRET must be set if DATABASE_URL is set: all processes need the same secret. Generate one with: openssl rand -base64 48',
    )
  if (settings.MEMANTO_KEYLESS_TEAM && (!isLoopback(settings.HOST) || settings.TRUST_PROXY?.length))
    throw new Error('MEMANTO_KEYLESS_TEAM allows calls without a key: HOST must be a loopback address and TRUST_PROXY unset.')
}

/** The settings of each sign-in provider, which must be set together. */
const PROVIDER_SETTINGS = [
  ['GITHUB_ID', 'GITHUB_SECRET'],
  ['GOOGLE_ID', 'GOOGLE_SECRET'],
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
] as const

function requireCompleteProviders(settings: z.infer<typeof variables>): void {
  for (const group of PROVIDER_SETTINGS) {
    const missing = group.filter((name) => settings[name] === undefined)
    if (missing.length === group.length) continue
    if (missing.length > 0) throw new Error(`${missing.join(' and ')} must also be set: ${group.join(', ')} belong together.`)
  }
}

/** Returns whether a host is this machine: `localhost` or a loopback address, also in brackets. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^(::ffff:)?127(\.\d{1,3}){3}$/.test(host)
}

/** Creates a list of addresses and networks (CIDRs) to check addresses against. */
export function networkList(networks: readonly string[]): BlockList {
  const known = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    known.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family)
  }
  return known
}

/** Returns whether a text is an IP address or a network (CIDR). */
export function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  const family = isIP(address)
  if (family === 0 || address.includes('%') || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
}

const isOnlyOrigin = ({ pathname, search, hash, username, password }: URL) =>
  pathname.replaceAll('/', '') === '' && `${search}${hash}${username}${password}` === ''

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}
