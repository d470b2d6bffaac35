import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { z } from 'zod'
import { createScanner } from './json-scanner'

/**
 * The objects of a file that holds one JSON array of objects. Only one of them is in memory at a time, however large the file is.
 * @throws an error that names the file and the object that is not as `schema` describes
 */
export async function* jsonElements<T>(file: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  let count = 0
  for await (const text of objectTexts(file)) {
    count++
    const where = `${basename(file)}, object ${count}`
    const parsed = schema.safeParse(parseJson(text, where))
    if (!parsed.success) throw new Error(`${where}: this is not the expected format.\n${z.prettifyError(parsed.error)}`)
    yield parsed.data
  }
  if (count === 0) throw new Error(`${basename(file)} holds no object.`)
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`${where}: this is not valid JSON. ${messageOf(error)}`)
  }
}

async function* objectTexts(file: string): AsyncGenerator<string> {
  const scanner = createScanner()
  let unfinished: Buffer[] = []
  for await (const chunk of chunksOf(file)) {
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      const step = scanner.step(chunk[at] ?? 0)
      if (step === 'invalid') throw new Error(`${basename(file)} is not a JSON array of objects.`)
      if (step === 'object begins') from = at
      if (step !== 'object ends') continue
      yield Buffer.concat([...unfinished, chunk.subarray(from, at + 1)]).toString()
      unfinished = []
    }
    if (scanner.place() === 'object') unfinished.push(chunk.subarray(from))
  }
  if (scanner.place() !== 'after') throw new Error(`${basename(file)} is not a whole JSON array: its end is missing.`)
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  try {
    yield* createReadStream(file)
  } catch (error) {
    throw new Error(`${file} could not be read: ${messageOf(error)}`)
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
