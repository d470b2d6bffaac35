import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'

/** A request that can be sent more than once. */
export interface RepeatableRequest {
  url: URL
  method: string
  headers: Record<string, string>
  body: string
}

/** Sends one request and returns its complete response. Node's `fetch` takes longer to load than the rest of a command takes to run. */
export async function exchange({ url, method, headers, body }: RepeatableRequest, signal: AbortSignal): Promise<Response> {
  const request = url.protocol === 'https:' ? (await import('node:https')).request : httpRequest
  const allHeaders = { ...headers, ...(body !== '' && { 'content-length': String(Buffer.byteLength(body)) }) }
  return new Promise((resolve, reject) => {
    const outgoing: ClientRequest = request(url, { method, headers: allHeaders, signal }, (incoming) => {
      readResponse(incoming).then(resolve, reject)
    })
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function readResponse(incoming: IncomingMessage): Promise<Response> {
  incoming.setEncoding('utf8')
  let text = ''
  for await (const chunk of incoming) text += chunk
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)])
  return new Response(text === '' ? null : text, { status: incoming.statusCode ?? 500, headers })
}
