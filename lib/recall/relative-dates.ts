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

const RELATIVE_DATES: readonly RelativeDates[] = [
  {
    sign: /\b(?:yesterday|today|tonight|tomorrow|ago|(?:last|past|this|next|on) (?:night|week|weekend|month|year|few|\d+|(?:mon|tues|wednes|thurs|fri|satur|sun)day))\b/i,
    parser: english,
  },
  {
    sign: /\b(?:gestern|vorgestern|heute|morgen|vor \S+ (?:tag|woche|monat|jahr)|(?:letzte|vorige|vergangene|diese|nächste)[nrs]? (?:woche|monat|jahr|\S+tag|mittwoch))/i,
    parser: german,
  },
  { sign: /\b(?:hier|avant-hier|aujourd['’]hui|demain|il y a|dernière?|prochaine?|cette semaine)/i, parser: french },
  { sign: /\b(?:ayer|anteayer|hoy|mañana|hace|pasad[oa]|próxim[oa]|esta semana|este mes|este año)/i, parser: spanish },
  { sign: /\b(?:ontem|hoje|amanhã|há|atrás|passad[oa]|próxim[oa]|esta semana|este mês|este ano)/i, parser: portuguese },
  { sign: /\b(?:ieri|oggi|domani|fa|scors[oa]|prossim[oa]|questa settimana|questo mese)/i, parser: italian },
  { sign: /\b(?:gisteren|eergisteren|vandaag|morgen|geleden|vorige?|afgelopen|volgende?|deze) ?/i, parser: dutch },
  { sign: /(?:вчера|позавчера|сегодня|завтра|назад|прошл|следующ|на этой неделе|в этом)/i, parser: russian },
  { sign: /(?:вчора|позавчора|сьогодні|завтра|тому|минул|наступн)/i, parser: ukrainian },
  { sign: /(?:昨日|一昨日|おととい|今日|明日|先週|先月|去年|昨年|今週|今月|今年|前)/, parser: japanese },
  { sign: /(?:昨天|前天|今天|明天|上周|上週|上个|上個|去年|前|本周|这周|下周)/, parser: chinese },
  { sign: /\b(?:i går|igår|idag|i dag|imorgon|sedan|förra|nästa)/i, parser: swedish },
  { sign: /\b(?:eilen|toissapäivänä|tänään|huomenna|sitten|viime|ensi)/i, parser: finnish },
  { sign: /(?:hôm qua|hôm nay|ngày mai|trước|tuần này|tháng này)/i, parser: vietnamese },
  { sign: /(?:أمس|امس|اليوم|غدا|الماضي|الماضية|قبل|منذ)/, parser: arabic },
]

/** What stands later in a query is not looked at, since parsing takes longer than the square of the length in some languages. */
const LONGEST = 500

const DAY = 86_400_000
const HALF_WEEK = 3.5 * DAY

/** The times that a text names by what is now, such as `yesterday`, `last week` or `vor zwei Monaten`. */
export function relativeDates(text: string, now: Date): TimeRange[] {
  const beginning = text.slice(0, LONGEST)
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
