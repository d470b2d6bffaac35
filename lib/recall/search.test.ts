import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addTo, find, indexOf, NOW } from '../../test/recall/agent-index'
import { removeMemory } from './agent-index'
import { search } from './search'

const FILLER = Array.from({ length: 40 }, (_, i) => `Note number ${i} about the weekly report and the budget of branch ${i % 7}`)

describe('words', () => {
  test('a rare word counts more than a frequent one', () => {
    expect(find(indexOf([...FILLER, 'The report on zebras']), 'report zebras')[0]).toBe(40)
  })

  test('a memory that has more of the words comes first', () => {
    expect(find(indexOf(['Ada likes green tea', 'Ada likes coffee', 'Bob likes green tea']), 'Does Ada like green tea?')[0]).toBe(0)
  })

  test('other forms of a word are found', () => {
    expect(find(indexOf(['She was running two companies', 'He slept']), 'company run')[0]).toBe(0)
  })

  test('all of many words are looked for', () => {
    const hosts = Array.from({ length: 30 }, (_, i) => `host-${i}-frankfurt has address 10.0.0.${i}`)
    const found = find(indexOf(hosts), hosts.map((_, i) => `host-${i}-frankfurt`).join(' '), { limit: 30 })
    expect(found).toHaveLength(30)
  })

  test.each([
    ['IT', 'The IT department moved', 'Is it far?'],
    ['The Who', 'We saw The Who live', 'We saw the dog'],
    ['R&D', 'R&D sits upstairs', 'D and R are letters in a word'],
    ['C++', 'The codec is C++', 'The codec is C'],
    ['🎉', 'The party was great 🎉', 'The party was great'],
    ['to be or not to be', 'to be or not to be', 'We want to go'],
    ['->', 'use a -> b', 'use a and b'],
  ])('%s is found although it is a common word or a symbol', (query, wanted, other) => {
    expect(find(indexOf([other, wanted, 'Something else']), query)[0]).toBe(1)
  })

  test('memories with nothing but frequent stop words of the query in common are no answers', () => {
    const index = indexOf([...FILLER, 'The zebra is in the zoo'])
    expect(find(index, 'Where is the zebra?', { limit: 100 })).toEqual(expect.arrayContaining([40]))
    expect(find(index, 'Where is the zebra and the giraffe?', { limit: 100 })).toHaveLength(4)
  })
})

describe('words that are written differently', () => {
  test.each([
    ['frankfrut', 'The fair is in Frankfurt'],
    ['kuberntes', 'We deploy to Kubernetes'],
    ['Prais', 'The flight to Paris'],
    ['Lisbon', 'The flight to Lisbom'],
    ['Zurich', 'Der Flug nach Zürich'],
    ['emial', 'The e-mail was lost, an email is better'],
  ])('%s is found in: %s', (query, content) => {
    expect(find(indexOf([...FILLER, content]), query)[0]).toBe(40)
  })

  test.each([
    ['Haus', 'Wir haben ein Gartenhaus gekauft'],
    ['Gartenhaus', 'Das Haus hat eine rote Tür'],
    ['Zähler', 'Die Wasserzählernummer steht hinter dem Herd'],
    ['node-07', 'node-07-frankfurt is down'],
    ['nginx.conf', 'edit /etc/nginx/nginx.conf'],
    ['9f86d081', 'commit 9f86d081884c7d659a2feaa0 broke it'],
    ['tienda', 'write to ayuda@tienda-norte.example'],
    ['user name', 'call getUserName() first'],
  ])('the part %s is found in: %s', (query, content) => {
    expect(find(indexOf([...FILLER, content]), query)[0]).toBe(40)
  })

  test('a part of a compound is found though many memories have it as a word', () => {
    const houses = Array.from({ length: 10 }, (_, i) => `Das Haus Nummer ${i} ist nicht zu verkaufen`)
    expect(find(indexOf([...houses, 'Wir haben ein Gartenhaus und das ist nicht groß']), 'Haus', { limit: 20 })).toContain(10)
  })

  test('similar words are tried whatever the number of hits and the limit', () => {
    const index = indexOf([...FILLER, 'Ask Katharina about the weekly report'])
    for (const limit of [1, 5, 10, 20]) expect(find(index, 'Katarina weekly report', { limit })[0]).toBe(40)
  })

  test('the right spelling comes before a similar one', () => {
    expect(find(indexOf(['The mark of Zorro', 'The park of Zorro', 'Other']), 'park').slice(0, 2)).toEqual([1, 0])
  })

  test('all of two hundred similar words are found', () => {
    expect(
      find(
        indexOf(Array.from({ length: 200 }, (_, i) => `warehouse${String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26))}`)),
        'warehouse',
        { limit: 300 },
      ),
    ).toHaveLength(200)
  })

  test('a term whose memories were removed finds nothing, and one that was added is found', () => {
    const index = indexOf([...FILLER, 'The flight to Lisbon'])
    expect(find(index, 'Lisbno')[0]).toBe(40)
    removeMemory(index, '40')
    expect(find(index, 'Lisbno')).toEqual([])
    addTo(index, { content: 'The train to Lisbn' }, 41)
    expect(find(index, 'Lisbno')[0]).toBe(41)
  })
})

