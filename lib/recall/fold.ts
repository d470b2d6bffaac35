/** Combining accents, Hebrew points, Arabic vowel signs and the tatweel: they change no word here. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g
const LETTERS: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ς: 'σ',
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ة: 'ه',
  ک: 'ك',
  ی: 'ي',
}
const FOLDED_LETTERS = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g')
export const ASCII = /^[\0-\x7f]*$/

/** A word without accents and other marks that people leave out when they type; a word of nothing but marks stays as it is. */
export function fold(word: string): string {
  if (ASCII.test(word)) return word
  const folded = word
    .replace(FOLDED_LETTERS, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(MARKS, '')
    .normalize('NFC')
  return folded || word
}
