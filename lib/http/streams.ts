import { AppError } from '../errors'
import { acquireSlot, releaseWorkSlot, waitForWorkSlot } from '../limits/admission'
import { bodySlots } from '../limits/slots'
import { log } from '../process'
import { throwTooLarge } from './body'
import type { Call } from './call'
import { describeCause } from './observe'
import type { StreamedResponse } from './operation'

/**
 * The parts of a body as they arrive. While the next one is waited for, the call gives back its slot, so that a slow sender blocks nobody. As for every
 * large body, one of the `bodySlots` is held until the call is answered. Parts are read only as they are taken.
 * @throws body_too_large, malformed_request when it does not arrive completely, overloaded
 */
export async function* streamBody({ request, admission }: Call, limit: number): AsyncGenerator<Uint8Array> {
  await acquireSlot(admission, bodySlots())
  const reader = request.body?.getReader()
  if (reader === undefined) return
  let size = 0
  for (;;) {
    releaseWorkSlot(admission)
    const { done, value } = await reader.read().catch(throwIncomplete)
    await waitForWorkSlot(admission)
    if (done) return
    size += value.byteLength
    if (size > limit) throwTooLarge(limit)
    yield value
  }
}

function throwIncomplete(): never {
  throw new AppError('malformed_request', 'The body did not arrive completely.')
}

/**
 * A response whose parts are made as the client takes them, so that a long one needs little memory. Each part is made in a slot of the call. If one after the
 * first cannot be made, the connection is closed before the end of the response. @throws the error of the first part
 */
export function streamedResponse({ admission, client, request }: Call, file: StreamedResponse): Promise<Response> {
  return fileResponse(file, { method: request.method, requestId: client.requestId }, async (make) => {
    await waitForWorkSlot(admission)
    try {
      return await make()
    } finally {
      releaseWorkSlot(admission)
    }
  })
}

type Part = IteratorResult<string>

/**
 * A file to download, whose parts are made as the client takes them. `inSlot` makes a part; without it parts are made at once. If one after the first cannot be made,
 * that is logged here, because the response has begun: the error goes no further, because the server prints it as it is. @throws the error of the first part
 */
export async function fileResponse(
  { mediaType, fileName, parts }: StreamedResponse,
  { method, requestId }: { method: string; requestId: string },
  inSlot: (make: () => Promise<Part>) => Promise<Part> = (make) => make(),
): Promise<Response> {
  const headers = { 'content-type': mediaType, 'content-disposition': `attachment; filename="${fileName}"`, 'cache-control': 'no-store' }
  // Node accepts the body of a response to HEAD at once, and drops it: every part would be made as fast as possible.
  if (method === 'HEAD') return new Response(null, { headers })
  const encoder = new TextEncoder()
  const source = parts[Symbol.asyncIterator]()
  let made: Promise<Part> | undefined = inSlot(() => source.next())
  await made
  const body = new ReadableStream({
    async pull(controller) {
      const next = made ?? inSlot(() => source.next())
      made = undefined
      const part = await next.catch((thrown: unknown) => {
        log().error({ requestId, cause: describeCause(thrown) }, 'a response ended before it was complete')
        controller.error(new Error(`The response to ${requestId} ended before it was complete.`))
      })
      if (part === undefined) return
      if (part.done) return controller.close()
      controller.enqueue(encoder.encode(part.value))
    },
    async cancel() {
      await source.return?.()
    },
  })
  return new Response(body, { headers })
}
