import { stemmer as arabicStem } from '@orama/stemmers/arabic'
import { stemmer as armenianStem } from '@orama/stemmers/armenian'
import { stemmer as bulgarianStem } from '@orama/stemmers/bulgarian'
import { stemmer as danishStem } from '@orama/stemmers/danish'
import { stemmer as dutchStem } from '@orama/stemmers/dutch'
import { stemmer as englishStem } from '@orama/stemmers/english'
import { stemmer as finnishStem } from '@orama/stemmers/finnish'
import { stemmer as frenchStem } from '@orama/stemmers/french'
import { stemmer as germanStem } from '@orama/stemmers/german'
import { stemmer as greekStem } from '@orama/stemmers/greek'
import { stemmer as hungarianStem } from '@orama/stemmers/hungarian'
import { stemmer as indianStem } from '@orama/stemmers/indian'
import { stemmer as indonesianStem } from '@orama/stemmers/indonesian'
import { stemmer as irishStem } from '@orama/stemmers/irish'
import { stemmer as italianStem } from '@orama/stemmers/italian'
import { stemmer as lithuanianStem } from '@orama/stemmers/lithuanian'
import { stemmer as nepaliStem } from '@orama/stemmers/nepali'
import { stemmer as norwegianStem } from '@orama/stemmers/norwegian'
import { stemmer as portugueseStem } from '@orama/stemmers/portuguese'
import { stemmer as romanianStem } from '@orama/stemmers/romanian'
import { stemmer as russianStem } from '@orama/stemmers/russian'
import { stemmer as serbianStem } from '@orama/stemmers/serbian'
import { stemmer as spanishStem } from '@orama/stemmers/spanish'
import { stemmer as swedishStem } from '@orama/stemmers/swedish'
import { stemmer as tamilStem } from '@orama/stemmers/tamil'
import { stemmer as turkishStem } from '@orama/stemmers/turkish'
import { stemmer as ukrainianStem } from '@orama/stemmers/ukrainian'
import { stopwords as arabicStops } from '@orama/stopwords/arabic'
import { stopwords as armenianStops } from '@orama/stopwords/armenian'
import { stopwords as bulgarianStops } from '@orama/stopwords/bulgarian'
import { stopwords as danishStops } from '@orama/stopwords/danish'
import { stopwords as dutchStops } from '@orama/stopwords/dutch'
import { stopwords as englishStops } from '@orama/stopwords/english'
import { stopwords as finnishStops } from '@orama/stopwords/finnish'
import { stopwords as frenchStops } from '@orama/stopwords/french'
import { stopwords as germanStops } from '@orama/stopwords/german'
import { stopwords as greekStops } from '@orama/stopwords/greek'
import { stopwords as hungarianStops } from '@orama/stopwords/hungarian'
import { stopwords as indianStops } from '@orama/stopwords/indian'
import { stopwords as indonesianStops } from '@orama/stopwords/indonesian'
import { stopwords as irishStops } from '@orama/stopwords/irish'
import { stopwords as italianStops } from '@orama/stopwords/italian'
import { stopwords as lithuanianStops } from '@orama/stopwords/lithuanian'
import { stopwords as nepaliStops } from '@orama/stopwords/nepali'
import { stopwords as norwegianStops } from '@orama/stopwords/norwegian'
import { stopwords as portugueseStops } from '@orama/stopwords/portuguese'
import { stopwords as romanianStops } from '@orama/stopwords/romanian'
import { stopwords as russianStops } from '@orama/stopwords/russian'
import { stopwords as serbianStops } from '@orama/stopwords/serbian'
import { stopwords as spanishStops } from '@orama/stopwords/spanish'
import { stopwords as swedishStops } from '@orama/stopwords/swedish'
import { stopwords as tamilStops } from '@orama/stopwords/tamil'
import { stopwords as turkishStops } from '@orama/stopwords/turkish'
import { stopwords as ukrainianStops } from '@orama/stopwords/ukrainian'

export interface Grammar {
  script: Script
  stem: (word: string) => string
  stopWords: readonly string[]
}

export type Script = 'arabic' | 'armenian' | 'cyrillic' | 'devanagari' | 'greek' | 'latin' | 'tamil'

export const GRAMMARS = {
  ar: { script: 'arabic', stem: arabicStem, stopWords: arabicStops },
  bg: { script: 'cyrillic', stem: bulgarianStem, stopWords: bulgarianStops },
  da: { script: 'latin', stem: danishStem, stopWords: danishStops },
  de: { script: 'latin', stem: germanStem, stopWords: germanStops },
  el: { script: 'greek', stem: greekStem, stopWords: greekStops },
  en: { script: 'latin', stem: englishStem, stopWords: englishStops },
  es: { script: 'latin', stem: spanishStem, stopWords: spanishStops },
  fi: { script: 'latin', stem: finnishStem, stopWords: finnishStops },
  fr: { script: 'latin', stem: frenchStem, stopWords: frenchStops },
  ga: { script: 'latin', stem: irishStem, stopWords: irishStops },
  hi: { script: 'devanagari', stem: indianStem, stopWords: indianStops },
  hu: { script: 'latin', stem: hungarianStem, stopWords: hungarianStops },
  hy: { script: 'armenian', stem: armenianStem, stopWords: armenianStops },
  id: { script: 'latin', stem: indonesianStem, stopWords: indonesianStops },
  it: { script: 'latin', stem: italianStem, stopWords: italianStops },
  lt: { script: 'latin', stem: lithuanianStem, stopWords: lithuanianStops },
  ne: { script: 'devanagari', stem: nepaliStem, stopWords: nepaliStops },
  nl: { script: 'latin', stem: dutchStem, stopWords: dutchStops },
  no: { script: 'latin', stem: norwegianStem, stopWords: norwegianStops },
  pt: { script: 'latin', stem: portugueseStem, stopWords: portugueseStops },
  ro: { script: 'latin', stem: romanianStem, stopWords: romanianStops },
  ru: { script: 'cyrillic', stem: russianStem, stopWords: russianStops },
  sr: { script: 'cyrillic', stem: serbianStem, stopWords: serbianStops },
  sv: { script: 'latin', stem: swedishStem, stopWords: swedishStops },
  ta: { script: 'tamil', stem: tamilStem, stopWords: tamilStops },
  tr: { script: 'latin', stem: turkishStem, stopWords: turkishStops },
  uk: { script: 'cyrillic', stem: ukrainianStem, stopWords: ukrainianStops },
} satisfies Record<string, Grammar>
