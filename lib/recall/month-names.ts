import { fold } from './fold'

/** A month as a language names it. */
export interface MonthName {
  /** From 1 to 12. */
  month: number
  /** ISO 639-1 codes of the languages in which it is called so. */
  languages: ReadonlySet<string>
  /** Whether it counts in any text: it is of a language that is not detected (see languages.ts), and no ordinary word of others. */
  isUnmistakable: boolean
}

/** Languages whose names of the months Intl knows and that are written with letters between blanks. */
const LANGUAGES = [
  ...[
    'ar',
    'bg',
    'cs',
    'da',
    'de',
    'el',
    'en',
    'es',
    'fa',
    'fi',
    'fr',
    'he',
    'hi',
    'hr',
    'hu',
    'hy',
    'id',
    'it',
    'lt',
    'nb',
    'ne',
    'nl',
    'pl',
    'pt',
  ],
  ...['ro', 'ru', 'sk', 'sl', 'sr', 'sv', 'ta', 'tr', 'uk'],
]

/** Those of them that are not detected, because their most common words are not known. */
const UNDETECTED = new Set(['cs', 'fa', 'he', 'hr', 'pl', 'sk', 'sl'])

/** Cases that follow `in` and that Intl does not know, from January on. */
const IN_MONTH: Record<string, string> = {
  cs: 'lednu únoru březnu dubnu květnu červnu červenci srpnu září říjnu listopadu prosinci',
  pl: 'styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie grudniu',
  ru: 'январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре',
  uk: 'січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні',
}

/** Languages that write what English says with `in` as an ending: `tammikuussa`, `januárban`. */
const WITH_ENDINGS = new Set(['el', 'fi', 'hu', 'tr'])
const LONGEST_ENDING = 4

interface MonthNames {
  exact: Map<string, MonthName & { languages: Set<string> }>
  /** Beginnings of names that may have an ending. */
  beginnings: { beginning: string; name: MonthName }[]
}

let names: MonthNames | undefined

/** The month that a word names, in lower case and folded. */
export function monthNamed(word: string): MonthName | undefined {
  names ??= collectNames()
  return names.exact.get(word) ?? names.beginnings.find(({ beginning }) => hasEnding(word, beginning))?.name
}

const hasEnding = (word: string, beginning: string) =>
  word.length > beginning.length && word.length <= beginning.length + LONGEST_ENDING && word.startsWith(beginning)

function collectNames(): MonthNames {
  const collected: MonthNames = { exact: new Map(), beginnings: [] }
  for (const language of LANGUAGES) {
    const nameMonth = monthNamer(language)
    for (let month = 1; month <= 12; month++) addNames(collected, language, month, nameMonth(month))
  }
  return collected
}

function addNames({ exact, beginnings }: MonthNames, language: string, month: number, names: string[]): void {
  for (const name of names) {
    const known = exact.get(name) ?? { month, languages: new Set<string>(), isUnmistakable: false }
    if (known.month === month)
      exact.set(name, { month, languages: known.languages.add(language), isUnmistakable: known.isUnmistakable || UNDETECTED.has(language) })
  }
  const [nominative] = names
  if (nominative && WITH_ENDINGS.has(language))
    beginnings.push({
      beginning: language === 'el' ? nominative.slice(0, -1) : nominative,
      name: { month, languages: new Set([language]), isUnmistakable: false },
    })
}

/** Returns a function for the names of a month in a language: the nominative first, then the form after a day, then that of `IN_MONTH`. */
function monthNamer(language: string): (month: number) => string[] {
  const options = { timeZone: 'UTC', calendar: 'gregory', month: 'long' } as const
  const aloneFormat = new Intl.DateTimeFormat(language, options)
  const dayFormat = new Intl.DateTimeFormat(language, { ...options, day: 'numeric' })
  return (month) => {
    const date = new Date(Date.UTC(2023, month - 1, 15))
    const alone = aloneFormat.format(date)
    const afterDay = dayFormat.formatToParts(date).find(({ type }) => type === 'month')?.value ?? alone
    const inMonth = IN_MONTH[language]?.split(' ')[month - 1] ?? alone
    return [...new Set([alone, afterDay, inMonth])].map((name) => fold(name.toLowerCase())).filter((name) => IS_NAME.test(name))
  }
}

const IS_NAME = /^[\p{L}\p{M}]{3,}$/u
