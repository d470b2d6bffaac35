declare module 'swagger-ui-dist/swagger-ui-es-bundle' {
  interface Options {
    url: string
    domNode: HTMLElement
    deepLinking?: boolean
    displayRequestDuration?: boolean
    defaultModelsExpandDepth?: number
    docExpansion?: 'list' | 'full' | 'none'
    validatorUrl?: null
  }

  export default function SwaggerUIBundle(options: Options): unknown
}
