import { version } from '../../package.json'
import { isLoopback } from '../env'
import { paths } from '../paths'
import type { DemoTeam } from '../teams/demo'
import { firstStartToken } from '../teams/first-start'
import type { OpenDatabase } from './database'
import { serverUrl } from './server-url'

/** What the start message says about how to begin. */
export interface NextStep {
  /** True when the server had no people at its start. */
  setUpPending: boolean
  /** The demo team, if one was created. */
  demo?: DemoTeam | undefined
}

/** Prints the addresses of the server, the place of its data, and how to open the demo or set up the server. */
export function printStartMessage({ settings, place, dataDir }: OpenDatabase, port: number, { setUpPending, demo }: NextStep): void {
  const address = serverUrl(settings, port)
  console.log(`
Memanto ${version} is ready: ${address}

  API         ${address}/api/v2
  reference   ${address}/docs
  ${dataDir ? 'data folder' : 'database   '} ${place}`)
  if (isReachableWithoutPublicUrl(settings)) console.log(NO_PUBLIC_URL_NOTE)
  if (demo) console.log(demoMessage(address, demo))
  else if (setUpPending) console.log(setupMessage(address))
  console.log()
}

/** True when other machines can reach the server but it does not know at which URL. */
const isReachableWithoutPublicUrl = ({ HOST, PUBLIC_URL }: OpenDatabase['settings']) => PUBLIC_URL === undefined && !isLoopback(HOST)

const NO_PUBLIC_URL_NOTE = `
Other machines can reach the API, and the portal by the addresses of this machine, by plain http. Where only a proxy on this machine should:
HOST=127.0.0.1 npm start. Where people use a name, or come through a proxy, set the address that they use: PUBLIC_URL=https://memanto.example.com npm start`

const demoMessage = (address: string, { team, owner, apiKey, passwordToken }: DemoTeam) => `
Created the team "${team}" with a month of sample history. Open this link to set a password for its owner, ${owner}:

  ${address}${paths.password(passwordToken)}

Its API key (shown only once):

  ${apiKey}`

const setupMessage = (address: string) => `
Open this link to set up Memanto: your team, a first agent and an API key.

  ${address}${paths.setup(firstStartToken())}

Without a browser:  npm run -s admin -- bootstrap --email you@example.com --team "Your team"`
