declare module 'swagger-ui-dist/swagger-ui-es-bundle' {
  interface Options {
    url: string
    domNode: HTMLElement
    /** Components that replace its own, by name. */
    plugins: { components: { [name: string]: (props: { text?: string }) => string | null } }[]
    deepLinking: boolean
    displayRequestDuration: boolean
    defaultModelsExpandDepth: number
    syntaxHighlight: false
    validatorUrl: null
  }

  export default function SwaggerUI(options: Options): unknown
}
