import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import { describe, expect } from 'vitest'
import { createAgent, statusAndCode } from '../../test/calls'
import { testInOneTeam as base } from '../../test/fixtures'
import { jsonl, streamOf } from '../../test/lines'
import { importFile, storedContents } from '../../test/portability'
import { createFileReader } from './file-reader'
import { createContentCounts } from './known-contents'
import { emptyTally } from './tally'

const test = base.extend('agent', ({ key }) => createAgent(key))

const good = (content: string) => jsonl({ content })
const MEGABYTE = 'x'.repeat(1_000_000)

function* withLongLine(megabytes: number) {
  yield good('before')
  yield '{"content":"'
  for (let n = 0; n < megabytes; n++) yield MEGABYTE
  yield '"}\n'
  yield good('after')
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function usedBytes(): number {
  collectGarbage()
  const { arrayBuffers, heapUsed } = process.memoryUsage()
  return arrayBuffers + heapUsed
}

const entityWith = (count: number) =>
  jsonl({ type: 'entity', name: 'Ada', entityType: 'person', observations: Array.from({ length: count }, (_, n) => `likes ${n}`) })

describe('a file with', () => {
  test('a line of 90 MB loses that line only, and is not kept in memory', async ({ key, agent }) => {
    const used: number[] = []
    function* measured() {
      for (const part of withLongLine(90)) {
        // Before and after the megabytes of the line, while it is being read.
        if (part !== MEGABYTE) used.push(usedBytes())
        yield part
      }
    }
    const { body } = await importFile(key, agent, streamOf(measured()))
    expect(body).toMatchObject({ records: 3, stored: 2, failed: 1, errors: [{ line: 2, error: 'The record is longer than 1 MB.' }] })
    expect(await storedContents(key, agent)).toEqual(['after', 'before'])
    const [, atBegin = 0, atEnd = 0] = used
    expect(atEnd - atBegin).toBeLessThan(40_000_000)
  })

  test('more than 100 MB is refused where the limit is reached; what came before is stored', async ({ key, agent }) => {
    expect(statusAndCode(await importFile(key, agent, streamOf(withLongLine(101))))).toBe('413 body_too_large')
  })

  test('bytes that are not UTF-8 loses those lines only', async ({ key, agent }) => {
    const broken = Buffer.concat([Buffer.from('{"content":"'), Buffer.from([0xff, 0xfe, 0xc3, 0x28]), Buffer.from('"}\n')])
    const { body } = await importFile(key, agent, streamOf([good('Zürich'), broken, good('東京')]))
    expect(body).toMatchObject({ stored: 2, errors: [{ line: 2, error: 'The record is not UTF-8 text.' }] })
    expect(await storedContents(key, agent)).toEqual(['Zürich', '東京'])
  })

  test('deeply nested values loses those lines only', async ({ key, agent }) => {
    const deep = `{"content":"deep","x":${'['.repeat(200_000)}${']'.repeat(200_000)}}\n`
    const { body } = await importFile(key, agent, `${good('a')}${deep}${good('b')}`)
    expect(body).toMatchObject({ stored: 2, errors: [{ line: 2, error: 'The record is nested more than 64 levels deep.' }] })
  })

  test('a very long list of tags or of observations is handled line by line', async ({ key, agent }) => {
    const tags = jsonl({ content: 'tagged', tags: Array.from({ length: 100_000 }, (_, n) => `t${n}`) })
    const { body } = await importFile(key, agent, `${tags}${entityWith(3000)}${entityWith(20_000)}`)
    expect(body).toMatchObject({ stored: 3000, failed: 2 })
    expect(body.errors[0]?.error).toContain('tags')
    expect(body.errors[1]).toEqual({ line: 3, error: 'The record has more than 5,000 observations.' })
  })

  test('line ends of Windows, a byte order mark, blank lines and no end of the last line is read', async ({ key, agent }) => {
    const file = `\uFEFF\r\n${good('a').trim()}\r\n\r\n   \r\n${good('b').trim()}\r\n${good('c').trim()}`
    expect((await importFile(key, agent, file)).body).toMatchObject({ records: 3, stored: 3, failed: 0 })
  })

  test('characters divided between parts is read', async ({ key, agent }) => {
    const bytes = Buffer.from(good('Grüße 🎉'))
    expect((await importFile(key, agent, streamOf([...bytes].map((byte) => Buffer.from([byte]))))).body).toMatchObject({ stored: 1 })
    expect(await storedContents(key, agent)).toEqual(['Grüße 🎉'])
  })

  test('null characters, unpaired surrogates and reserved names loses those lines only', async ({ key, agent }) => {
    const file =
      '{"content":"a\\u0000b"}\n{"content":"\\ud800"}\n{"__proto__":{"content":"x"},"content":"proto"}\n{"constructor":1,"content":"fine"}\n'
    const { body } = await importFile(key, agent, file)
    expect(body.errors.map(({ line }) => line)).toEqual([1, 2])
    expect(await storedContents(key, agent)).toEqual(['fine', 'proto'])
    expect(({} as { content?: string }).content).toBeUndefined()
  })

  test('only a record of a known format that is too large is not refused as a whole', async ({ key, agent }) => {
    const { status, body } = await importFile(key, agent, entityWith(5001))
    expect([status, body.format, body.failed, body.errors[0]?.error]).toEqual([
      200,
      'mcp-memory',
      1,
      'The record has more than 5,000 observations.',
    ])
  })

  test.for([
    ['nothing', '', 'is empty'],
    ['blanks only', ' \r\n\t\n', 'is empty'],
    ['plain text', 'Dear diary,\n', 'neither JSONL'],
    ['compressed bytes', gzipSync('x'.repeat(10_000)), 'neither JSONL'],
    ['a JSON text', '"memories"', 'neither JSONL'],
    ['a CSV table', 'id,content\n1,a\n', 'neither JSONL'],
    ['objects of no known shape', jsonl({ name: 'x' }, { name: 'y' }), 'no memories of a known format; line 1'],
    ['a list of texts', '["a","b"]', 'no memories of a known format; line 1'],
    [
      'a document in several lines whose list has no known name',
      '{\n  "notes": [\n    {"content": "a"}\n  ]\n}\n',
      'without a list of memories',
    ],
    ['a memory in several lines', '{\n  "content": "a"\n}\n', 'without a list of memories'],
  ] as const)('%s is refused with the reason', async ([_what, file, reason], { key, agent }) => {
    const { status, body } = await importFile(key, agent, file)
    expect([status, body.code, body.detail]).toEqual([422, 'invalid_request', expect.stringContaining(reason)])
    expect(await storedContents(key, agent)).toEqual([])
  })

  test('a JSON document with an empty list stores nothing, and is not refused', async ({ key, agent }) => {
    for (const file of ['{"results":[]}', '{\n  "results": []\n}\n', '[]', '[\n]\n'])
      expect(await importFile(key, agent, file)).toMatchObject({ status: 200, body: { records: 0, stored: 0, failed: 0 } })
  })

  test('a JSON document that ends too early stores what is complete', async ({ key, agent }) => {
    const { body } = await importFile(key, agent, '{\n  "results": [\n    {"id":"1","memory":"whole"},\n    {"id":"2","memory":"ha')
    expect(body).toMatchObject({ format: 'mem0', stored: 1, failed: 1 })
    expect(body.errors[0]?.error).toContain('incomplete')
  })

  test('several JSON documents one after the other is read to its end; text behind them is an error', async ({ key, agent }) => {
    const page = (content: string) => `${JSON.stringify({ results: [{ id: content, memory: content }] })}\n`
    const file = `${page('a')}${page('b')}[{"memory":"c"}][{"memory":"d"}] trailing garbage`
    for (const parts of [[file], [...file]])
      expect((await importFile(key, agent, streamOf(parts), { query: { dry_run: true } })).body).toMatchObject({
        records: 5,
        stored: 4,
        errors: [{ line: 5, error: 'The record has text behind the end of the JSON document.' }],
      })
    await importFile(key, agent, file)
    expect(await storedContents(key, agent)).toEqual(['a', 'b', 'c', 'd'])
    const { body } = await importFile(key, agent, `${page('e')}{"detail":"Too many requests"}\n${page('f').slice(0, -4)}`)
    expect(body.errors.map(({ error }) => error)).toEqual([
      expect.stringContaining('without a list of memories'),
      expect.stringContaining('incomplete'),
    ])
    expect(body).toMatchObject({ records: 3, stored: 1, failed: 2 })
  })

  test('lines whose first record has a list named like that of a document is read line by line', async ({ key }) => {
    const vector = Array.from({ length: 8000 }, (_, n) => Math.sin(n))
    const files = [
      jsonl({ content: 'a', items: [] }, { content: 'b' }),
      jsonl({ text: 'a', fact_type: 'world', entities: ['Ada'] }, { text: 'b', fact_type: 'world', entities: [] }),
      jsonl({ text: 'a', data: [{ content: 'no memory' }] }, { text: 'b' }),
      jsonl({ text: 'a', type: 'world', entities: [], title: '{[", \\', vector }, { text: 'b', type: 'world' }),
    ]
    for (const file of files) {
      const name = await createAgent(key)
      expect((await importFile(key, name, file)).body).toMatchObject({ records: 2, stored: 2, failed: 0 })
      expect(await storedContents(key, name)).toEqual(['a', 'b'])
    }
    const long = JSON.stringify({ count: 1, note: 'x'.repeat(70_000), results: [{ memory: 'a' }] })
    const document = JSON.stringify({ count: 1, results: [{ memory: 'a', embedding: vector }] })
    for (const file of [document, long])
      expect((await importFile(key, await createAgent(key), file)).body).toMatchObject({ format: 'mem0', records: 1, stored: 1 })
  })

  test('records that have a field `record` loses none of them but earlier versions', async ({ key, agent }) => {
    const version = { record: 'version', content: 'earlier', known_from: '2025-01-01T00:00:00Z' }
    const file = jsonl(...['note', 'memory', 'end', 'agent', 'version'].map((record) => ({ record, content: record })), version, {
      record: 'webhook',
    })
    const { body } = await importFile(key, agent, file)
    expect(body).toMatchObject({ records: 7, stored: 5, failed: 1, errors: [{ line: 7 }] })
  })

  test.for([
    ['in one line', '{"count":2,"results":[{"id":"1","memory":"a [1], {b}"},{"id":"2","memory":"b \\"]\\" c"}],"next":null}'],
    ['as a list', '[{"id":"1","memory":"a [1], {b}"}\n,\n{"id":"2","memory":"b \\"]\\" c"}]'],
    ['in several lines', '{\n "results": [\n  {\n   "memory": "a [1], {b}"\n  },\n  {"memory": "b \\"]\\" c"}\n ]\n}\n'],
    [
      'after other members',
      '{"meta":{"results":[{"memory":"no"}]},"x":[1,[2]],"memories":[{"memory":"a [1], {b}"},{"memory":"b \\"]\\" c"}]}',
    ],
  ] as const)('a JSON document %s is read', async ([_how, file], { key, agent }) => {
    for (const parts of [[file], [...file]]) {
      const name = await createAgent(key)
      expect((await importFile(key, name, streamOf(parts))).body).toMatchObject({ format: 'mem0', stored: 2, failed: 0 })
      expect(await storedContents(key, name)).toEqual(['a [1], {b}', 'b "]" c'])
    }
    expect(await storedContents(key, agent)).toEqual([])
  })

  test('YAML that refers to itself, or is no mapping, is an error of its document', async ({ key, agent }) => {
    const bomb = `---\na: &a [x,x,x]\nb: &b [*a,*a,*a]\ntype: fact\n---\nbomb\n`
    const file = [bomb, '---\n- a\n---\nlist\n', '---\ntype: fact\n---\nfine\n'].join('<!-- okf-entry -->\n')
    const { body } = await importFile(key, agent, file)
    expect(body).toMatchObject({ format: 'okf', stored: 1, failed: 2 })
    expect(await storedContents(key, agent)).toEqual(['fine'])
  })

  test('an error never repeats what the file says', async ({ key, agent }) => {
    const secret = 'mk_live_not_to_be_repeated'
    const { body } = await importFile(
      key,
      agent,
      `${good('a')}{"content":"${secret}"\n${jsonl({ content: '', title: secret, created_at: secret })}`,
    )
    expect(body.failed).toBe(2)
    expect(JSON.stringify(body)).not.toContain(secret)
  })
})

test('other requests take their turns while the observations of an entity are read', async () => {
  const reader = createFileReader({ existing: createContentCounts(), fromAgent: undefined, policy: 'off', importId: '' })
  let turns = 0
  let next = setImmediate(function count() {
    turns++
    next = setImmediate(count)
  })
  const read = await reader.read({ number: 1, kind: 'json', bytes: Buffer.from(entityWith(5000)) }, emptyTally())
  clearImmediate(next)
  expect([read.length, turns > 3]).toEqual([5000, true])
})
