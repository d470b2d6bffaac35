import { parseArgs } from 'node:util'
import { readSettings } from '../../env'
import { type CheckResult, checkDisk, checkSecrets, listAbandonedData } from './checks'
import { checkDatabase } from './database-checks'
import { untilAborted } from './interrupt-signal'
import { withOpenDatabase } from './with-database'

/** `doctor`: checks the installation and prints the results. The exit code is 1 when a check failed. Changes nothing, except that a missing data folder is created. */
export async function doctor(args: string[], signal: AbortSignal): Promise<void> {
  const { values } = parseArgs({ args, options: { json: { type: 'boolean' } } })
  const findings = await runChecks(signal)
  signal.throwIfAborted()
  const ok = findings.every((finding) => finding.ok)
  console.log(values.json ? JSON.stringify({ ok, checks: findings }) : findings.map(formatResult).join('\n'))
  if (!ok) process.exitCode = 1
}

const formatResult = ({ ok, check, detail }: CheckResult) => `${ok ? '✓' : '✗'} ${check.padEnd(12)} ${detail}`

async function runChecks(signal: AbortSignal): Promise<CheckResult[]> {
  try {
    readSettings(process.env)
    return [{ check: 'settings', ok: true, detail: 'all settings are valid' }, ...(await checkInstallation(signal))]
  } catch (error) {
    return [{ check: 'settings', ok: false, detail: messageOf(error) }]
  }
}

async function checkInstallation(signal: AbortSignal): Promise<CheckResult[]> {
  try {
    return await withOpenDatabase(signal, async (database) => {
      const checked = await untilAborted(signal, checkDatabase(database.settings))
      return [checkSecrets(database), ...checkDisk(database.dataDir), ...checked, ...listAbandonedData()]
    })
  } catch (error) {
    return [{ check: 'database', ok: false, detail: messageOf(error) }]
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
