import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { randomTexts } from '../../bench/random-texts'
import { newId } from '../ids'
import { scanText } from './scan'

const findings = (texts: string[]) =>
  texts.flatMap((text) => scanText(text).map(({ kind, start, end }) => `${kind}: ${text.slice(start, end)}`))

/** A fact of the benchmark is about this account, whose check digits are right. */
const ACCOUNT = 'iban: DE44 5001 0517 5407 3249 31'

test('nothing else than an account is found in the facts and questions of the benchmark, in 25 languages', () => {
  const files = readdirSync('bench/recall/own').map((name) => readFileSync(`bench/recall/own/${name}`, 'utf8'))
  const texts = files.flatMap((file) => (JSON.parse(file) as { memories: { text: string; questions: string[] }[] }).memories)
  const all = texts.flatMap(({ text, questions = [] }) => [text, ...questions])
  expect(all.length).toBeGreaterThan(1000)
  expect(findings(all).filter((finding) => finding !== ACCOUNT)).toEqual([])
})

test('nothing is found in the sample texts and in random words', () => {
  expect(findings([readFileSync('db/seed-texts.ts', 'utf8'), ...randomTexts(500, 40, 1)])).toEqual([])
})

const hash = (algorithm: string, at: number, form: 'hex' | 'base64') => createHash(algorithm).update(String(at)).digest(form)
const padded = (value: number, length: number) => String(value).padStart(length, '0')
const DAY_MS = 86_400_000

/** Numbers and ids that agents remember, of which none is what is searched for. */
const ORDINARY: Record<string, (at: number) => string> = {
  'times in milliseconds': (at) => String(1_500_000_000_000 + at * 7_919_311),
  'times in microseconds': (at) => String(1_500_000_000_000_000 + at * 7_919_311_733),
  'times in seconds': (at) => String(1_500_000_000 + at * 9973),
  'hashes of commits': (at) => hash('sha1', at, 'hex'),
  'short hashes of commits': (at) => hash('sha1', at, 'hex').slice(0, 8),
  'digests of images': (at) => `sha256:${hash('sha256', at, 'hex')}`,
  'digests of packages': (at) => `sha512-${hash('sha512', at, 'base64')}`,
  UUIDs: () => randomUUID(),
  'ids of memories': () => newId('mem'),
  'dates and times': (at) => new Date(1_700_000_000_000 + at * DAY_MS).toISOString(),
  'order numbers with a date': (at) => `20240311-${padded(at, 4)} or 240311-${padded(at % 10_000, 4)} or 2024-${padded(at, 6)}`,
  'ticket numbers': (at) => `#${at} JIRA-${at} INC${padded(at, 7)} CS-2024-${padded(at, 5)}`,
  'phone numbers': (at) =>
    `+49 170 ${padded(at * 37, 7)} (555) 01${padded(at % 100, 2)}-${padded(at % 10_000, 4)} 0170/${padded(at * 53, 7)} +1-555-${padded(at % 1000, 3)}-${padded(at % 10_000, 4)}`,
  'phone numbers without blanks': (at) => `+4917${padded(at * 7919, 9)} 0041${padded(at * 7919, 9)}`,
  amounts: (at) =>
    `${at * 31}.${padded(at % 100, 2)} EUR, $${(at * 997_003).toLocaleString('en')}, ${(at * 997_003).toLocaleString('de')},00`,
  fractions: (at) => String(at / 9973),
  'IP addresses': (at) =>
    `10.${at % 256}.${(at * 7) % 256}.${(at * 13) % 256}:${8000 + (at % 1000)} fe80::${at.toString(16)}:1ff:fe23:4567:890a`,
  versions: (at) => `v${at % 30}.${at % 100}.${at % 1000}-rc.${at % 10}+build.${at}`,
  'EAN codes': (at) => withEanDigit(`40${padded(at * 7919, 10)}`),
  'ids of tweets and chats': (at) => String(1_100_000_000_000_000_000n + BigInt(at) * 91_873_456_131_337n),
  coordinates: (at) => `${(at % 90) + at / 99_991}, ${(at % 180) + at / 99_991}`,
  'series of years': (at) => `${2000 + (at % 20)} ${2001 + (at % 20)} ${2002 + (at % 20)} ${2003 + (at % 20)} ${2004 + (at % 20)}`,
  URLs: (at) => `https://example.com:8443/orders/${padded(at * 7919, 9)}?page=${at}&t=@${at}#a:b@c`,
  'e-mail addresses': (at) => `mailto:user${at}@example.com ssh://git@github.com:acme/app${at}.git`,
}

function withEanDigit(digits: string): string {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return digits + String((10 - (sum % 10)) % 10)
}

test.each(Object.entries(ORDINARY))('nothing is found in 3,000 %s', (_name, textOf) => {
  expect(findings(Array.from({ length: 3000 }, (_, at) => `It was ${textOf(at)} yesterday.`))).toEqual([])
})

test('what is found lies in the text, in order, and does not overlap', () => {
  const parts = fc.constantFrom(
    '4111111111111111',
    'DE89370400440532013000',
    'redis://:hunter22@c',
    ' ',
    '-',
    '1',
    'a',
    '@',
    '://',
    '536-90-4399',
    '🎉',
  )
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('')
      let last = 0
      for (const { start, end } of scanText(text)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        last = end
      }
      expect(last).toBeLessThanOrEqual(text.length)
    }),
  )
})

/** Beginnings of what is searched for, again and again, in texts of the greatest length. An expression that backtracks would not end. */
const HOSTILE = [
  'xoxb-a-',
  'xoxb-',
  'SG.a.',
  'https://',
  'https://a:b@',
  'mongodb://a:',
  '"aws_secret_access_key" ',
  'aws_',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN PRIVATE KEY-----\n',
  '-----BEGIN PRIVATE KEY-----A\n> ',
  '-----BEGIN A ',
  'ops_ey',
  'sk-proj-',
  'github_pat_',
  '1',
  '1 ',
  '1-',
  '4111 ',
  'DE89',
  '://',
  'a:',
  'eyJ',
  'mk_live_',
  '12.',
  'AA',
  'SSN 1',
  '\n',
  '🎉',
  'A1 ',
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.',
]

test.each(HOSTILE)('a scan of 10,000 characters of %j ends', (piece) => {
  const text = piece.repeat(Math.ceil(10_000 / piece.length)).slice(0, 10_000)
  expect(Array.isArray(scanText(text))).toBe(true)
})
