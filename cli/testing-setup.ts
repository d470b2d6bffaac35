import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** The tests run the command as it is delivered: bundled, from the sources as they are now. */
export default function setup(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('build.mjs', import.meta.url))], { stdio: 'inherit' })
}
