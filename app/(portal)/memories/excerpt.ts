import type { FoundMemory } from './memory-row'

const LENGTH = 60

/** A memory in a few words: the beginning of its title or text. */
export const excerptOf = ({ title, content }: Pick<FoundMemory, 'title' | 'content'>) => (title ?? content).slice(0, LENGTH).toWellFormed()
