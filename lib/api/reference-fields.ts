import type { OpenApiDocument } from './openapi'

/** A schema of the OpenAPI document, or a reference to one. */
export type Schema = NonNullable<NonNullable<OpenApiDocument['components']>['schemas']>[string]
type PlainSchema = Exclude<Schema, { $ref: string }>
type Schemas = Record<string, Schema>

/** A field of a request or response, in words for readers. */
export interface ReferenceField {
  /** With the names of the objects and lists that it is in: `memories[].content`. */
  name: string
  type: string
  /** What values are allowed: `at most 100`. */
  limits: string[]
  isRequired: boolean
  /** In Markdown. */
  description: string
  /** As JSON; undefined when there is none. */
  defaultValue: string | undefined
  example: string | undefined
  /** Other names under which the field is accepted. */
  aliases: string[]
}

const DEPTH = 2

/** Returns the fields of an object, and those of objects and lists of objects in it. */
export function fieldsOf(schema: Schema | undefined, schemas: Schemas, prefix = '', depth = DEPTH): ReferenceField[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = resolve(schema, schemas)
  const fields = Object.entries(properties).flatMap(([name, property]) => [
    fieldOf(prefix + name, property, schemas, required.includes(name)),
    ...(depth > 1 ? nestedFields(prefix + name, property, schemas, depth - 1) : []),
  ])
  return withAliases(fields)
}

/** Returns one field. Its description and example are those of its schema. */
export function fieldOf(name: string, schema: Schema, schemas: Schemas, isRequired: boolean): ReferenceField {
  const plain = resolve(schema, schemas)
  return {
    name,
    type: typeOf(schema, schemas),
    limits: limitsOf(plain, schemas),
    isRequired,
    description: plain.description ?? '',
    defaultValue: asJson(plain.default),
    example: asJson(plain.example),
    aliases: [],
  }
}

/** Moves aliases of fields, which the document has as fields of their own, into the field whose aliases they are. */
export function withAliases(fields: ReferenceField[]): ReferenceField[] {
  const aliasOf = ({ name, description }: ReferenceField) => {
    const target = /^Alias of `(\w+)`\.$/.exec(description)?.[1]
    return target && name.replace(/\w+$/, target)
  }
  const namesOfAliases = (field: ReferenceField) => fields.filter((other) => aliasOf(other) === field.name).map(({ name }) => name)
  return fields.filter((field) => !aliasOf(field)).map((field) => ({ ...field, aliases: [...field.aliases, ...namesOfAliases(field)] }))
}

function nestedFields(name: string, schema: Schema, schemas: Schemas, depth: number): ReferenceField[] {
  const plain = resolve(schema, schemas)
  if (plain.type === 'array' && plain.items) return fieldsOf(plain.items, schemas, `${name}[].`, depth)
  return fieldsOf(plain, schemas, `${name}.`, depth)
}

const isReference = (schema: Schema): schema is Exclude<Schema, PlainSchema> => typeof schema.$ref === 'string'

const nameIn = ({ $ref }: Exclude<Schema, PlainSchema>) => $ref.replace('#/components/schemas/', '')

function resolve(schema: Schema, schemas: Schemas): PlainSchema {
  if (!isReference(schema)) return schema
  const target = schemas[nameIn(schema)]
  return target === undefined ? {} : resolve(target, schemas)
}

function typeOf(schema: Schema, schemas: Schemas): string {
  if (isReference(schema)) return nameIn(schema)
  const { type, items, format } = schema
  const alternatives = schema.anyOf ?? schema.oneOf
  if (alternatives) return [...new Set(alternatives.map((one) => typeOf(one, schemas)))].join(' or ')
  if (schema.allOf?.[0]) return typeOf(schema.allOf[0], schemas)
  if (Array.isArray(type)) return type.map((one) => typeOf({ ...schema, type: one }, schemas)).join(' or ')
  if (type === 'array') return items ? `list of ${plural(typeOf(items, schemas))}` : 'list'
  if (format === 'date-time') return 'time'
  return type ?? (schema.enum ? 'string' : 'any')
}

const plural = (type: string) => (/^[a-z]+$/.test(type) && type !== 'any' ? `${type}s` : type)

function limitsOf(schema: PlainSchema, schemas: Schemas): string[] {
  const { minimum, maximum, exclusiveMinimum, minLength, maxLength, minItems, maxItems, pattern, items } = schema
  const ofItems = items ? limitsOf(resolve(items, schemas), schemas).map((limit) => `each ${limit}`) : []
  return [
    schema.enum && `one of ${schema.enum.map((value) => `\`${value}\``).join(', ')}`,
    minimum !== undefined && `at least ${minimum}`,
    typeof exclusiveMinimum === 'number' && `more than ${exclusiveMinimum}`,
    maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && `at most ${maximum}`,
    minLength !== undefined && `at least ${count(minLength, 'character')}`,
    maxLength !== undefined && `at most ${count(maxLength, 'character')}`,
    minItems !== undefined && `at least ${count(minItems, 'item')}`,
    maxItems !== undefined && `at most ${count(maxItems, 'item')}`,
    pattern !== undefined && `matches \`${pattern}\``,
    ...ofItems,
  ].filter((limit) => typeof limit === 'string')
}

const count = (number: number, noun: string) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`

const asJson = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value))
