import type { ImportPreview } from '@/lib/portability/import'

const SHOWN = 300

/** What an import would do, with the beginnings of the first memories. */
export const presentPreview = ({ answer, sample }: ImportPreview) => ({
  ...answer,
  sample: sample.map(({ type, title = null, content, tags }) => ({ type, title, content: content.slice(0, SHOWN).toWellFormed(), tags })),
})

/** What an import did or would do, as the page receives it. */
export type PresentedImport = ReturnType<typeof presentPreview>
