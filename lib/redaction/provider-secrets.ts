import { rules } from '@secretlint/secretlint-rule-preset-recommend'
import type { FindingKind, FoundPart } from './kinds'
import { passwordIn } from './url-passwords'

/** What a rule of secretlint reports: its message has the found values, and the range may begin before them. */
interface Report {
  message: { messageId: string; values: Record<string, unknown> }
  range: readonly [start: number, end: number]
}

/** A rule of secretlint, as far as it is used here. Its package has types only for those who also install the packages that it is built from. */
interface SecretRule {
  meta: { id: string }
  create: (context: RuleContext, options: object) => { file?: (source: RuleSource) => unknown }
}

interface RuleContext {
  sharedOptions: object
  createTranslator: (messages: object) => (messageId: string, values: Record<string, unknown>) => Report['message']
  report: (report: Report) => void
  ignore: () => void
}

interface RuleSource {
  content: string
  filePath: string
  ext: string
  contentType: 'text'
}

/**
 * What each rule finds. Two rules of the preset are left out: filter-comments lets a text switch the rules off, and gcp is about files; the private
 * keys in them are found by the rule for private keys.
 */
const KINDS: Record<string, FindingKind> = {
  '1password': 'onepassword_token',
  anthropic: 'anthropic_api_key',
  aws: 'aws_access_key',
  basicauth: 'password_in_url',
  'database-connection-string': 'password_in_url',
  databricks: 'databricks_token',
  docker: 'docker_token',
  figma: 'figma_token',
  github: 'github_token',
  gitlab: 'gitlab_token',
  grafana: 'grafana_token',
  groq: 'groq_api_key',
  'hashicorp-vault': 'vault_token',
  huggingface: 'huggingface_token',
  linear: 'linear_api_key',
  notion: 'notion_token',
  npm: 'npm_token',
  openai: 'openai_api_key',
  privatekey: 'private_key',
  sendgrid: 'sendgrid_api_key',
  shopify: 'shopify_token',
  slack: 'slack_token',
  vercel: 'vercel_token',
}

const nameOf = ({ meta }: SecretRule) => meta.id.slice('@secretlint/secretlint-rule-'.length)

/** The rules of secretlint's recommended preset that are used, each with the kind of what it finds. */
export const SECRETLINT_RULES = (rules as readonly SecretRule[]).flatMap((rule) => {
  const kind = KINDS[nameOf(rule)]
  return kind === undefined ? [] : [{ rule, kind }]
})

/** The ids of AWS access keys are searched for only with this option, since they are secret only together with the key itself. */
const OPTIONS = { enableIDScanRule: true }

/** The rule for AWS then also reports ids of accounts, users and roles, which are no secrets. */
const AWS_ACCESS_KEY_ID = /^(AKIA|ASIA)/

/** Finds keys and tokens of common providers, private keys and passwords in URLs by the rules of secretlint. */
export function findProviderSecrets(text: string): FoundPart[] {
  const source: RuleSource = { content: text, filePath: '', ext: '', contentType: 'text' }
  return SECRETLINT_RULES.flatMap(({ rule, kind }) => {
    const reports: Report[] = []
    rule.create(contextOf(reports), OPTIONS).file?.(source)
    return reports.flatMap((report) => partOf(text, kind, report))
  })
}

/**
 * The rules run without secretlint's own core: that records performance marks for every text, which a server would collect for ever, and
 * gives away the found values.
 */
const contextOf = (reports: Report[]): RuleContext => ({
  sharedOptions: {},
  createTranslator: () => (messageId, values) => ({ messageId, values }),
  report: (report) => void reports.push(report),
  ignore: () => {},
})

function partOf(text: string, kind: FindingKind, report: Report): FoundPart[] {
  const { messageId } = report.message
  const part = { kind, ...placeOfValue(text, report) }
  const value = text.slice(part.start, part.end)
  if (messageId === 'AWSAccountID' || (messageId === 'AWSAccessKeyID' && !AWS_ACCESS_KEY_ID.test(value))) return []
  if (messageId === 'PackageJSON_xOauthToken') return [{ ...part, kind: 'github_token' }]
  if (kind !== 'password_in_url') return [part]
  const password = passwordIn(value)
  return [password ? { kind, start: part.start + password.start, end: part.start + password.end } : part]
}

/**
 * Where the found value is. Some rules report a range that begins with what is before the value, such as the name of a variable, and is as long as
 * the value, so that a part of the value lies behind it.
 */
function placeOfValue(text: string, { message, range }: Report): { start: number; end: number } {
  const [from, to] = range
  const places = Object.values(message.values).flatMap((value) => {
    const start = typeof value === 'string' && value !== '' ? text.indexOf(value, from) : -1
    return start === -1 ? [] : [{ start, end: start + String(value).length }]
  })
  return places.sort((a, b) => b.end - b.start - (a.end - a.start))[0] ?? { start: from, end: to }
}
