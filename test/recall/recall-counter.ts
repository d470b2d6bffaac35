// A process that counts recalls of a team again and again, a few at a time, and prints a dot for each batch. A test kills it.
import { writeSync } from 'node:fs'
import { connect } from '../../db/client'
import { codeOf } from '../../db/error-code'
import { countRecalls } from '../../db/memory-uses'

const [, , url = '', teamId = ''] = process.argv
const { db } = connect({ url, poolSize: 2, prepared: true, waitMs: 10_000 })

for (;;) {
  try {
    const counted = await db.transaction().execute((tx) => countRecalls(tx, teamId, 3))
    if (counted > 0) writeSync(1, '.')
  } catch (error) {
    if (codeOf(error) !== '55P03') throw error
  }
}
