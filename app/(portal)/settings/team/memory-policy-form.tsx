'use client'

import { ActionForm, FormProblem, OutcomeOnPage, SubmitButton } from '@/app/_ui/action-form'
import { counted } from '@/app/_ui/counted'
import { Field, Input } from '@/app/_ui/field'
import { Notice } from '@/app/_ui/notice'
import { Card } from '@/app/_ui/page-parts'
import { RadioCards } from '@/app/_ui/radio-cards'
import { useFormAction } from '@/app/_ui/use-form-action'
import { MEMORY_TYPES } from '@/lib/memories/rules'
import type { ExpiringCounts, MemoryPolicy } from '@/lib/teams/memory-policy'
import { policyVersion, SEEN } from '@/lib/teams/policy-version'
import { saveMemoryPolicy } from './actions'
import { seenVersion } from './seen-version'

const SAVED = 'Memory rules saved.'

const REDACTION = {
  off: { label: 'Off', about: 'The memory is stored as it is.' },
  warn: { label: 'Warn', about: 'The memory is stored, and the response names what was found and where.' },
  redact: { label: 'Redact', about: 'The memory is stored with [redacted: KIND] in place of what was found.' },
  refuse: { label: 'Refuse', about: 'The memory is not stored.' },
}

/** Changes the rules of the team for its memories. It says how many memories would expire by them, before they are saved. */
export function MemoryPolicyForm({ policy }: { policy: MemoryPolicy }) {
  const form = useFormAction(saveMemoryPolicy, { inWords: ({ wouldExpire }) => (wouldExpire ? undefined : SAVED) })
  const { done } = form.state
  const tried = done?.wouldExpire && done
  // Without JavaScript the page is rendered again, and its fields keep what was tried.
  const shown = tried ?? policy
  return (
    <ActionForm form={form} key={policyVersion(policy)}>
      <input type="hidden" name={SEEN} value={seenVersion(policy, form.state, tried?.seen)} />
      <input type="hidden" name="expected" value={JSON.stringify(tried?.wouldExpire ?? {})} />
      <Card title="Memories">
        <div className="grid gap-5">
          <FormProblem />
          <Redaction policy={shown} />
          <DaysOfUndo policy={shown} />
          <Retention policy={shown} />
          {tried?.wouldExpire && <Expiring counts={tried.wouldExpire} />}
          <div className="flex flex-wrap gap-2">
            <SubmitButton kind="primary" pending="Saving…">
              Save memory rules
            </SubmitButton>
            <SubmitButton name="dry_run" value="true" pending="Counting…">
              Count what would expire
            </SubmitButton>
          </div>
          <OutcomeOnPage>{done && !tried && SAVED}</OutcomeOnPage>
        </div>
      </Card>
    </ActionForm>
  )
}

function Redaction({ policy }: { policy: MemoryPolicy }) {
  return (
    <div className="grid gap-1.5">
      <RadioCards name="redaction" legend="Secrets and personal numbers in memories" choices={REDACTION} value={policy.redaction} />
      <p className="text-xs text-soft">
        API keys, passwords, card numbers, bank accounts and national ids in what is stored from now on. Keys and session tokens of Memanto
        are always refused.
      </p>
    </div>
  )
}

function DaysOfUndo({ policy }: { policy: MemoryPolicy }) {
  return (
    <Field
      id="deletion_grace_days"
      label="Deleted memories can be restored for (days)"
      subject="The number of days"
      hint="Then they are removed for good, with all versions. 0 = at once. Fewer days apply to memories that are already deleted, too."
    >
      <Input
        id="deletion_grace_days"
        name="deletion_grace_days"
        type="number"
        min={0}
        max={365}
        required
        defaultValue={policy.deletion_grace_days}
        aria-describedby="deletion_grace_days-hint"
        className="max-w-40"
      />
    </Field>
  )
}

function Retention({ policy: { retention } }: { policy: MemoryPolicy }) {
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="font-medium">Keep memories for (days), by type</legend>
      <p className="text-xs text-soft">
        A memory that was last changed longer ago expires: it is no longer recalled, and is removed for good when the days above have
        passed. Empty = for ever. Memories of agents on legal hold do not expire.
      </p>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {MEMORY_TYPES.map((type) => (
          <Field
            key={type}
            id={`kept-${type}`}
            name={type}
            label={<span className="font-normal">{type}</span>}
            subject={`Days for ${type}`}
          >
            <Input
              id={`kept-${type}`}
              name={type}
              type="number"
              min={1}
              max={36_500}
              placeholder="For ever"
              defaultValue={retention[type] ?? ''}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  )
}

/** How many memories would expire at once by the rules that were tried. */
function Expiring({ counts }: { counts: ExpiringCounts }) {
  const byType = Object.entries(counts)
  if (byType.length === 0) return <p role="status">No memory would expire at once. Nothing is saved yet.</p>
  const total = byType.reduce((sum, [, count]) => sum + count, 0)
  return (
    <Notice tone="warn">
      <p className="font-medium">{counted(total, 'memory', 'memories')} would expire at once. Nothing is saved yet.</p>
      <p>
        {byType.map(([type, count]) => `${type}: ${count.toLocaleString('en')}`).join(', ')}. Save to let {total === 1 ? 'it' : 'them'}{' '}
        expire.
      </p>
    </Notice>
  )
}
