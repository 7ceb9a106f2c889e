/** A picture as the one part of a multipart body. */
export async function pictureForm({ uri }: { uri: string }): Promise<FormData> {
  const form = new FormData()
  form.append('file', await (await fetch(uri)).blob(), 'picture')
  return form
}
