import { expect, type Page } from '@playwright/test'
import { keyPanel } from './keys'
import { type FormCase, showsText, type Target } from './roles-agent-forms'
import { ADMINS, ROLES } from './roles-pages'

const guestOf = ({ tag, domain }: Target) => `guest-of-${tag}@${domain}`
const viewOf = ({ tag }: Target) => `View of ${tag}`
const keyOf = ({ tag }: Target) => `Key of ${tag}`

/** The e-mail of the member on whom the forms of a target are used. */
export const colleagueOf = ({ tag, domain }: Pick<Target, 'tag' | 'domain'>) => `colleague-of-${tag}@${domain}`

const keys = () => '/settings/api-keys'
const members = () => '/settings/members'
const manageKey = (target: Target) => `Manage ${keyOf(target)}`
const panelOf = (page: Page, target: Target) => keyPanel(page, keyOf(target))
const itemOf = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text })

/** The forms for keys, people, team settings and accounts, named and ordered like the forms for agents. */
export const TEAM_FORMS = {
  'settings/api-keys: issue': {
    roles: ADMINS,
    prepare: keys,
    summary: () => 'New key',
    fill: (page, target) => page.getByLabel('Name').fill(keyOf(target)),
    button: () => 'Create key',
    expectDone: (page, target) => expect(page.getByRole('dialog', { name: `Copy the key “${keyOf(target)}” now` })).toBeVisible(),
  },
  'settings/api-keys: rotate': {
    roles: ADMINS,
    prepare: keys,
    summary: manageKey,
    fill: (page, target) => page.getByLabel(`Rotate ${keyOf(target)}`, { exact: true }).click(),
    button: (target) => `Rotate key ${keyOf(target)}`,
    expectDone: (page, target) => expect(page.getByRole('dialog', { name: `Copy the key “${keyOf(target)}” now` })).toBeVisible(),
  },
  'settings/api-keys: setRateLimit': {
    roles: ADMINS,
    prepare: keys,
    summary: manageKey,
    fill: async (page, target) => {
      await page.getByLabel(`Rate limit of ${keyOf(target)}`, { exact: true }).click()
      await panelOf(page, target).getByLabel('Requests per minute').fill('600')
    },
    button: (target) => `Save rate limit of ${keyOf(target)}`,
    expectDone: (page, target) => expect(panelOf(page, target)).toContainText('600 requests per minute'),
  },
  'settings/api-keys: setNetworks': {
    roles: ADMINS,
    prepare: keys,
    summary: manageKey,
    fill: async (page, target) => {
      await page.getByLabel(`Allowed addresses of ${keyOf(target)}`, { exact: true }).click()
      await panelOf(page, target).getByLabel('Works from').fill('192.0.2.0/24')
    },
    button: (target) => `Save allowed addresses of ${keyOf(target)}`,
    expectDone: (page, target) => expect(panelOf(page, target).getByRole('definition').filter({ hasText: '192.0.2.0/24' })).toBeVisible(),
  },
  'settings/api-keys: setMemoryTrust': {
    roles: ADMINS,
    prepare: keys,
    summary: manageKey,
    fill: async (page, target) => {
      await page.getByLabel(`Review of memories of ${keyOf(target)}`, { exact: true }).click()
      await panelOf(page, target).getByRole('radio', { name: 'Quarantined' }).check()
    },
    button: (target) => `Save review of memories of ${keyOf(target)}`,
    expectDone: (page, target) => expect(panelOf(page, target).getByText('Saved. It applies to memories')).toBeVisible(),
  },
  'settings/api-keys: revoke': {
    roles: ADMINS,
    prepare: keys,
    summary: manageKey,
    fill: async (page, target) => {
      await page.getByLabel(`Revoke ${keyOf(target)}`, { exact: true }).click()
      await panelOf(page, target).getByLabel('Reason').fill('Its server was retired')
    },
    button: (target) => `Revoke key ${keyOf(target)}`,
    expectDone: (page, target) => expect(panelOf(page, target)).toContainText('Revoked by'),
  },
  'settings/members: inviteMember': {
    roles: ADMINS,
    prepare: members,
    fill: (page, target) => page.getByLabel('E-mail', { exact: true }).fill(guestOf(target)),
    button: () => 'Create invite link',
    expectDone: showsText(/^Send this link to/),
  },
  'settings/members: withdraw': {
    roles: ADMINS,
    prepare: members,
    button: (target) => `Withdraw invite for ${guestOf(target)}`,
    expectDone: (page, target) => expect(page.getByText(guestOf(target))).toHaveCount(0),
  },
  'settings/members: setRole': {
    roles: ADMINS,
    prepare: members,
    summary: (target) => `Manage ${colleagueOf(target)}`,
    fill: (page, target) => itemOf(page, colleagueOf(target)).getByLabel('Role').selectOption('member'),
    button: () => 'Change role',
    expectDone: showsText('is now a member.'),
  },
  'settings/members: createPasswordLink': {
    roles: ADMINS,
    prepare: members,
    summary: (target) => `Manage ${colleagueOf(target)}`,
    button: () => 'Create password reset link',
    expectDone: showsText(/^Give this link to/),
  },
  'settings/members: remove': {
    roles: ADMINS,
    prepare: members,
    summary: (target) => `Manage ${colleagueOf(target)}`,
    fill: (page, target) => page.getByLabel(`To remove ${colleagueOf(target)}`).fill(colleagueOf(target)),
    button: () => 'Remove from team',
    expectDone: (page, target) => expect(page.getByText(colleagueOf(target))).toHaveCount(0),
  },
  'settings/team: savePolicy': {
    roles: ADMINS,
    prepare: () => '/settings/team',
    fill: (page, { tag }) => page.getByLabel('Maximum session lifetime (hours)').fill(String(100 + tag.length)),
    button: () => 'Save',
    expectDone: showsText('Settings saved.'),
  },
  'settings/team: saveMemoryPolicy': {
    roles: ADMINS,
    prepare: () => '/settings/team',
    fill: (page, { tag }) => page.getByLabel('Deleted memories can be restored for (days)').fill(String(100 + tag.length)),
    button: () => 'Save memory rules',
    expectDone: showsText('Memory rules saved.'),
  },
  'settings/team: deleteTeam': {
    roles: ['owner'],
    prepare: () => '/settings/team',
    fill: async (page) => {
      const summary = page.getByText(/^Delete .*…$/)
      const [, name = ''] = /^Delete (.*)…$/.exec((await summary.textContent()) ?? '') ?? []
      await summary.click()
      await page.getByLabel(`Type ${name} to confirm`).fill(name)
    },
    button: () => 'Delete team',
    expectDone: (page) => expect(page).toHaveURL(/\/account$/),
    deletesTeam: true,
  },
  'account: rename': {
    roles: ROLES,
    prepare: () => '/account',
    fill: (page, { tag }) => page.getByLabel('Your name').fill(`The ${tag}`),
    button: () => 'Save',
    expectDone: showsText('Saved.'),
  },
  'account: createAnotherTeam': {
    roles: ['owner'],
    prepare: () => '/account',
    summary: () => 'Create another team',
    fill: (page, { tag }) => page.getByLabel('Team name').fill(`Yet another of ${tag}`),
    button: () => 'Create team',
    expectDone: (page, { tag }) => expect(page.getByRole('heading', { level: 1, name: `Yet another of ${tag}` })).toBeVisible(),
  },
  'saved-views: save': {
    roles: ROLES,
    prepare: () => '/sessions?range=7d',
    summary: () => 'Views',
    fill: (page, target) => page.getByLabel('Name of the view').fill(viewOf(target)),
    button: () => 'Save view',
    expectDone: (page, target) => expect(page.getByRole('link', { name: viewOf(target), exact: true })).toBeVisible(),
  },
  'saved-views: rename': {
    roles: ROLES,
    prepare: () => '/sessions',
    summary: () => 'Views',
    fill: async (page, target) => {
      await page.getByLabel(`Change view ${viewOf(target)}`, { exact: true }).click()
      await page.getByLabel(`New name of view ${viewOf(target)}`).fill(`Renamed: ${viewOf(target)}`)
    },
    button: (target) => `Rename view ${viewOf(target)}`,
    expectDone: (page, target) => expect(page.getByRole('link', { name: `Renamed: ${viewOf(target)}` })).toBeVisible(),
  },
  'saved-views: remove': {
    roles: ROLES,
    prepare: () => '/sessions',
    summary: () => 'Views',
    fill: (page, target) => page.getByLabel(`Change view Renamed: ${viewOf(target)}`, { exact: true }).click(),
    button: (target) => `Delete view Renamed: ${viewOf(target)}`,
    expectDone: showsText('View deleted.'),
  },
  'settings/members: transfer': {
    roles: ['owner'],
    prepare: members,
    summary: () => 'Transfer ownership…',
    fill: (page) => page.getByLabel('New owner').selectOption({ label: 'The admin' }),
    button: () => 'Transfer ownership',
    // The button has another name while the request is on its way.
    expectDone: (page) => expect(page.getByRole('listitem').filter({ hasText: '(you)' })).toContainText('admin'),
    isOnce: true,
  },
} as const satisfies Record<string, FormCase>
