import { homedir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { MeasureOptions } from '../measure'
import { QUICK, readCount, THOROUGH } from '../options'

export const PEERS_USAGE = `npm run bench -- peers [options]

Comparable products and ours, on the same machine and, where they use one, the same Postgres, in turns: better-auth (API keys, sessions),
express-session with connect-pg-simple (sessions), mem0ai and @modelcontextprotocol/server-memory (memories). Their packages are installed by
npm at the first run, in a folder outside this project; nothing else is sent to the internet, and their telemetry is off.

  --connections NUMBER  requests at once (default 16)
  --only TEXT           only operations or products whose name contains the text, such as session or mem0ai; ours is always measured
  --quick               shorter; figures vary more
  --json                prints {"connections": …, "environment": {…}, "rows": […], "notes": {…}}
  --packages FOLDER     where the packages are installed (default ~/.cache/memanto/peers)
`

export interface PeerOptions {
  connections: number
  only: string
  json: boolean
  effort: MeasureOptions
  packagesFolder: string
}

export function readPeerOptions(args: string[]): PeerOptions {
  const { values } = parseArgs({
    args,
    options: {
      connections: { type: 'string', default: '16' },
      only: { type: 'string', default: '' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      packages: { type: 'string', default: defaultFolder() },
    },
  })
  const { only, json, quick, packages } = values
  return {
    connections: readCount('connections', values.connections),
    only,
    json,
    effort: quick ? QUICK : THOROUGH,
    packagesFolder: packages,
  }
}

/** Not in the temporary folder, where another user of the machine could put packages for us to run. */
const defaultFolder = () => join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'memanto', 'peers')
