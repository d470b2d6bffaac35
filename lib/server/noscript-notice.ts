import type { ServerResponse } from 'node:http'

const NOTICES: Record<number, [title: string, what: string]> = {
  403: ["You don't have access to this page", 'Ask an owner or admin for access.'],
  404: ['Page not found', 'It may have been deleted, or belong to another of your teams: switch teams and try again.'],
  503: ['The server is busy', 'Reload the page in a moment.'],
  500: ['Something went wrong', 'Reload the page in a moment.'],
}

/** The start of a page that Next renders only in the browser. */
const RENDERED_BY_SCRIPTS = '<html id="__next_error__">'
const BODY = '<body>'

/**
 * Adds a notice for browsers without scripts to a page that was forbidden, was not found or failed, because Next renders these only in the
 * browser. Call it after Next has wrapped the response, so that the text is not compressed yet.
 */
export function addNoscriptNotice(response: ServerResponse): void {
  const write = response.write.bind(response) as (...sent: unknown[]) => boolean
  let hasStarted = false
  response.write = (chunk: unknown, ...rest: unknown[]) => {
    const isFirst = !hasStarted
    hasStarted = true
    return write(isFirst ? withNotice(chunk, response) : chunk, ...rest)
  }
}

function withNotice(chunk: unknown, response: ServerResponse): unknown {
  const [title, advice] = NOTICES[response.statusCode] ?? []
  if (title === undefined || !(chunk instanceof Uint8Array)) return chunk
  const html = Buffer.from(chunk).toString()
  if (!html.includes(RENDERED_BY_SCRIPTS)) return chunk
  const number =
    response.statusCode === 500 ? ` If it keeps happening, give your admin this code: ${response.getHeader('x-request-id')}.` : ''
  const notice = `<noscript><main><h1>${title}</h1><p>${advice}${number}</p><p><a href="/">Go to start page</a></p></main></noscript>`
  return Buffer.from(html.replace(BODY, BODY + notice))
}
