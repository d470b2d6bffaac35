import { rmSync } from 'node:fs'
import type { TestProject } from 'vitest/node'
import { bundle } from '../../lib/server/bundle'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The bundles of the programs that tests start. */
    programs: { admin: string; 'test-server': string }
  }
}

/** Builds the programs that tests start, next to node_modules, so that they find the packages. */
export default async function setup(project: TestProject): Promise<() => void> {
  const fileOf = (name: string) => `.next/cache/memanto/test-${process.pid}-${name}.mjs`
  const programs = { admin: fileOf('admin'), 'test-server': fileOf('server') }
  const build = (module: string, file: string) =>
    bundle(`import { main } from ${JSON.stringify(module)}\nawait main(process.argv.slice(2))`, file)
  await Promise.all([build('./lib/server/admin', programs.admin), build('./test/server/main', programs['test-server'])])
  project.provide('programs', programs)
  return () => {
    for (const file of Object.values(programs)) for (const end of ['', '.map']) rmSync(file + end, { force: true })
  }
}
