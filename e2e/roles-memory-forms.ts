import { expect, type Page } from '@playwright/test'
import { agentOf, type FormCase, showsText, type Target } from './roles-agent-forms'
import { ADMINS, WRITERS } from './roles-pages'

/** Stores a memory of the target's agent. Returns its id. */
async function storeMemory(target: Target, content: string): Promise<string> {
  const { session_token = '' } = await target.post(`/agents/${agentOf(target)}/activate?create=true`)
  const { memory_id = '' } = await target.post(`/agents/${agentOf(target)}/remember`, { session_token, content })
  return memory_id
}

const pageOfNew =
  (what: string) =>
  async (target: Target): Promise<string> =>
    `/memories/${await storeMemory(target, `${what} for ${target.tag}`)}`

/** Searches for what is to be erased, and types the number that was found. */
async function findToErase(page: Page, { tag }: Target): Promise<void> {
  await page.getByLabel('Text').fill(`To be erased for ${tag}`)
  await page.getByRole('button', { name: 'Find memories' }).click()
  await page.getByLabel('Type 1 to confirm').fill('1')
}

/** The forms for memories, as AGENT_FORMS. */
export const MEMORY_FORMS = {
  'memories: edit': {
    roles: WRITERS,
    prepare: pageOfNew('To be edited'),
    summary: () => 'Edit',
    fill: (page, { tag }) => page.getByLabel('Content').fill(`Changed for ${tag}`),
    button: () => 'Save memory',
    expectDone: showsText('Memory saved.'),
  },
  'memories: remove': {
    roles: WRITERS,
    prepare: pageOfNew('To be deleted'),
    button: () => 'Delete memory',
    expectDone: showsText('Memory deleted.'),
  },
  'memories: restore': {
    roles: WRITERS,
    prepare: async (target) => {
      const id = await storeMemory(target, `To be restored for ${target.tag}`)
      await target.post(`/agents/${agentOf(target)}/memories/${id}/supersede`)
      return `/memories/${id}`
    },
    button: () => 'Restore memory',
    expectDone: showsText('Memory restored.'),
  },
  'memories: supersede': {
    roles: WRITERS,
    prepare: pageOfNew('Outdated'),
    summary: () => 'Supersede',
    button: () => 'Mark as superseded',
    expectDone: showsText('Memory marked as superseded.'),
  },
  'memories: approve': {
    roles: ADMINS,
    prepare: async (target) => {
      const id = await storeMemory(target, `Source of a review for ${target.tag}`)
      // An import keeps the id and the trust of the file, if no memory of the team has the id.
      const reviewed = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`
      await target.post(`/agents/${agentOf(target)}/import`, {
        id: reviewed,
        content: `To be reviewed for ${target.tag}, ${reviewed}`,
        trust: 'quarantined',
      })
      return `/memories/${reviewed}`
    },
    button: () => 'Approve',
    expectDone: showsText('Memory approved.'),
  },
  'memories: changeMany': {
    roles: WRITERS,
    prepare: async (target) => {
      await storeMemory(target, `To be tagged for ${target.tag}`)
      return `/memories?agent_id=${agentOf(target)}`
    },
    fill: async (page, { tag }) => {
      await page.getByLabel(`Select To be tagged for ${tag}`).first().check()
      await page.getByText('Tags…', { exact: true }).click()
      await page.getByLabel('Tags (comma-separated)').fill(`tag-of-${tag}`)
    },
    button: () => 'Add tags',
    expectDone: showsText('1 memory tagged.'),
  },
  'memories/erase: erase': {
    roles: ADMINS,
    prepare: async (target) => {
      await storeMemory(target, `To be erased for ${target.tag}`)
      return '/memories/erase'
    },
    fill: findToErase,
    button: () => 'Erase memories',
    expectDone: showsText('1 memory erased.'),
  },
  'memories/erase: verify': {
    roles: ADMINS,
    prepare: () => '/memories/erase',
    fill: (page) => page.getByRole('textbox', { name: 'Receipt' }).fill('no receipt'),
    button: () => 'Check receipt',
    expectDone: (page) => expect(page.getByText('This is not a receipt of this server')).toBeVisible(),
    changesNothing: true,
  },
} as const satisfies Record<string, FormCase>
