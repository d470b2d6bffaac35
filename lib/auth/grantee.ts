/** The key or person that a credential belongs to; a session token was issued to one. */
export interface Grantee {
  kind: 'key' | 'person'
  id: string
}

/** `key:<id>` or `person:<id>`: how a grantee is written in tokens, and in whose name requests are counted. */
export const formatGrantee = ({ kind, id }: Grantee) => `${kind}:${id}`
