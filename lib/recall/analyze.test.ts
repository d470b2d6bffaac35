import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { analyzeMemory, analyzeQuery, languagesOfText, weightedTerms } from './analyze'

const analyze = (content: string) => analyzeMemory({ content, title: null, tags: [] })
const termsOf = (content: string) => [...analyze(content).terms.keys()].filter((term) => !term.startsWith(','))

describe('what people leave out when they type changes no term', () => {
  test.each([
    ['Zürich', 'Zurich'],
    ['Strasse', 'Straße'],
    ['Łódź', 'Lodz'],
    ['İstanbul', 'istanbul'],
    ['Ｔｏｋｙｏ', 'tokyo'],
    ['ﬁle', 'file'],
    ['مُحَمَّد', 'محمد'],
    ['مـــحمد', 'محمد'],
    ['אָדָם', 'אדם'],
    ['Αθήνα', 'αθηνα'],
    ['cafe\u0301', 'café'],
  ])('%s and %s', (a, b) => {
    expect(termsOf(a)).toEqual(termsOf(b))
  })
})

describe('the language of a text is found by its script and its most common words', () => {
  test.each([
    ['Der Hund schläft nicht in der Küche', 'de'],
    ['Le chien ne dort pas dans la cuisine', 'fr'],
    ['El perro no duerme en la cocina', 'es'],
    ['The dog does not sleep in the kitchen', 'en'],
    ['Köpek mutfakta uyumuyor ama çok mutlu', 'tr'],
    ['Собака не спит на кухне', 'ru'],
    ['Собака не спить на кухні, тому що їй холодно', 'uk'],
    ['कुत्ता रसोई में नहीं सोता', 'hi'],
    ['الكلب لا ينام في المطبخ', 'ar'],
  ])('%s', (text, language) => {
    expect([...languagesOfText(text)]).toEqual([language])
  })

  test('a word of another language does not make an English text one of that language', () => {
    expect([...languagesOfText('We met Pierre du Pont in the old town')]).toEqual(['en'])
  })
})

test('each sentence has the stems of its own language', () => {
  const terms = termsOf('The houses were painted in the summer. Die Wohnungen wurden nicht in der Stadt vermietet.')
  expect(terms).toEqual(expect.arrayContaining(['hous', 'paint', 'wohnung', 'vermietet']))
  const { terms: all } = analyze('The houses were painted in the summer. Die Wohnungen wurden nicht in der Stadt vermietet.')
  expect([...all.keys()]).toEqual(expect.arrayContaining([',language:en', ',language:de']))
})

test('a word of a title or a tag counts more than one of the text', () => {
  const terms = new Map(weightedTerms(analyzeMemory({ content: 'tea', title: 'coffee', tags: ['milk'] })))
  expect(terms.get('coffe')).toBeGreaterThan(terms.get('tea') ?? 0)
  expect(terms.get('milk')).toBeGreaterThan(terms.get('tea') ?? 0)
})

test('a name with which a memory begins is a term of its own', () => {
  expect([...analyze('Ada Lovelace: I moved to Paris').terms.keys()]).toEqual(expect.arrayContaining([',name:ada', ',name:lovelace']))
  expect([...analyze('note: I moved').terms.keys()].filter((term) => term.startsWith(',name'))).toEqual([])
})

test('a query is looked up with the stems of all languages of the agent', () => {
  const [word] = analyzeQuery('Wohnungen', ['de'])
  expect(word?.terms).toContain('wohnung')
})

test('a text of nothing but marks has a term, since an empty one cannot be stored', () => {
  for (const content of ['\u02d8', '\u0640', '\ufcf2']) expect(termsOf(content).every((term) => term !== '')).toBe(true)
})

test('no text makes the analysis fail, and the same text has always the same terms', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (content) => {
      const terms = weightedTerms(analyze(content))
      expect(weightedTerms(analyze(content))).toEqual(terms)
      expect(terms.every(([term, weight]) => term.length > 0 && term.length <= 140 && term.isWellFormed() && weight > 0)).toBe(true)
      expect(terms.some(([term]) => term.includes('\0'))).toBe(false)
      analyzeQuery(content, ['de', 'ru'])
    }),
    { numRuns: 300 },
  )
})

describe('a memory of a megabyte is analysed in time that grows with its length', () => {
  test.each([
    ['one English word', 'a'],
    ['blanks', ' '],
    ['Chinese', '我住在北京的一个小房子里'],
    ['Thai', 'ฉันอาศัยอยู่ในกรุงเทพ'],
    ['apostrophes', "'s"],
    ['full stops', '.'],
    ['camel case', 'aB'],
    ['digits and letters', 'a1'],
    ['dashes', '-a'],
    ['emoji', '🎉'],
    ['paths', '/a@'],
    ['combining accents', 'e\u0301'],
  ])('of %s', (_, part) => {
    const { terms } = analyze(part.repeat(Math.ceil(1_000_000 / part.length)))
    expect(terms.size).toBeLessThan(2_000_000)
  })
})

test('a name of thousands of characters is cut like other words, and is found as a name: Postgres takes no longer terms', () => {
  const name = 'A'.repeat(2_100)
  const terms = [...analyzeMemory({ content: `${name}: sample`, title: null, tags: [] }).terms.keys()]
  expect(Math.max(...terms.map((term) => term.length))).toBeLessThan(200)
  expect(terms).toContain(analyzeQuery(name, [])[0]?.nameTerm)
})
