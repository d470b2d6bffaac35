/** What somebody did, to follow their name: "Ada · Created key CI". */
const WORDS: Record<string, (target: string) => string> = {
  'agent.created': (agent) => `Created agent ${agent}`,
  'agent.changed': (agent) => `Changed agent ${agent}`,
  'agent.deleted': (agent) => `Deleted agent ${agent}`,
  'invite.made': (email) => `Invited ${email}`,
  'invite.withdrawn': (email) => `Withdrew the invite for ${email}`,
  'key.issued': (key) => `Created key ${key}`,
  'key.rotated': (key) => `Rotated key ${key}`,
  'key.revoked': (key) => `Revoked key ${key}`,
  'member.joined': () => 'Joined the team',
  'member.left': () => 'Left the team',
  'member.removed': (person) => `Removed ${person}`,
  'member.role_changed': (person) => `Changed the role of ${person}`,
  'person.password_changed': () => 'Changed their password',
  'person.password_chosen': () => 'Set their password',
  'person.password_link_made': (person) => `Created a password reset link for ${person}`,
  'person.renamed': () => 'Changed their name',
  'person.signed_out_everywhere': () => 'Signed out everywhere',
  'session.ended': (agent) => `Ended session of ${agent}`,
  'team.changed': () => 'Changed team settings',
  'team.deleted': (team) => `Deleted team ${team}`,
  'team.founded': (team) => `Created team ${team}`,
}

/** An audit entry as a sentence; an action without words of its own as `role changed Ada`. */
export function actionInWords(action: string, target: string): string {
  const words = Object.hasOwn(WORDS, action) ? WORDS[action] : undefined
  return words ? words(target) : `${action.replaceAll(/[._]/g, ' ')} ${target}`
}
