/** A JSON answer that holds a secret: nobody on the way may keep it. */
export function secretJson(body: object): Response {
  return Response.json(body, { headers: { 'cache-control': 'no-store' } })
}