describe('neighbours, names, sessions and dates', () => {
  const talk = [
    'Ada: Where do you spend your holidays?',
    'Bob: At a lake in Finland.',
    'Ada: Nice weather today.',
    'Bob: Yes, it is sunny.',
  ]

  test('the answer to a question is found by the words of the question', () => {
    expect(find(indexOf(talk), 'Where does Bob spend holidays?').slice(0, 2)).toEqual(expect.arrayContaining([0, 1]))
  })

  test('a memory of another session is no neighbour', () => {
    const index = indexOf([
      { content: 'zebra', session: 'a' },
      { content: 'apple', session: 'b' },
      { content: 'pear', session: 'a' },
    ])
    expect(find(index, 'zebra')).toEqual([0, 2])
  })

  test('a memory that begins with a name of the query comes before one that mentions it', () => {
    expect(
      find(
        indexOf([
          { content: 'Bob: I like Ada and tea', session: 'a' },
          { content: 'Ada: I like Bob and tea', session: 'b' },
        ]),
        'Ada tea',
      )[0],
    ).toBe(1)
  })

  test('a memory of the time that a query names comes first', () => {
    const index = indexOf([
      { content: 'Team meeting: we decided to buy a van', occurredAt: '2024-05-07T10:00:00Z' },
      { content: 'Team meeting: we decided to sell a van', occurredAt: '2023-03-14T10:00:00Z' },
      { content: 'Team meeting: we decided to paint a van', occurredAt: '2022-03-14T10:00:00Z' },
    ])
    expect(find(index, 'What did the team meeting decide in March 2023?')[0]).toBe(1)
    expect(find(index, 'Team meeting on 7 May')[0]).toBe(0)
    expect(find(index, 'What did the team meeting decide in 2022?')[0]).toBe(2)
  })

  test('a query that names nothing but a time finds what happened then', () => {
    const index = indexOf([{ content: 'We bought a van', occurredAt: '2024-05-07T10:00:00Z' }, ...FILLER])
    expect(find(index, '2024-05-07')).toEqual([0])
  })
})

const WORDS = ['tea', 'coffee', 'milk', 'paris', 'parsi', 'report', 'the', 'in', 'May', '2024', 'Ada:', 'teahouse', '🎉', 'R&D', '北京']
const content = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }).map((words) => words.join(' '))
const memory = fc.record({
  content,
  session: fc.constantFrom('a', 'b', 'c'),
  type: fc.constantFrom('fact', 'event'),
  occurredAt: fc.constantFrom('2024-05-07T10:00:00Z', '2023-01-01T00:00:00Z'),
})
const memories = fc.array(memory, { minLength: 1, maxLength: 120 })

