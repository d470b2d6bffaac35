import picocolors from 'picocolors'

/** Functions that give text a colour or emphasis. */
export type Paint = Pick<ReturnType<typeof picocolors.createColors>, 'bold' | 'dim' | 'green' | 'red' | 'yellow'>

type Env = Readonly<Record<string, string | undefined>>

/** Returns the colours for a stream: none if it is not a terminal, or if NO_COLOR or TERM=dumb is set. */
export function paintFor(stream: { isTTY?: boolean }, { NO_COLOR, TERM }: Env): Paint {
  return picocolors.createColors(stream.isTTY === true && !NO_COLOR && TERM !== 'dumb')
}

/** Returns the columns of a terminal, at least 20; undefined if the stream is not a terminal. */
export function widthOf(stream: NodeJS.WriteStream): number | undefined {
  return stream.isTTY ? Math.max(stream.columns || 80, 20) : undefined
}
