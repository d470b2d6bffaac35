import { type ClientRequest, type IncomingMessage, request as overHttp } from 'node:http'

/** A request that can be sent more than once. */
export interface Sendable {
  url: URL
  method: string
  headers: Record<string, string>
  body: string
}

/** One request and its whole answer. Node's own fetch would take longer to load than the whole command takes otherwise. */
export async function exchange(sent: Sendable, signal: AbortSignal): Promise<Response> {
  const { url, method, body } = sent
  const request = url.protocol === 'https:' ? (await import('node:https')).request : overHttp
  const headers = { ...sent.headers, ...(body !== '' && { 'content-length': String(Buffer.byteLength(body)) }) }
  return new Promise((resolve, reject) => {
    const asking: ClientRequest = request(url, { method, headers, signal }, (answer) => {
      whole(answer).then(resolve, reject)
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

async function whole(answer: IncomingMessage): Promise<Response> {
  answer.setEncoding('utf8')
  let text = ''
  for await (const chunk of answer) text += chunk
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)])
  return new Response(text === '' ? null : text, { status: answer.statusCode ?? 500, headers })
}
