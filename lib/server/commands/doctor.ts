import { parseArgs } from 'node:util'
import { readSettings, type Settings } from '../../env'
import { connection } from '../../process'
import { openDatabase } from '../database'
import { type CheckResult, checkDisk, checkSecrets, listAbandonedData } from './checks'
import { checkDatabase } from './database-checks'

/** `doctor`: checks the installation and prints the results. The exit code is 1 when a check failed. Changes nothing, except that a missing data folder is created. */
export async function doctor(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
  const findings = await runChecks()
  const ok = findings.every((finding) => finding.ok)
  console.log(values.json ? JSON.stringify({ ok, checks: findings }) : findings.map(formatResult).join('\n'))
  if (!ok) process.exitCode = 1
}

const formatResult = ({ ok, check, detail }: CheckResult) => `${ok ? '✓' : '✗'} ${check.padEnd(12)} ${detail}`

async function runChecks(): Promise<CheckResult[]> {
  try {
    const settings = readSettings(process.env)
    return [{ check: 'settings', ok: true, detail: 'all settings are valid' }, ...(await checkInstallation(settings))]
  } catch (error) {
    return [{ check: 'settings', ok: false, detail: messageOf(error) }]
  }
}

async function checkInstallation(settings: Settings): Promise<CheckResult[]> {
  try {
    const database = await openDatabase(settings)
    try {
      return [checkSecrets(database), ...checkDisk(database.dataDir), ...(await checkDatabase(database.settings)), ...listAbandonedData()]
    } finally {
      await connection().db.destroy()
      await database.close()
    }
  } catch (error) {
    return [{ check: 'database', ok: false, detail: messageOf(error) }]
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
