import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { adoptTestSettings } from '../../test/settings'
import { newKey } from '../auth/api-key-format'
import { signSessionToken } from '../auth/session-token'
import type { FindingKind } from './kinds'
import { findByRule, SECRETLINT_RULES } from './provider-secrets'
import { scanText } from './scan'
import { scanMemory } from './scan-memory'

/** A text of letters and digits that look random, without being a secret of anybody. */
const noise = (length: number, from = 'aB3dE6gH9jK2mN5pQ8sT') => from.repeat(Math.ceil(length / from.length)).slice(0, length)

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = (claims: object) => `${base64({ alg: 'HS256', typ: 'JWT' })}.${base64(claims)}.${noise(43)}`

adoptTestSettings()
/** Whose signature is not ours is found, too. */
const SESSION_TOKEN = signSessionToken(
  {
    ...{ id: 'sess_0mhyw2kq3Vb81mPq9sXw2LtRa', team_id: '3f0e5a52-4f2e-4d0c-9d0a-0d7e0b6f4a11', agent_name: 'customer-support' },
    ...{ started_at: new Date('2025-03-31T16:30:00Z'), expires_at: new Date('2025-03-31T22:30:00Z') },
  },
  { kind: 'key', id: 'a1B2c3D4e5' },
).replace(/.{43}$/, noise(43))

const PEM = (kind = '') => `-----BEGIN ${kind}PRIVATE KEY-----\nMII${noise(400)}\n-----END ${kind}PRIVATE KEY-----`

const PEM_FORM = { format: 'pem', type: 'pkcs8' } as const
const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
const RSA = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
const ED25519 = generateKeyPairSync('ed25519').privateKey.export(PEM_FORM).toString().trim()
const ENCRYPTED = P256.export({ ...PEM_FORM, cipher: 'aes-256-cbc', passphrase: 'x' })
  .toString()
  .trim()
const WITH_HEADERS = RSA.export({ format: 'pem', type: 'pkcs1', cipher: 'aes-128-cbc', passphrase: 'x' }).toString().trim()
const PGP = (body: string) => `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2\n\n${body}\n-----END PGP PRIVATE KEY BLOCK-----`
const PRIVATE_KEYS = [
  P256.export({ format: 'pem', type: 'sec1' }).toString().trim(),
  generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey.export({ format: 'pem', type: 'sec1' }).toString().trim(),
  ED25519,
  generateKeyPairSync('x25519').privateKey.export(PEM_FORM).toString().trim(),
  ENCRYPTED,
  WITH_HEADERS,
  ED25519.replaceAll('\n', ' '),
  WITH_HEADERS.replaceAll('\n', '\\n'),
  RSA.export(PEM_FORM).toString().trim().replaceAll('\n', '\n> '),
  PGP(`lQVYB${noise(59)}\n${noise(64)}\n${noise(20)}\n=aB3d`),
  `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: "x"\n${noise(70)}\n---- END SSH2 ENCRYPTED PRIVATE KEY ----`,
]

/** The JSON in a token of 1Password ends with a brace that fills the first byte of three. */
const OPS_TOKEN = { a: noise(200) }

