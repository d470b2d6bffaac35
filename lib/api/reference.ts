import { ERRORS, type ErrorCode } from '../errors'
import { errorCodesOf, type Operation } from '../http/operation'
import { type OpenApiDocument, openApi } from './openapi'
import { describeSecurity } from './openapi-security'
import { OPERATIONS } from './operations'
import { fieldOf, fieldsOf, type ReferenceField, type Schema, withAliases } from './reference-fields'

type PathItem = NonNullable<OpenApiDocument['paths']>[string]
type DocumentedOperation = NonNullable<PathItem['get']>
type ParameterPlace = 'path' | 'query' | 'header'

/** What the API reference shows of an operation. */
export interface OperationReference {
  operation: Operation
  /** Which credential and scope it requires, as a sentence in Markdown. */
  credential: string
  pathFields: ReferenceField[]
  headerFields: ReferenceField[]
  /** The parameters of the query; for operations with a JSON body they are in `bodyFields`. */
  queryFields: ReferenceField[]
  bodyFields: ReferenceField[]
  /** What the body may contain and how large it may be; undefined when there is no body. */
  bodyDescription: string | undefined
  responseFields: ReferenceField[]
  /** The error codes by status, the lowest status first. */
  errors: { status: number; codes: ErrorCode[] }[]
}

/** Returns the operation with an id; undefined when there is none. */
export const operationWithId = (id: string) => OPERATIONS.find((operation) => operation.id === id)

/** Returns what the API reference shows of an operation, from the OpenAPI document. */
export function referenceOf(operation: Operation): OperationReference {
  const { document } = openApi()
  const schemas = document.components?.schemas ?? {}
  const documented = documentedOperation(document, operation)
  const body = bodyOf(documented)
  const hasJsonBody = body !== undefined && operation.streamedBody === undefined
  return {
    operation,
    credential: describeSecurity(operation),
    pathFields: parametersIn('path', documented, schemas),
    headerFields: parametersIn('header', documented, schemas),
    queryFields: hasJsonBody ? [] : parametersIn('query', documented, schemas),
    bodyFields: hasJsonBody ? fieldsOf(schemaIn(body.content), schemas) : [],
    bodyDescription: body?.description,
    responseFields: fieldsOf(responseSchema(documented, operation), schemas),
    errors: errorsByStatus(operation),
  }
}

function documentedOperation({ paths = {} }: OpenApiDocument, { method, path }: Operation): DocumentedOperation | undefined {
  return paths[path]?.[method.toLowerCase() as Lowercase<Operation['method']>]
}

function bodyOf(documented: DocumentedOperation | undefined) {
  const body = documented?.requestBody
  return body && 'content' in body ? body : undefined
}

function responseSchema(documented: DocumentedOperation | undefined, { response }: Operation): Schema | undefined {
  if (response === null || response.streamedAs) return undefined
  const { content } = documented?.responses?.[response.status] ?? {}
  return schemaIn(content)
}

const schemaIn = (content: { [mediaType: string]: { schema?: Schema } } = {}) => Object.values(content)[0]?.schema

function parametersIn(place: ParameterPlace, documented: DocumentedOperation | undefined, schemas: Record<string, Schema>) {
  const fields = (documented?.parameters ?? []).flatMap((parameter) =>
    'in' in parameter && parameter.in === place && parameter.schema
      ? [fieldOf(parameter.name, parameter.schema, schemas, parameter.required ?? false)]
      : [],
  )
  return withAliases(fields)
}

function errorsByStatus(operation: Operation): OperationReference['errors'] {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of errorCodesOf(operation)) byStatus.set(ERRORS[code].status, [...(byStatus.get(ERRORS[code].status) ?? []), code])
  return [...byStatus].map(([status, codes]) => ({ status, codes })).sort((a, b) => a.status - b.status)
}
