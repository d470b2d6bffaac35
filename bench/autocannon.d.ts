/** The part of autocannon that we use; it brings no types. */
declare module 'autocannon' {
  export interface Request {
    method: string
    path: string
    headers: Record<string, string>
    body?: string
    setupRequest?: (request: Request) => Request
  }

  export interface Client {
    setRequests(requests: Request[]): void
    on(event: 'body', listener: (packet: Buffer) => void): void
  }

  export interface Options {
    url: string
    connections: number
    duration: number
    sampleInt: number
    requests: Request[]
    setupClient(client: Client): void
  }

  export interface Run extends PromiseLike<unknown> {
    on(event: 'response', listener: (client: Client, status: number, bytes: number, milliseconds: number) => void): void
    on(event: 'reqError', listener: (error: Error) => void): void
    stop(): void
  }

  export default function autocannon(options: Options): Run
}