describe('always', () => {
  test('an answer is the beginning of the answer with a larger limit', () => {
    fc.assert(
      fc.property(memories, content, fc.integer({ min: 1, max: 30 }), (stored, query, limit) => {
        const index = indexOf(stored)
        expect(find(index, query, { limit })).toEqual(find(index, query, { limit: 200 }).slice(0, limit))
      }),
    )
  })

  test('a filter hides nothing that it matches, and changes no order', () => {
    fc.assert(
      fc.property(memories, content, (stored, query) => {
        const index = indexOf(stored)
        const all = find(index, query, { limit: 200 }).filter((place) => stored[place]?.type === 'event')
        expect(find(index, query, { limit: 200, isWanted: ({ type }) => type === 'event' })).toEqual(all)
        expect(find(index, query, { limit: 3, isWanted: ({ type }) => type === 'event' })).toEqual(all.slice(0, 3))
      }),
    )
  })

  test('of memories that match equally well the one stored last comes first', () => {
    const same = Array.from({ length: 20 }, (_, i) => ({ content: 'green tea', session: `s${i}` }))
    expect(find(indexOf(same), 'tea', { limit: 20 })).toEqual(same.map((_, i) => 19 - i))
  })

  test('a memory that was replaced or removed leaves nothing that changes an answer', () => {
    fc.assert(
      fc.property(memories, memories, content, (before, after, query) => {
        const index = indexOf(before)
        find(index, 'parsi')
        before.forEach((_, place) => void removeMemory(index, String(place)))
        after.forEach((stored, place) => void addTo(index, stored, place))
        index.cohesion = undefined
        const scores = (of: ReturnType<typeof indexOf>) =>
          search(of, query, { limit: 200, now: NOW }).map(({ memory: { id }, score }) => [id, score.toFixed(6)])
        expect(scores(index)).toEqual(scores(indexOf(after)))
      }),
    )
  })

  test('the scores of the reasons add up to the score', () => {
    fc.assert(
      fc.property(memories, content, (stored, query) => {
        for (const { score, reasons } of search(indexOf(stored), query, { limit: 20, now: NOW, explain: true })) {
          const words = reasons?.words.reduce((sum, reason) => sum + reason.score, 0) ?? 0
          expect(words + (reasons?.name.score ?? 0) + (reasons?.date.score ?? 0) + (reasons?.session.score ?? 0)).toBeCloseTo(score, 6)
          expect(reasons?.date.score).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})

test('a frequent stop word is no reason for a memory that is found by its date alone', () => {
  const texts = ['May tea', 'tea', 'May tea', 'May tea', 'May']
  const index = indexOf(texts.map((content) => ({ content, session: 'a', occurredAt: '2024-05-07T10:00:00Z' })))
  const found = search(index, 'May tea', { limit: 20, now: NOW, explain: true })
  const reasons = found.find(({ memory }) => memory.id === index.memories[4]?.id)?.reasons
  expect(reasons).toMatchObject({ words: [], date: { is_near: true } })
  expect(reasons?.date.score).toBeGreaterThan(0)
})

test('reasons name the words, how they were found and where', () => {
  const index = indexOf([{ content: 'Ada: The flight to Paris', occurredAt: '2024-05-07T10:00:00Z' }, 'Bob: How nice', 'Bob: Zebras'])
  const [first, second] = search(index, 'Ada flights Prais May 2024', { limit: 3, now: NOW, explain: true })
  expect(first?.reasons).toMatchObject({
    words: [
      { word: 'ada', term: 'ada', match: 'exact', distance: 0 },
      { word: 'flights', term: 'flight', match: 'exact', distance: 0 },
      { word: 'prais', term: 'pari', match: 'similar', distance: 0 },
    ],
    name: { words: ['ada'] },
    date: { is_near: true },
  })
  expect(second?.reasons?.words).toContainEqual(expect.objectContaining({ word: 'flights', match: 'exact', distance: -1 }))
  expect(search(index, 'flight', { limit: 1, now: NOW })[0]).not.toHaveProperty('reasons')
})
