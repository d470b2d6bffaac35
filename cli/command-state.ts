import type { Command } from 'commander'
import type { Context } from './context'

/** What the process knows of its command when it ends with an error or is interrupted. */
interface CommandState {
  command?: Command
  context?: Context
  /** The agent of the command. */
  agentId?: string | undefined
  /** The command extends a session, with a key if there is one. */
  isExtending?: boolean
  /** Returns the text to print when a person interrupts the command. */
  interruptHint?: () => string
  /** Called before a signal ends the command: prints what is done already, removes files that are not complete. */
  onSignal?: () => void
}

/** The state of the command that this process runs. There is only one: signal handlers have no other access to it. */
export const commandState: CommandState = {}
