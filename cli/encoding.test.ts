import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { testInSession } from '../test/cli/fixtures'
import { temporaryFolder } from '../test/cli/process'
import { type CliUser, createUser } from '../test/cli/user'
import type { RankedMemory } from './http/client'
import { decodeText } from './input/encoding'

const GERMAN =
  'Die Müllers möchten über Änderungen der Öffnungszeiten per E-Mail unterrichtet werden, größere Beträge bitte nur nach Rücksprache überweisen.'
const FRENCH = 'Hélène préfère être prévenue à l’avance ; ça lui évite des déplacements à côté du château, même l’été après les congés.'
const RUSSIAN =
  'Клиент предпочитает электронную почту, звонить ему не надо. Счета он оплачивает по вторникам, а договоры подписывает сам. '.repeat(2)
const JAPANESE = '顧客は電話よりもメールを好みます。来週の火曜日に連絡してください。請求書は月末に送ります。'.repeat(3)

/** Decodes bytes that arrive in pieces. Returns the text and the notes about it. */
async function read(bytes: Buffer, pieceLength = bytes.length): Promise<{ text: string; notes: string[] }> {
  const notes: string[] = []
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength)
  }
  let text = ''
  for await (const piece of decodeText(pieces(), (note) => notes.push(note))) text += piece
  return { text, notes }
}

describe('Unicode', () => {
  test.each(['', 'a', 'ab', 'Zoë\n', '😀\n日本', `${'ü'.repeat(1000)}\n${'日\n'.repeat(1000)}`])(
    'UTF-8 is decoded in pieces of any length (%#)',
    async (text) => {
      for (const length of [1, 2, 3, 7, 10_000]) {
        expect(await read(Buffer.from(text), length)).toEqual({ text, notes: [] })
        expect(await read(Buffer.from(`\uFEFF${text}`), length)).toEqual({ text, notes: [] })
      }
    },
  )

  test.each([
    ['utf-16le', true],
    ['utf-16be', true],
    ['utf-16le', false],
    ['utf-16be', false],
  ])('%s is decoded in pieces of any length, with a byte order mark: %s', async (name, addBOM) => {
    for (const text of ['{"content": "Zoë 日本 😀"}\r\n"b"\n', 'a', GERMAN])
      for (const length of [1, 3, 10_000]) {
        const { text: found, notes } = await read(iconv.encode(text, name, { addBOM }), length)
        expect([found, notes]).toEqual([text, [`The text is UTF-16 ${name.slice(-2).toUpperCase()}. It was converted to UTF-8.`]])
      }
  })

  test('an incomplete character in UTF-16 is refused', async () => {
    await expect(read(Buffer.from([0xff, 0xfe, 0x61]))).rejects.toThrow('The text is not valid UTF-16LE.')
    await expect(read(Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x00, 0xd8, 0x61, 0x00]))).rejects.toThrow('The text is not valid UTF-16LE.')
  })
})

describe('other encodings', () => {
  test.each([
    ['windows-1252', GERMAN],
    ['windows-1252', FRENCH],
    ['windows-1251', RUSSIAN],
    ['koi8-r', RUSSIAN],
    ['shift_jis', JAPANESE],
    ['euc-jp', JAPANESE],
  ])('%s is converted, with a note, if it is certain', async (name, text) => {
    const lines = `plain\n${text}\r\n${text}`
    for (const length of [1, 100, 10_000]) {
      const { text: found, notes } = await read(iconv.encode(lines, name), length)
      expect([found, notes]).toEqual([lines, [expect.stringMatching(/^The text is .+\. It was converted to UTF-8\.$/)]])
    }
  })

  test.each(['Grüße', 'Frau Müller ruft an', 'a £ b'])(
    '%s is too short to be certain: the error names the likely encoding',
    async (text) => {
      await expect(read(iconv.encode(text, 'windows-1252'))).rejects.toThrow(
        /^The text is not UTF-8\. It may be [\w-]+, but that is not certain\.$/,
      )
    },
  )

  test('a line that is not UTF-8 after lines that are is refused by its number', async () => {
    const broken = Buffer.concat([Buffer.from('Zoë\nplain\n'), iconv.encode(`x\n${GERMAN}\n`, 'windows-1252')])
    for (const length of [1, 10_000]) await expect(read(broken, length)).rejects.toThrow('Line 4 is not valid UTF-8')
    await expect(read(Buffer.concat([Buffer.from('plain\nZoë '), iconv.encode(GERMAN, 'windows-1252')]))).rejects.toThrow('not certain')
  })

  test.each([Buffer.from([0xff]), Buffer.from([0x80, 0x81, 0x0a]), Buffer.from(Array.from({ length: 512 }, (_, at) => (at * 167) % 256))])(
    'bytes that are not text are refused (%#)',
    async (bytes) => {
      await expect(read(bytes)).rejects.toThrow('The text is not UTF-8')
    },
  )

  test('no text, however it is cut, is changed without being refused', async () => {
    const texts = [
      GERMAN,
      FRENCH,
      RUSSIAN,
      JAPANESE,
      'Zażółć gęślą jaźń, proszę o kontakt mailowy w sprawie umowy.',
      'Müşteri e-posta ile görüşmek istiyor.',
    ]
    const names = ['windows-1252', 'windows-1250', 'iso-8859-2', 'windows-1251', 'windows-1254', 'macintosh', 'cp850', 'shift_jis']
    for (const text of texts)
      for (const name of names)
        for (let end = 3; end <= text.length; end += 5) {
          const bytes = iconv.encode(text.slice(0, end), name)
          if (iconv.decode(bytes, name) !== text.slice(0, end)) continue
          const { text: found } = await read(bytes).catch(() => ({ text: undefined }))
          expect([undefined, text.slice(0, end)], `${name}: ${found}`).toContain(found)
        }
  })
})

