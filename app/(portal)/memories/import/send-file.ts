'use client'

import { SHOWN_TEAM } from '@/app/_actions/shown-team'
import { paths } from '@/lib/paths'
import type { PresentedImport } from './present-preview'

export interface FileToSend {
  /** The team that the page shows. */
  team: string
  agent: string
  file: File
  /** The agent of the file whose memories are imported, for a file of several agents. */
  fromAgent: string
  isDryRun: boolean
  /** The same for each attempt to import a file, so that another attempt continues where an earlier one stopped. */
  key: string
}

export type SentFile = { result: PresentedImport; problem?: undefined } | { result?: undefined; problem: string }

const NO_ANSWER_OF_OURS = 'The server did not answer as expected. You may be signed out: reload the page. Nothing is stored twice.'
const OFFLINE = 'The connection was lost. Try again: nothing is stored twice.'

/** Sends a file, and reports which part of it has been sent, from 0 to 1. */
export function sendFile(
  { team, agent, file, fromAgent, isDryRun, key }: FileToSend,
  onProgress: (part: number) => void,
): Promise<SentFile> {
  const target = { [SHOWN_TEAM]: team, agent_id: agent, ...(fromAgent && { from_agent: fromAgent }) }
  const query = new URLSearchParams({ ...target, dry_run: String(isDryRun) })
  // fetch() does not report how much has been sent.
  const request = new XMLHttpRequest()
  return new Promise((resolve) => {
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 1 : loaded / total)
    request.onerror = () => resolve({ problem: OFFLINE })
    request.onload = () => resolve(readAnswer(request))
    request.open('POST', `${paths.memoriesImportFile}?${query}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    if (!isDryRun) request.setRequestHeader('idempotency-key', key)
    request.send(file)
  })
}

function readAnswer({ status, responseText }: XMLHttpRequest): SentFile {
  try {
    const answer = JSON.parse(responseText) as PresentedImport & { detail?: string }
    return status === 200 ? { result: answer } : { problem: answer.detail?.replace(/^body /, 'The file ') ?? NO_ANSWER_OF_OURS }
  } catch {
    return { problem: NO_ANSWER_OF_OURS }
  }
}
