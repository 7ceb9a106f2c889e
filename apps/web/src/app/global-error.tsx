'use client'

/** The last resort: the frame of the page itself failed, so it speaks both languages and needs nothing. */
export default function GlobalFailure() {
  return (
    <html lang="tr">
      <body>
        <title>Emanet</title>
        <main>
          <h1>Bir şey ters gitti</h1>
          <p>Siparişlerin ve paran güvende. Lütfen sayfayı yenile.</p>
          <p lang="en">Something went wrong. Your orders and your money are safe; please reload.</p>
          <a href="/">emanet</a>
        </main>
      </body>
    </html>
  )
}
