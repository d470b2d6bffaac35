import { createHmac } from 'node:crypto'
import { settings } from '../process'

interface IdsOfFile {
  id?: string | undefined
  sessionId?: string | undefined
  supersededBy?: string | undefined
}

/**
 * Marks the ids in which something was redacted, so that different ids of a file stay different and equal ones equal. The mark says nothing of the id to those
 * who do not know the secret of the server, and is another one in each import: no other file can be used to find out what the id was.
 */
export function markRedactedIds<Memory extends IdsOfFile>(redacted: Memory, original: IdsOfFile, importId: string): Memory {
  const mark = (name: keyof IdsOfFile) => {
    const [text, was] = [redacted[name], original[name]]
    return text === undefined || was === undefined || text === was ? {} : { [name]: `${text} ${markOf(was, importId)}` }
  }
  return { ...redacted, ...mark('id'), ...mark('sessionId'), ...mark('supersededBy') }
}

const markOf = (id: string, importId: string) =>
  createHmac('sha256', keyOf(settings().MEMANTO_SECRET)).update(`${importId}\n${id}`).digest('hex').slice(0, 16)

const keyOf = (secret: string) => createHmac('sha256', secret).update('memanto redacted id').digest()
