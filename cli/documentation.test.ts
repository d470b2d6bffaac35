import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { commandsOf } from './commands/completion'
import { createProgram } from './program'

const pathOf = (command: Command): string => (command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name())

/** The commands that a text names between backquotes, such as `agent list|show`. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/`(?:memanto )?([a-z][a-z ]*(?:\|[a-z]+)*)[^`]*`/g)].flatMap(([, named = '']) => {
    const words = named.trim().split(' ')
    const choices = words.pop()?.split('|') ?? []
    return choices.map((choice) => [...words, choice].join(' '))
  })
}

/** The commands that an example shows behind a prompt: `$ memanto agent activate`. */
const commandsShown = (text: string) => [...text.matchAll(/^\$ memanto ((?:[a-z]+ ?)+)/gm)].map(([, words = '']) => words.trim())

test.each([
  ['README.md', /^## The command line\n(.*?)^## /ms],
  ['docs/spec.md', /^\*\*Commands\.\*\* (.*?)\n\n/ms],
])('%s names every command', (path, section) => {
  const [, text = ''] = section.exec(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')) ?? []
  const named = [...commandsIn(text), ...commandsShown(text)]
  const missing = commandsOf(createProgram())
    .map(pathOf)
    .filter((command) => !named.some((each) => each === command || each.startsWith(`${command} `)))
  expect(missing).toEqual([])
})
