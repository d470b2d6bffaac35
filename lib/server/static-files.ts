import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { AppError } from '../errors'
import { sendProblem } from './error-responses'

/** Files that do not change while the process runs, by the path of their URL. */
export type StaticFiles = ReadonlyMap<string, StaticFile>

interface StaticFile {
  filePath: string
  cacheControl: string
  content?: Promise<Content>
}

interface Content {
  bytes: Buffer
  /** Undefined when compression makes it no smaller. */
  compressed: Buffer | undefined
  etag: string
}

const TYPES: Record<string, string> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
  '.json': 'application/json; charset=UTF-8',
  '.map': 'application/json; charset=UTF-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=UTF-8',
  '.woff2': 'font/woff2',
}

/** Finds the static files of the build, whose names contain a hash of their content, and the files of `public`. */
export function findStaticFiles(): StaticFiles {
  return new Map([
    ...filesIn('.next/static', '/_next/static', 'public, max-age=31536000, immutable'),
    ...filesIn('public', '', 'public, max-age=0'),
  ])
}

function filesIn(folder: string, address: string, cacheControl: string): [string, StaticFile][] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => extname(name) in TYPES)
    .map((name) => [`${address}/${name}`, { filePath: join(folder, name), cacheControl }])
}

/** Responds to a request for a file. It is read once and then kept in memory. A file that a newer build has replaced is a 404. */
export async function sendStaticFile(file: StaticFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
  file.content ??= read(file.filePath)
  const content = await file.content.catch(() => undefined)
  if (content === undefined) {
    delete file.content
    return sendProblem(response, new AppError('not_found', 'The server does not have this file any more. Reload the page.'))
  }
  const { bytes, compressed, etag } = content
  response.setHeader('etag', etag)
  response.setHeader('cache-control', file.cacheControl)
  response.setHeader('vary', 'Accept-Encoding')
  if (request.headers['if-none-match']?.includes(etag)) return void response.writeHead(304).end()
  const isCompressed = compressed !== undefined && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  const body = isCompressed ? compressed : bytes
  if (isCompressed) response.setHeader('content-encoding', 'gzip')
  response.writeHead(200, { 'content-type': TYPES[extname(file.filePath)], 'content-length': body.length })
  response.end(request.method === 'HEAD' ? undefined : body)
}

const compress = promisify(gzip)

async function read(filePath: string): Promise<Content> {
  const bytes = await readFile(filePath)
  const compressed = await compress(bytes)
  const digest = createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
  return { bytes, compressed: compressed.length < bytes.length ? compressed : undefined, etag: `W/"${digest}"` }
}
