import { File } from 'expo-file-system'

/** A picture as the one part of a multipart body. */
export async function pictureForm({ uri }: { uri: string }): Promise<FormData> {
  const form = new FormData()
  form.append('file', new File(uri) as unknown as Blob)
  return form
}
