import { get } from 'node:http'

/** Kilobytes (1000 bytes) as they cross the wire. */
export interface FirstLoad {
  html_kb: number
  script_kb: number
}

/** What a browser with an empty cache fetches to show a page: its HTML and the scripts that it names. */
export async function firstLoadOf(origin: string, path: string, cookie: string): Promise<FirstLoad> {
  const html = await fetch(origin + path, { headers: { cookie } }).then((answer) => answer.text())
  const scripts = new Set(
    [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="(\/_next\/[^"]+\.js[^"]*)"/g)].map(([, source = '']) => source),
  )
  const sizes = await Promise.all([...scripts].map((source) => bytesOf(origin + source, cookie)))
  return { html_kb: kilobytes(await bytesOf(origin + path, cookie)), script_kb: kilobytes(sizes.reduce((sum, size) => sum + size, 0)) }
}

const kilobytes = (bytes: number) => Math.round(bytes / 100) / 10

/** Compressed as browsers ask for it; fetch would unpack it unseen. */
function bytesOf(url: string, cookie: string): Promise<number> {
  return new Promise((done, failed) => {
    get(url, { headers: { cookie, 'accept-encoding': 'gzip' } }, (answer) => {
      let bytes = 0
      answer.on('data', (part: Buffer) => {
        bytes += part.length
      })
      answer.on('end', () => done(bytes))
      answer.on('error', failed)
    }).on('error', failed)
  })
}