/** What is found, each as a whole value. The numbers are those that issuers, banks and states publish as examples. */
const FOUND: [FindingKind, value: string][] = [
  ['memanto_api_key', newKey().key],
  ['memanto_session_token', SESSION_TOKEN],
  ['anthropic_api_key', `sk-ant-api03-${noise(93)}AA`],
  ['aws_access_key', `AKIA${noise(16, 'A2B3C4D5E6F7G')}`],
  ['databricks_token', `dapi${noise(32, '0123456789abcdef')}`],
  ['docker_token', `dckr_pat_${noise(27)}`],
  ['figma_token', `figd_${noise(40)}`],
  ['github_token', `ghp_${noise(36)}`],
  ['github_token', `github_pat_${noise(82)}`],
  ['gitlab_token', `glpat-${noise(20)}`],
  ['google_api_key', `AIza${noise(35)}`],
  ['grafana_token', `glsa_${noise(32)}_${noise(8, '0123abcd')}`],
  ['groq_api_key', `gsk_${noise(52)}`],
  ['huggingface_token', `hf_${noise(34, 'abcDEFghiJKL')}`],
  ['linear_api_key', `lin_api_${noise(40)}`],
  ['notion_token', `ntn_${noise(11, '0123456789')}${noise(35)}`],
  ['npm_token', `npm_${noise(36)}`],
  ['onepassword_token', `ops_${Buffer.from(JSON.stringify(OPS_TOKEN)).toString('base64')}`],
  ['openai_api_key', `sk-proj-${noise(74)}T3BlbkFJ${noise(74)}`],
  ['private_key', PEM()],
  ['private_key', PEM('RSA ')],
  ['private_key', PEM('EC ').replaceAll('\n', '\\n')],
  ...PRIVATE_KEYS.map((value): [FindingKind, string] => ['private_key', value]),
  ['sendgrid_api_key', `SG.${noise(22)}.${noise(43)}`],
  ['shopify_token', `shpat_${noise(32)}`],
  ['slack_token', `xoxb-${noise(12, '0123456789')}-${noise(24)}`],
  ['slack_token', `https://hooks.slack.com/services/T${noise(8)}/B${noise(8)}/${noise(24)}`],
  ['stripe_api_key', `sk_live_${noise(24)}`],
  ['stripe_api_key', `rk_test_${noise(40)}`],
  ['vault_token', `hvs.${noise(95)}`],
  ['vercel_token', `vcp_${noise(24)}`],

  ['card_number', '4111 1111 1111 1111'],
  ['card_number', '4111-1111-1111-1111'],
  ['card_number', '5555555555554444'],
  ['card_number', '2223003122003222'],
  ['card_number', '3782 822463 10005'],
  ['card_number', '371449635398431'],
  ['card_number', '30569309025904'],
  ['card_number', '6011111111111117'],
  ['card_number', '3530111333300000'],
  ['card_number', '6200000000000005'],
  ['iban', 'DE89 3704 0044 0532 0130 00'],
  ['iban', 'DE89370400440532013000'],
  ['iban', 'DE89-3704-0044-0532-0130-00'],
  ['iban', 'DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000'],
  ['card_number', '4111\u00a01111\u00a01111\u00a01111'],
  ['card_number', '4111\u20111111\u20111111\u20111111'],
  ['national_id', '36\u202f574\u202f261\u202f809'],
  ['iban', 'GB82 WEST 1234 5698 7654 32'],
  ['iban', 'fr14 2004 1010 0505 0001 3m02 606'],
  ['iban', 'NO93 8601 1117 947'],
  ['iban', 'MT84MALT011000012345MTLCAST001S'],
  ['national_id', '536-90-4399'],
  ['national_id', 'HH 01 23 45 D'],
  ['national_id', '2 95 10 99 126 111 93'],
  ['national_id', '36 574 261 809'],
  ['national_id', '88.02.29-999.90'],
  ['national_id', '756.9217.0769.85'],
  ['national_id', '131052-308T'],
  ['national_id', '151086 95088'],
  ['national_id', 'RCCMNL83S18D969H'],
  ['national_id', '390.533.447-05'],
  ['national_id', '360426199101010071'],
]

const SENTENCES: [string, string][] = [
  ['It is ', ' and nothing else.'],
  ['(', ')'],
  ['"', '", he said'],
  ['秘密は', '。'],
  ['', ''],
]

/** Some keys are new in each run: the names of the tests are the same. */
test.each(FOUND.map(([kind, value]) => [kind, value.slice(0, 30).split('\n', 1), value] as const))(
  '%s is found as a whole: %s',
  (kind, _line, value) => {
    for (const [before, behind] of SENTENCES) {
      if (/^[A-Za-z\d]/.test(value) && /\p{L}$/u.test(before)) continue
      const found = scanText(before + value + behind)
      expect(found, before).toEqual([{ kind, start: before.length, end: before.length + value.length }])
    }
  },
)

