import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { FullConfig, FullResult, Reporter } from '@playwright/test/reporter'

/** Removes the data of the server under test when it has stopped, which is after every teardown. After a failure the log of its database is kept with the results. */
export default class RemoveData implements Reporter {
  private readonly folder: string
  private results = ''

  constructor({ folder }: { folder: string }) {
    this.folder = folder
  }

  onBegin({ projects }: FullConfig): void {
    this.results = projects[0]?.outputDir ?? ''
  }

  onEnd({ status }: FullResult): void {
    const log = join(this.folder, 'postgres.log')
    if (status === 'passed' || this.results === '' || !existsSync(log)) return
    mkdirSync(this.results, { recursive: true })
    copyFileSync(log, join(this.results, 'postgres.log'))
  }

  async onExit(): Promise<void> {
    rmSync(this.folder, { recursive: true, force: true })
  }

  printsToStdio(): boolean {
    return false
  }
}
