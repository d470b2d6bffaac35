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
 * The rules that are used: what each finds, and what every text contains in which it finds something, so that most texts need no rule. Two rules of
 * the preset are left out: filter-comments lets a text switch the rules off, and gcp is about files; the private keys in them are found by the rule
 * for private keys.
 */
const USED: Record<string, { kind: FindingKind; mark: RegExp }> = {
  '1password': { kind: 'onepassword_token', mark: /ops_ey/ },
  anthropic: { kind: 'anthropic_api_key', mark: /sk-ant-/ },
  aws: { kind: 'aws_access_key', mark: /secret_?access_?key|AKIA|ASIA/i },
  basicauth: { kind: 'password_in_url', mark: /:\/\// },
  'database-connection-string': { kind: 'password_in_url', mark: /:\/\// },
  databricks: { kind: 'databricks_token', mark: /dapi/ },
  docker: { kind: 'docker_token', mark: /dckr_pat_/ },
  figma: { kind: 'figma_token', mark: /figd_/ },
  github: { kind: 'github_token', mark: /gh[pousr]_|github_pat_/ },
  gitlab: { kind: 'gitlab_token', mark: /glpat-/ },
  grafana: { kind: 'grafana_token', mark: /gl(?:c|sa)_/ },
  groq: { kind: 'groq_api_key', mark: /gsk_/ },
  'hashicorp-vault': { kind: 'vault_token', mark: /hv[sbr]\./ },
  huggingface: { kind: 'huggingface_token', mark: /hf_/ },
  linear: { kind: 'linear_api_key', mark: /lin_api_/ },
  notion: { kind: 'notion_token', mark: /ntn_/ },
  npm: { kind: 'npm_token', mark: /npm_|x-oauth-basic/ },
  openai: { kind: 'openai_api_key', mark: /T3BlbkFJ/ },
  privatekey: { kind: 'private_key', mark: /-----BEGIN/ },
  sendgrid: { kind: 'sendgrid_api_key', mark: /SG\./ },
  shopify: { kind: 'shopify_token', mark: /shp(?:pa|ca|at|ss)_/ },
  slack: { kind: 'slack_token', mark: /xox[bpaor]-|xapp-|hooks\.slack\.com/i },
  vercel: { kind: 'vercel_token', mark: /vc[piark]_/ },
}

const nameOf = ({ meta }: SecretRule) => meta.id.slice('@secretlint/secretlint-rule-'.length)

/** The rules of secretlint's recommended preset that are used. */
export const SECRETLINT_RULES = (rules as readonly SecretRule[]).flatMap((rule) => {
  const used = USED[nameOf(rule)]
  return used === undefined ? [] : [{ rule, ...used }]
})

/** Every mark in one expression: a text without any contains nothing that a rule finds. */
const ANY_MARK = new RegExp(SECRETLINT_RULES.map(({ mark }) => mark.source).join('|'), 'i')

/** The ids of AWS access keys are searched for only with this option, since they are secret only together with the key itself. */
const OPTIONS = { enableIDScanRule: true }

/** The rule for AWS then also reports ids of accounts, users and roles, which are no secrets. */
const AWS_ACCESS_KEY_ID = /^(AKIA|ASIA)/

/** Finds keys and tokens of common providers, private keys and passwords in URLs by the rules of secretlint. */
export function findProviderSecrets(text: string): FoundPart[] {
  if (!ANY_MARK.test(text)) return []
  return SECRETLINT_RULES.filter(({ mark }) => mark.test(text)).flatMap((used) => findByRule(used, text))
}

/** Finds what one rule finds in a text. */
export function findByRule({ rule, kind }: (typeof SECRETLINT_RULES)[number], text: string): FoundPart[] {
  const reports: Report[] = []
  rule.create(contextOf(reports), OPTIONS).file?.({ content: text, filePath: '', ext: '', contentType: 'text' })
  return reports.flatMap((report) => partOf(text, kind, report))
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
