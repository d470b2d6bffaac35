import { type InsertStmt, type Node, parse, type RangeVar } from 'libpg-query'
import { TENANT_TABLES } from '../../db/deleted-teams'

/**
 * Returns the tenant tables in a statement that have no team filter of their own, under their aliases. A filter is a condition `alias.team_id = $n`
 * in the WHERE of the same query, or in the ON of a join that removes rows of the table. `a.team_id = b.team_id` is no filter, even where `b` has
 * one: each table names the team, so that a missing filter is visible and every part of a statement can be sent to the database of the team.
 * An INSERT must write a team_id.
 */
export async function findMissingTeamFilters(statement: string): Promise<string[]> {
  const parts = partsOf(await parse(statement))
  const isTenant = tenantTest(parts)
  const unfiltered = queriesIn(parts).flatMap((query) => unfilteredRelations(query, isTenant))
  const inserts = valuesOf<InsertStmt>(parts, 'InsertStmt').filter(({ relation }) => isTenant(relation?.relname))
  const withoutTeam = inserts.filter(
    ({ cols = [] }) => !cols.some((column) => 'ResTarget' in column && column.ResTarget.name === 'team_id'),
  )
  return [...unfiltered, ...withoutTeam.map(({ relation }) => nameOf(relation ?? {}))].sort()
}

/** Returns whether a name is that of a tenant table, and not of a CTE of the statement. */
function tenantTest(parts: Parts): (name: string | undefined) => boolean {
  const ctes = new Set(valuesOf<{ ctename?: string }>(parts, 'CommonTableExpr').map(({ ctename }) => ctename))
  const tables: ReadonlySet<string | undefined> = new Set(TENANT_TABLES)
  return (name) => tables.has(name) && !ctes.has(name)
}

/** The parts of SELECT, UPDATE and DELETE that decide which rows they read. */
interface Query {
  /** The table that is changed. */
  relation?: RangeVar
  fromClause?: Node[]
  usingClause?: Node[]
  whereClause?: Node
}

/** Every query of a statement: CTEs, sub-selects and both sides of a UNION are queries of their own. */
const queriesIn = (parts: Parts): Query[] => [
  ...['SelectStmt', 'UpdateStmt', 'DeleteStmt'].flatMap((kind) => valuesOf<Query>(parts, kind)),
  ...['larg', 'rarg'].flatMap((side) => valuesOf<Query>(parts, side).filter((value) => 'limitOption' in value)),
]

/** The values of each key anywhere within a parsed statement. */
type Parts = ReadonlyMap<string, unknown[]>

function partsOf(within: unknown, parts = new Map<string, unknown[]>()): Parts {
  if (typeof within !== 'object' || within === null) return parts
  for (const [name, value] of Object.entries(within)) {
    const known = parts.get(name)
    if (known === undefined) parts.set(name, [value])
    else known.push(value)
    partsOf(value, parts)
  }
  return parts
}

const valuesOf = <Value>(parts: Parts, key: string) => (parts.get(key) ?? []) as Value[]

interface Relation {
  range: RangeVar
  /** Conditions that all of its rows meet. */
  conditions: Node[]
}

function unfilteredRelations(
  { relation, fromClause = [], usingClause = [], whereClause }: Query,
  isTenant: (name?: string) => boolean,
): string[] {
  const target = relation === undefined ? [] : [{ RangeVar: relation }]
  const relations = [...target, ...fromClause, ...usingClause].flatMap(relationsIn)
  const isFiltered = ({ range, conditions }: Relation) =>
    [...conditions, ...conjunctsOf(whereClause)].some((condition) => isTeamFilter(condition, nameOf(range)))
  return relations.filter((one) => isTenant(one.range.relname) && !isFiltered(one)).map(({ range }) => nameOf(range))
}

const nameOf = ({ alias, relname = '' }: RangeVar) => alias?.aliasname ?? relname

/** The tables of an item of FROM. Sub-selects in it are queries of their own. */
function relationsIn(item: Node): Relation[] {
  if ('RangeVar' in item) return [{ range: item.RangeVar, conditions: [] }]
  if (!('JoinExpr' in item)) return []
  const { larg, rarg, quals, jointype } = item.JoinExpr
  const [left, right] = [larg, rarg].map((side) => (side === undefined ? [] : relationsIn(side)))
  const filter = (side: Relation[] = [], isFiltered: boolean) =>
    side.map(({ range, conditions }) => ({ range, conditions: isFiltered ? [...conditions, ...conjunctsOf(quals)] : conditions }))
  const isInner = jointype === 'JOIN_INNER'
  return [...filter(left, isInner || jointype === 'JOIN_RIGHT'), ...filter(right, isInner || jointype === 'JOIN_LEFT')]
}

function conjunctsOf(condition: Node | undefined): Node[] {
  if (condition === undefined) return []
  if (!('BoolExpr' in condition) || condition.BoolExpr.boolop !== 'AND_EXPR') return [condition]
  return (condition.BoolExpr.args ?? []).flatMap(conjunctsOf)
}

/** `alias.team_id = $n`, or `team_id = $n`, which would be ambiguous if two tables of the query had the column. */
function isTeamFilter(condition: Node, alias: string): boolean {
  if (!('A_Expr' in condition)) return false
  const { kind, name: [operator] = [], lexpr, rexpr } = condition.A_Expr
  const isEquality = kind === 'AEXPR_OP' && operator !== undefined && 'String' in operator && operator.String.sval === '='
  return isEquality && ((isTeamId(lexpr, alias) && isParameter(rexpr)) || (isTeamId(rexpr, alias) && isParameter(lexpr)))
}

function isTeamId(expression: Node | undefined, alias: string): boolean {
  if (expression === undefined || !('ColumnRef' in expression)) return false
  const path = (expression.ColumnRef.fields ?? []).map((field) => ('String' in field ? field.String.sval : '*'))
  return path.at(-1) === 'team_id' && (path.length === 1 || path.at(-2) === alias)
}

function isParameter(expression: Node | undefined): boolean {
  if (expression === undefined) return false
  if ('TypeCast' in expression) return isParameter(expression.TypeCast.arg)
  return 'ParamRef' in expression
}