describe('the command', () => {
  const contents = async (user: CliUser) => {
    const { memories } = await user.json<{ memories: RankedMemory[] }>('recall', '--recent', '--limit', '3')
    return memories.map(({ content }) => content)
  }

  testInSession('stores text in windows-1252 and UTF-16, from standard input and from a file', async ({ user }) => {
    for (const [name, addBOM] of [
      ['windows-1252', false],
      ['utf-16le', true],
      ['utf-16le', false],
    ] as const) {
      const input = iconv.encode(`${GERMAN}\r\n`, name, { addBOM })
      expect(await user.memanto(['remember'], { input })).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining('converted to UTF-8'),
      })
      expect((await contents(user))[0]).toBe(GERMAN)
      const file = join(temporaryFolder(), 'batch.jsonl')
      writeFileSync(file, iconv.encode(`{"content": "1 ${GERMAN}"}\r\n"2 ${GERMAN}"\r\n`, name, { addBOM }))
      expect(await user.memanto(['remember', '--batch', file])).toMatchObject({ exitCode: 0 })
      expect((await contents(user)).slice(0, 2)).toEqual([`2 ${GERMAN}`, `1 ${GERMAN}`])
    }
  })

  testInSession('stores nothing of a text that it cannot decode, and says what to do', async ({ user }) => {
    const before = await contents(user)
    const input = iconv.encode('Grüße', 'windows-1252')
    const { exitCode, stderr } = await user.memanto(['remember'], { input })
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/It may be [\w-]+, but that is not certain\.\s.*iconv -f/)])
    const batch = Buffer.concat([Buffer.from('"Zoë"\n"b"\n'), iconv.encode('"Grüße"\n', 'windows-1252')])
    expect(await user.memanto(['remember', '--batch', '-'], { input: batch })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('Line 3 is not valid UTF-8'),
    })
    expect(await contents(user)).toEqual(before)
  })

  testInSession('keeps a Unicode line separator within a line of a batch', async ({ user }) => {
    await user.memanto(['remember', '--batch', '-'], { input: '"one\u2028two"\n' })
    expect((await contents(user))[0]).toBe('one\u2028two')
  })

  test('reads a config.json in UTF-16, and renames one that is not Unicode', async () => {
    const someone = createUser()
    await someone.memanto(['config', 'set', 'auto_renew', 'false'])
    const path = join(someone.home, 'config.json')
    writeFileSync(path, iconv.encode('{"server_url": "http://127.0.0.1:9", "note": "Zoë"}', 'utf-16le', { addBOM: true }))
    expect((await someone.json('config', 'show')).server_url).toMatchObject({ value: 'http://127.0.0.1:9' })
    writeFileSync(path, iconv.encode('{"server_url": "http://127.0.0.1:9", "note": "Zoë"}', 'windows-1252'))
    expect((await someone.memanto(['config', 'show'])).stderr).toContain('was not valid JSON. It was renamed to')
  })

  testInSession('sends metadata unchanged: numbers that would be rounded are refused', async ({ user }) => {
    const create = (name: string, metadata: string) => user.memanto(['agent', 'create', name, '--metadata', metadata, '--json'])
    expect(await create('exact', '{"id": "9007199254740993", "n": 0.1}')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('9007199254740993'),
    })
    expect(await create('rounded', '{"id": 9007199254740993}')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('metadata.id'),
    })
  })
})
