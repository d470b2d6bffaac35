import { expect, test } from 'vitest'
import { GROUPS, type OwnFile, oneConversation, ownConversations, readOwnFiles } from './own-data'

const files = readOwnFiles()
const filesOf = (group: OwnFile['group']) => files.filter((file) => file.group === group)
const questionsOf = ({ memories }: OwnFile) => memories.flatMap(({ questions = [] }) => questions)
const countQuestions = (groups: OwnFile['group'][]) => groups.flatMap(filesOf).flatMap(questionsOf).length

test('the own set has 25 languages with 20 facts and 10 questions each', () => {
  const languages = filesOf('languages')
  expect(new Set(languages.map(({ name }) => name)).size).toBe(25)
  expect(languages.map((file) => [file.name, file.memories.length, questionsOf(file).length])).toEqual(
    languages.map(({ name }) => [name, 20, 10]),
  )
})

test('the own set has 200 questions with identifiers and typing errors, 30 with compounds, and 100 with dates', () => {
  expect(countQuestions(['identifiers', 'typing errors'])).toBeGreaterThanOrEqual(200)
  expect(countQuestions(['German compounds'])).toBe(30)
  expect(countQuestions(['dates'])).toBe(100)
})

test('a date is given exactly where a question needs it', () => {
  for (const { key, group, memories } of files)
    for (const { text, occurred_at } of memories) expect(occurred_at !== undefined, `${key}: ${text}`).toBe(group === 'dates')
})

test('no text and no question stands twice, and all are in NFC', () => {
  const texts = files.flatMap(({ memories }) => memories.map(({ text }) => text))
  expect(duplicates(texts)).toEqual([])
  const questions = files.flatMap((file) => questionsOf(file))
  expect(duplicates(questions)).toEqual([])
  expect([...texts, ...questions].filter((text) => text !== text.normalize('NFC'))).toEqual([])
})

test('no question of a language only repeats words of its fact', () => {
  const copies = filesOf('languages').flatMap(({ memories }) =>
    memories.flatMap(({ text, questions = [] }) => questions.filter((question) => isSubset(wordsOf(question), wordsOf(text)))),
  )
  expect(copies).toEqual([])
})

test('every question expects a memory of its own conversation', () => {
  for (const conversation of [...GROUPS.flatMap((group) => ownConversations(files, group)), oneConversation(files)]) {
    const keys = conversation.sessions.flatMap(({ memories }) => memories.map(({ key }) => key))
    expect(duplicates(keys)).toEqual([])
    expect(conversation.questions.flatMap(({ expected }) => expected).filter((key) => !keys.includes(key))).toEqual([])
  }
})

function duplicates(texts: string[]): string[] {
  return texts.filter((text, place) => texts.indexOf(text) !== place)
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

function wordsOf(text: string): Set<string> {
  const segments = [...segmenter.segment(text.toLowerCase())]
  return new Set(segments.filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment))
}

const isSubset = (words: Set<string>, of: Set<string>) => [...words].every((word) => of.has(word))
