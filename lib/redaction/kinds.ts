/** What can be found in a memory that does not belong there. Responses, and texts in which it is replaced, name it like this. */
export type FindingKind =
  | OwnSecretKind
  | 'anthropic_api_key'
  | 'aws_access_key'
  | 'card_number'
  | 'databricks_token'
  | 'docker_token'
  | 'figma_token'
  | 'github_token'
  | 'gitlab_token'
  | 'google_api_key'
  | 'grafana_token'
  | 'groq_api_key'
  | 'huggingface_token'
  | 'iban'
  | 'linear_api_key'
  | 'national_id'
  | 'notion_token'
  | 'npm_token'
  | 'onepassword_token'
  | 'openai_api_key'
  | 'password_in_url'
  | 'private_key'
  | 'sendgrid_api_key'
  | 'shopify_token'
  | 'slack_token'
  | 'stripe_api_key'
  | 'vault_token'
  | 'vercel_token'

/** Secrets of Memanto itself, which no memory may contain, whatever the policy of the team. */
const OWN_SECRET_KINDS = ['memanto_api_key', 'memanto_session_token'] as const

type OwnSecretKind = (typeof OWN_SECRET_KINDS)[number]

/** A part of a text: from `start` to before `end`, in UTF-16 code units, as JavaScript counts the characters of a text. */
export interface FoundPart {
  kind: FindingKind
  start: number
  end: number
}

/** Returns whether a kind is a secret of Memanto itself. */
export const isOwnSecret = (kind: FindingKind) => OWN_SECRET_KINDS.some((own) => own === kind)