/** What is found only after the name of such a number, or in a longer text; the found part is between « and ». */
const FOUND_WITHIN: [FindingKind, text: string][] = [
  ['password_in_url', 'postgres://app:«s3cr3t-pw»@db.internal:5432/app'],
  ['password_in_url', 'mongodb+srv://app:«s3cr3t%20pw»@cluster0.abcde.mongodb.net/x?retryWrites=true'],
  ['password_in_url', 'jdbc:mysql://app:«s3cr3tpw»@db/app'],
  ['password_in_url', 'redis://:«hunter22»@cache:6379/0'],
  ['password_in_url', 'See https://ada:«pa$$w0rd!»@intranet.example/wiki, it works.'],
  ['password_in_url', 'amqp://worker:«correct-horse»@mq.example'],
  ['password_in_url', 'ftp://ada:«sesame99»@files.example.com/in'],
  ...['.', ',', ', and', ')', ').', ';', "'", '...'].map((behind): [FindingKind, string] => [
    'password_in_url',
    `The cache (redis://:«s3cr3tpwQ9»@cache.example.com:6379${behind} It works.`,
  ]),
  ['password_in_url', 'Use postgres://app:«s3cr3t-pw»@db.internal:5432.'],
  ['password_in_url', 'mongodb://app:«s3cr3tpw»@h1:27017,h2:27017/db?replicaSet=a@b'],
  ['password_in_url', 'redis://app:«s3cr3tpw»@h1:6379,h2:6379'],
  ['password_in_url', 'postgres://app:«s3c#r3t?pw»@db/app'],
  ['password_in_url', 'redis://:«a7F{9xQ2zz»@cache and amqp'],
  ['password_in_url', 'amqp://app:«[a]b}c»@mq'],
  ['private_key', `It is «-----BEGIN EC PRIVATE KEY-----\n${noise(64)}\n${noise(11)}==»\nThe rest of it was cut.`],
  ['private_key', `«-----BEGIN PRIVATE KEY-----\\n${noise(64)}\\n${noise(12)}»", "type": "x"`],
  ['github_token', 'https://«tok3nvalue»:x-oauth-basic@github.com/acme/app'],
  ['aws_access_key', `AWS_SECRET_ACCESS_KEY=«${noise(20)}/${noise(19)}»`],
  ['aws_access_key', `"aws_secret_access_key" : "«${noise(40)}»"`],
  ['card_number', 'Visa «4111 1111 1111 1111» 12/27 123'],
  ['card_number', 'Visa «4111 1111 1111 1111» 123'],
  ['card_number', 'Ada,«4111111111111111»,12/27'],
  ['card_number', '1999,«4111111111111111»'],
  ['iban', 'Pay to «DE89 3704 0044 0532 0130 00» BIC COBADEFF'],
  ['national_id', 'His SSN is «536904399».'],
  ['national_id', 'PESEL: «44051401359»'],
  ['national_id', 'Burgerservicenummer «111222333»'],
  ['national_id', 'Aadhaar no. «2341 2341 2346»'],
  ['national_id', 'my SIN: «123-456-782»'],
  ['national_id', 'DNI «54362315K»'],
  ['national_id', 'el NIE es «X2482300W»'],
  ['national_id', 'personnummer «880320-0016»'],
  ['national_id', '身份证号码：«360426199101010071»'],
  ['national_id', 'ИНН «123456789047»'],
  ['national_id', 'ЕГН: «8032056031»'],
  ['national_id', 'CNP «1630615123457»'],
  ['national_id', 'kimlik no «17291716060»'],
]

test.each(FOUND_WITHIN)('%s is found in: %s', (kind, marked) => {
  const start = marked.indexOf('«')
  const end = marked.indexOf('»') - 1
  const found = scanText(marked.replace(/[«»]/g, ''))
  expect(found).toContainEqual({ kind, start, end })
})

