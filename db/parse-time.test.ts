import pg from 'pg'
import { expect, test } from 'vitest'
import { parseTime } from './parse-time'

const parseAsDriver = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text')

test.for([
  '2025-03-31 22:30:00+00',
  '2025-03-31 22:30:00.1+00',
  '2025-03-31 22:30:00.12+00',
  '2025-03-31 22:30:00.123456+00',
  '2024-02-29 00:00:00+00',
  '1969-12-31 23:59:59.999+00',
  '0099-01-01 00:00:00+00',
  '0100-01-01 00:00:00+00',
  '10000-01-01 00:00:00+00',
  '294276-12-31 23:59:59.999999+00',
  '0044-03-15 12:00:00+00 BC',
  '2025-03-31 22:30:00+02',
  '2025-03-31 22:30:00.5-03:30',
  '1890-01-01 00:00:00+00:53:28',
  'infinity',
  '-infinity',
])('the time %s is read as the driver reads it', (text) => {
  expect(parseTime(text)).toEqual(parseAsDriver(text))
})

test('random times are read to the millisecond', () => {
  for (let times = 0; times < 10_000; times++) {
    const time = new Date(Math.floor((Math.random() * 2 - 0.5) * 4e12))
    expect(parseTime(time.toISOString().replace('T', ' ').replace('Z', '+00'))).toEqual(time)
  }
})
