import type { ReactNode } from 'react'
import type { AuditAction } from '@/lib/events'

/** What a person or program did, as words that follow its name: "Ada · Created key CI". */
const WORDS: Record<AuditAction, (target: ReactNode) => ReactNode> = {
  'agent.created': (agent) => <>Created agent {agent}</>,
  'agent.changed': (agent) => <>Changed agent {agent}</>,
  'agent.deleted': (agent) => <>Deleted agent {agent}</>,
  'audit.exported': () => 'Exported the audit log',
  'invite.made': (email) => <>Invited {email}</>,
  'invite.withdrawn': (email) => <>Withdrew the invite for {email}</>,
  'key.issued': (key) => <>Created key {key}</>,
  'key.memory_trust_changed': (key) => <>Changed the review of memories of key {key}</>,
  'key.networks_changed': (key) => <>Changed from where key {key} works</>,
  'key.rate_limit_changed': (key) => <>Changed the rate limit of key {key}</>,
  'key.refused': (key) => <>Refused key {key}</>,
  'key.rotated': (key) => <>Rotated key {key}</>,
  'key.revoked': (key) => <>Revoked key {key}</>,
  'member.joined': () => 'Joined the team',
  'member.left': () => 'Left the team',
  'member.removed': (person) => <>Removed {person}</>,
  'member.role_changed': (person) => <>Changed the role of {person}</>,
  'memories.exported': (agent) => <>Exported memories of {agent}</>,
  'memories.import_started': (agent) => <>Started an import into {agent}</>,
  'memories.import_refused': (agent) => <>Import into {agent} was refused</>,
  'memories.imported': (agent) => <>Imported memories into {agent}</>,
  'memory.approved': (agent) => <>Approved a memory of {agent}</>,
  'memory.changed': (agent) => <>Changed a memory of {agent}</>,
  'memory.deleted': (agent) => <>Deleted a memory of {agent}</>,
  'memory.erased': () => 'Erased memories',
  'memory.restored': (agent) => <>Restored a memory of {agent}</>,
  'memory.superseded': (agent) => <>Superseded a memory of {agent}</>,
  'memory.purged': (agent) => <>Purged memories of {agent}</>,
  'person.password_changed': () => 'Changed their password',
  'person.password_chosen': () => 'Set their password',
  'person.password_link_made': (person) => <>Created a password reset link for {person}</>,
  'person.renamed': () => 'Changed their name',
  'person.sign_in_failed': (person) => <>Refused a sign-in of {person}</>,
  'person.signed_in': () => 'Signed in',
  'person.signed_out': () => 'Signed out',
  'person.signed_out_everywhere': () => 'Signed out everywhere',
  'session.ended': (agent) => <>Ended session of {agent}</>,
  'sessions.exported': () => 'Exported sessions',
  'summaries.exported': () => 'Exported summaries',
  'team.changed': () => 'Changed team settings',
  'team.deleted': (team) => <>Deleted team {team}</>,
  'team.founded': (team) => <>Created team {team}</>,
}

/** The action of an audit entry in words. An action without words in the table, as another version may have written, is shown by its code. */
export function actionInWords(action: string, target: ReactNode): ReactNode {
  if (hasWords(action)) return WORDS[action](target)
  return (
    <>
      {action.replaceAll(/[._]/g, ' ')} {target}
    </>
  )
}

const hasWords = (action: string): action is AuditAction => Object.hasOwn(WORDS, action)
