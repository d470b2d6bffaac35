import { expect, type Page } from '@playwright/test'
import { type Action, type Scene, showsText } from './roles-acts'
import { ADMINS, ROLES } from './roles-pages'

const guestOf = ({ tag, host }: Scene) => `guest-of-${tag}@${host}`
const keyOf = ({ tag }: Scene) => `Key of ${tag}`
export const colleagueOf = ({ tag, host }: Pick<Scene, 'tag' | 'host'>) => `colleague-of-${tag}@${host}`

const keys = () => '/settings/api-keys'
const members = () => '/settings/members'
const itemOf = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text })

/** With keys, people, the policy and the account, named and ordered like those with agents. */
export const TEAM_ACTS = {
  'settings/api-keys: issue': {
    may: ADMINS,
    at: keys,
    fill: (page, scene) => page.getByLabel('Name').fill(keyOf(scene)),
    button: () => 'Create key',
    done: (page, scene) => expect(page.getByRole('dialog', { name: `Copy the key “${keyOf(scene)}” now` })).toBeVisible(),
  },
  'settings/api-keys: rotate': {
    may: ADMINS,
    at: keys,
    inside: (scene) => `Rotate ${keyOf(scene)}`,
    button: (scene) => `Rotate key ${keyOf(scene)}`,
    done: (page, scene) => expect(page.getByRole('dialog', { name: `Copy the key “${keyOf(scene)}” now` })).toBeVisible(),
  },
  'settings/api-keys: setRateLimit': {
    may: ADMINS,
    at: keys,
    inside: (scene) => `Rate limit of ${keyOf(scene)}`,
    fill: (page, scene) => itemOf(page, keyOf(scene)).getByLabel('Requests per minute').fill('600'),
    button: (scene) => `Save rate limit of ${keyOf(scene)}`,
    done: (page, scene) => expect(itemOf(page, keyOf(scene))).toContainText('600 requests per minute'),
  },
  'settings/api-keys: revoke': {
    may: ADMINS,
    at: keys,
    inside: (scene) => `Revoke ${keyOf(scene)}`,
    fill: (page, scene) => itemOf(page, keyOf(scene)).getByLabel('Reason').fill('Its server was retired'),
    button: (scene) => `Revoke key ${keyOf(scene)}`,
    done: (page, scene) => expect(itemOf(page, keyOf(scene))).toContainText('Revoked by'),
  },
  'settings/members: inviteMember': {
    may: ADMINS,
    at: members,
    fill: (page, scene) => page.getByLabel('E-mail', { exact: true }).fill(guestOf(scene)),
    button: () => 'Create invite link',
    done: showsText(/^Send this link to/),
  },
  'settings/members: withdraw': {
    may: ADMINS,
    at: members,
    button: (scene) => `Withdraw invite for ${guestOf(scene)}`,
    done: (page, scene) => expect(page.getByText(guestOf(scene))).toHaveCount(0),
  },
  'settings/members: setRole': {
    may: ADMINS,
    at: members,
    inside: (scene) => `Manage ${colleagueOf(scene)}`,
    fill: (page, scene) => itemOf(page, colleagueOf(scene)).getByLabel('Role').selectOption('member'),
    button: () => 'Change role',
    done: (page, scene) => expect(itemOf(page, colleagueOf(scene))).toContainText('is now a member.'),
  },
  'settings/members: createPasswordLink': {
    may: ADMINS,
    at: members,
    inside: (scene) => `Manage ${colleagueOf(scene)}`,
    button: () => 'Create password reset link',
    done: showsText(/^Give this link to/),
  },
  'settings/members: remove': {
    may: ADMINS,
    at: members,
    inside: (scene) => `Manage ${colleagueOf(scene)}`,
    fill: (page, scene) => page.getByLabel(`To remove ${colleagueOf(scene)}`).fill(colleagueOf(scene)),
    button: () => 'Remove from team',
    done: (page, scene) => expect(page.getByText(colleagueOf(scene))).toHaveCount(0),
  },
  'settings/team: savePolicy': {
    may: ADMINS,
    at: () => '/settings/team',
    fill: (page, { tag }) => page.getByLabel('Maximum session lifetime (hours)').fill(String(100 + tag.length)),
    button: () => 'Save',
    done: showsText('Settings saved.'),
  },
  'settings/team: deleteTeam': {
    may: ['owner'],
    at: () => '/settings/team',
    fill: async (page) => {
      const words = page.getByText(/^Delete .*…$/)
      const [, name = ''] = /^Delete (.*)…$/.exec((await words.textContent()) ?? '') ?? []
      await words.click()
      await page.getByLabel(`Type ${name} to confirm`).fill(name)
    },
    button: () => 'Delete team',
    done: (page) => expect(page).toHaveURL(/\/account$/),
    isTheEnd: true,
  },
  'account: rename': {
    may: ROLES,
    at: () => '/account',
    fill: (page, { tag }) => page.getByLabel('Your name').fill(`The ${tag}`),
    button: () => 'Save',
    done: showsText('Saved.'),
  },
  'account: createAnotherTeam': {
    may: ['owner'],
    at: () => '/account',
    inside: () => 'Create another team',
    fill: (page, { tag }) => page.getByLabel('Team name').fill(`Yet another of ${tag}`),
    button: () => 'Create team',
    done: (page, { tag }) => expect(page.getByRole('heading', { level: 1, name: `Yet another of ${tag}` })).toBeVisible(),
  },
  'settings/members: transfer': {
    may: ['owner'],
    at: members,
    fill: (page) => page.getByLabel('New owner').selectOption({ label: 'The admin' }),
    button: () => 'Transfer ownership',
    done: (page) => expect(page.getByRole('button', { name: 'Transfer ownership' })).toHaveCount(0),
    isOnce: true,
  },
} as const satisfies Record<string, Action>
