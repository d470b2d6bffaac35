import { casual as arabic } from 'chrono-node/ar'
import { casual as german } from 'chrono-node/de'
import { casual as english } from 'chrono-node/en'
import { casual as spanish } from 'chrono-node/es'
import { casual as finnish } from 'chrono-node/fi'
import { casual as french } from 'chrono-node/fr'
import { casual as italian } from 'chrono-node/it'
import { casual as japanese } from 'chrono-node/ja'
import { casual as dutch } from 'chrono-node/nl'
import { casual as portuguese } from 'chrono-node/pt'
import { casual as russian } from 'chrono-node/ru'
import { casual as swedish } from 'chrono-node/sv'
import { casual as ukrainian } from 'chrono-node/uk'
import { casual as vietnamese } from 'chrono-node/vi'
import { casual as chinese } from 'chrono-node/zh'

/** From the first millisecond of a time to the first after it, in milliseconds since 1970. */
export interface TimeRange {
  from: number
  to: number
}

interface RelativeDates {
  /** A word that each such time has: parsing takes many times as long as a search, so that it is only done where there is something to find. */
  sign: RegExp
  parser: typeof english
}

/** Whole words, as alternatives of a regular expression. */
const words = (alternatives: string) => new RegExp(`(?<!\\p{L})(?:${alternatives})(?!\\p{L})`, 'iu')

const RELATIVE_DATES: readonly RelativeDates[] = [
  {
    sign: words(
      'yesterday|today|tonight|tomorrow|ago|(?:last|past|this|next|on) (?:night|week|weekend|month|year|few|\\d+|(?:mon|tues|wednes|thurs|fri|satur|sun)day)',
    ),
    parser: english,
  },
  {
    sign: words(
      'gestern|vorgestern|heute|morgen|vor \\S+ (?:tag|woche|monat|jahr)(?:e?n?)|(?:letzte|vorige|vergangene|diese|nächste)[nrs]? (?:woche|monat|jahr|\\p{L}+tag|mittwoch)',
    ),
    parser: german,
  },
  { sign: words("hier|avant-hier|aujourd'hui|demain|il y a|dernière?|prochaine?|cette semaine"), parser: french },
  { sign: words('ayer|anteayer|hoy|mañana|hace|pasad[oa]|próxim[oa]|esta semana|este mes|este año'), parser: spanish },
  { sign: words('ontem|hoje|amanhã|há|atrás|passad[oa]|próxim[oa]|esta semana|este mês|este ano'), parser: portuguese },
  { sign: words('ieri|oggi|domani|(?:giorn|settiman|mes|ann)\\p{L}+ fa|scors[oa]|prossim[oa]|questa settimana'), parser: italian },
  { sign: words('gisteren|eergisteren|vandaag|geleden|vorige?|afgelopen|volgende?|deze (?:week|maand)'), parser: dutch },
  { sign: words('вчера|позавчера|сегодня|завтра|назад|прошл\\p{L}+|следующ\\p{L}+|на этой неделе'), parser: russian },
  { sign: words('вчора|позавчора|сьогодні|завтра|тому|минул\\p{L}+|наступн\\p{L}+'), parser: ukrainian },
  { sign: /昨日|一昨日|おととい|今日|明日|先週|先月|去年|昨年|今週|今月|今年|[日週月年]前/, parser: japanese },
  { sign: /昨天|前天|今天|明天|上周|上週|上个|上個|去年|[天周月年]前|本周|这周|下周/, parser: chinese },
  { sign: words('i går|igår|idag|i dag|imorgon|sedan|förra|nästa'), parser: swedish },
  { sign: words('eilen|toissapäivänä|tänään|huomenna|sitten|viime|ensi'), parser: finnish },
  { sign: words('hôm qua|hôm nay|ngày mai|trước|tuần này|tháng này'), parser: vietnamese },
  { sign: words('أمس|امس|اليوم|غدا|الماضي|الماضية|قبل|منذ'), parser: arabic },
]

/** Any of the signs: one expression for the many queries that have none. */
const ANY_SIGN = new RegExp(RELATIVE_DATES.map(({ sign }) => sign.source).join('|'), 'iu')

/** What stands later in a query is not looked at, since the time of the parsers grows faster than the text. */
const LONGEST = 500

const DAY = 86_400_000
const HALF_WEEK = 3.5 * DAY

/** The times that a text names by what is now, such as `yesterday`, `last week` or `vor zwei Monaten`. */
export function relativeDates(text: string, now: Date): TimeRange[] {
  const beginning = text.slice(0, LONGEST).replaceAll('’', "'")
  if (!ANY_SIGN.test(beginning)) return []
  return RELATIVE_DATES.filter(({ sign }) => sign.test(beginning)).flatMap(({ sign, parser }) =>
    parser
      .parse(beginning, { instant: now, timezone: 0 })
      .filter(({ text: found }) => sign.test(found))
      .map(({ start }) => rangeOf(start)),
  )
}

type Components = ReturnType<typeof english.parse>[number]['start']

function rangeOf(start: Components): TimeRange {
  const year = start.get('year') ?? 1970
  const month = (start.get('month') ?? 1) - 1
  const day = start.get('day') ?? 1
  const noon = Date.UTC(year, month, day, 12)
  const isWeekday = start.isCertain('weekday')
  if (isWeekday || (start.isCertain('day') && start.get('weekday') === null)) return { from: noon - DAY / 2, to: noon + DAY / 2 }
  if (start.isCertain('day')) return { from: noon - HALF_WEEK, to: noon + HALF_WEEK }
  if (start.isCertain('month')) return { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) }
  if (start.isCertain('year')) return { from: Date.UTC(year, 0), to: Date.UTC(year + 1, 0) }
  return { from: noon - HALF_WEEK, to: noon + HALF_WEEK }
}
