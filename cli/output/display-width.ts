import { eastAsianWidth } from 'get-east-asian-width'

/** Returns the columns that a text takes in a terminal: two for East Asian wide characters and emoji, none for characters without a glyph. */
export function displayWidth(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  // Created only for other text: creating a segmenter takes longer than printing a table.
  return [...new Intl.Segmenter().segment(text)].reduce((sum, { segment }) => sum + clusterWidth(segment), 0)
}

const EMOJI = /^(\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}{2})/u
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{Control}\p{Mark}]+$/u

/** The columns of one character as a reader sees it, which may be several code points. */
function clusterWidth(cluster: string): number {
  if (EMOJI.test(cluster)) return 2
  return INVISIBLE.test(cluster) ? 0 : eastAsianWidth(cluster.codePointAt(0) ?? 0)
}
