declare module 'swagger-ui-dist/swagger-ui-es-bundle' {
  /** Swagger UI brings its own React: what it shows has to be made with that one. */
  interface Made {
    createElement(tag: string, props: object | null, ...children: unknown[]): unknown
  }

  interface Options {
    url: string
    domNode: HTMLElement
    plugins: ((system: { React: Made }) => { components: { [name: string]: (props: { text?: string }) => unknown } })[]
    deepLinking: boolean
    displayRequestDuration: boolean
    defaultModelsExpandDepth: number
    syntaxHighlight: false
    validatorUrl: null
  }

  export default function SwaggerUI(options: Options): unknown
}