/** What looks like one of them, and is not. */
const NOT_FOUND = [
  'https://user:password@example.com and postgres://user:$DB_PASSWORD@localhost/app',
  'redis://:<password>@cache and amqp://user:****@mq and mysql://root:%DB_PASS%@db',
  'Set AWS_SECRET_ACCESS_KEY and AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE in the environment.',
  `${newKey().key.slice(0, -1)}!`,
  'Keys look like mk_live_a1B2c3D4e5_ followed by 49 characters.',
  jwt({ sub: '1234567890', name: 'John Doe', iat: 1516239022 }),
  '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----',
  `-----BEGIN PRIVATE KEY-----\n${'x'.repeat(64)}\n-----END PRIVATE KEY-----`,
  '-----BEGIN RSA PRIVATE KEY-----\nthe content of your private key as openssl has written it\n-----END RSA PRIVATE KEY-----',
  'A file begins with -----BEGIN ENCRYPTED PRIVATE KEY----- and has many lines.',
  `redis://:$${'{REDIS_PASSWORD}'}@cache, redis://:{password}@{host}, amqp://a:[password]@mq and amqp://a:x{{password}}@mq, b://a:$(pass db)@c`,
  '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA\n-----END PUBLIC KEY-----',
  'Order 4111 1111 1111 1112, ticket 4111111111111112',
  '1234 4111 1111 1111 1111 and 4111 1111 1111 1111 1234',
  '0.4111111111111111, 0,4111111111111111 or 14111111111111111111111 or abc4111111111111111 or id_4111111111111111',
  'DE89 3704 0044 0532 0130 01, DE8937040044053201300, XX89370400440532013000, DE893704004405320130001',
  '44051401359 is a number, and so are 111222333, 880320-0016, 17291716060 and 1630615123457.',
  'SSN 000-12-3456; part 123-45-67890; 2024-03-11; +1 555-01-2345-6',
  'sin 123456782 más, run 76086428-5 tests',
]

test.each(NOT_FOUND)('nothing is found in: %s', (text) => {
  expect(scanText(text)).toEqual([])
})

test('each rule of secretlint that is used finds a sample here, without waiting for anything', () => {
  const text = [...FOUND.map(([, value]) => value), ...FOUND_WITHIN.map(([, marked]) => marked.replace(/[«»]/g, ''))].join('\n')
  expect(SECRETLINT_RULES.length).toBe(23)
  for (const used of SECRETLINT_RULES) expect(findByRule(used, text).length, used.kind).toBeGreaterThan(0)
})

test('a text without the mark of a rule contains nothing that the rule finds', () => {
  const values = [...FOUND.map(([, value]) => value), ...FOUND_WITHIN.map(([, text]) => text.replace(/[«»]/g, ''))]
  const pieces = values.flatMap((value) => [
    value,
    value.slice(0, value.length / 2),
    value.slice(4),
    value.slice(0, 12),
    value.toUpperCase(),
  ])
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces, ' ', '\n', '-', '_', '.', 'a'), { maxLength: 12 }), (parts) => {
      const text = parts.join('')
      for (const used of SECRETLINT_RULES) if (!used.mark.test(text)) expect(findByRule(used, text)).toEqual([])
    }),
    { numRuns: 1000 },
  )
})

test('comments that switch off the rules of secretlint have no effect', () => {
  const [found] = scanText(`// secretlint-disable\nghp_${noise(36)}\n`)
  expect(found?.kind).toBe('github_token')
})

test('of what overlaps, one finding is left: a secret of Memanto before everything else, then the longest', () => {
  const { key } = newKey()
  expect(scanText(`https://ada:${key}@example.com`).map(({ kind }) => kind)).toEqual(['memanto_api_key'])
  expect(scanText(`https://ada:longer-${key}@example.com`).map(({ kind }) => kind)).toEqual(['memanto_api_key'])
})

test('a private key does not reach from one text of a memory into the next', () => {
  const [begin = '', key = '', end = ''] = ED25519.split('\n')
  const token = `ghp_${noise(36)}`
  const findings = scanMemory({ title: `${begin}\n${key}`, content: `${token}\n${end}` })
  expect(findings.map(({ field, kind }) => [field, kind])).toEqual([
    ['title', 'private_key'],
    ['content', 'github_token'],
  ])
})
