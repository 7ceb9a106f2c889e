import { forward } from '@/platform/forward.ts'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ path: string[] }> }

async function answer(request: Request, context: Context): Promise<Response> {
  return forward(request, (await context.params).path)
}

export { answer as GET, answer as POST }
