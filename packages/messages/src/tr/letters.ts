/** What reaches a person outside our screens. No address, phone or card detail appears here. */
export const letters = {
  mail: {
    greeting: 'Merhaba {name},',
    button: 'Siparişi gör',
    total: 'Toplam',
    footer: 'Bu e-postayı Emanet hesabın olduğu için aldın.',
    order_paid_buyer: {
      subject: 'Ödemen alındı: {title} ({number})',
      text: '“{title}” için ödediğin {total} Emanet’te. Ürün sana ulaşmadan satıcıya geçmez. Kargoya verilince haber vereceğiz.',
    },
    order_paid_seller: {
      subject: 'Satıldı: {title} ({number})',
      text: '“{title}” satıldı, para Emanet’te. Kargo etiketini yazdır ve paketi Aras Kargo’ya bırak. Sana geçecek tutar: {share}.',
    },
    order_shipped_buyer: {
      subject: 'Yolda: {title} ({number})',
      text: '“{title}” kargoya verildi. Takip no: {tracking}. Paran, ürün sana ulaşana kadar Emanet’te.',
    },
    order_delivered_buyer: {
      subject: 'Teslim edildi: {title} ({number})',
      text: 'Kargo, “{title}” ürününün teslim edildiğini bildirdi.',
    },
    order_delivered_seller: {
      subject: 'Alıcıya ulaştı: {title} ({number})',
      text: 'Kargo, “{title}” ürününün alıcıya teslim edildiğini bildirdi. Sıra paranın hesabına geçmesinde.',
    },
    review_buyer: {
      subject: 'Ödemen kontrol ediliyor ({number})',
      text: '“{title}” için ödediğin {total} bankanın güvenlik kontrolünde. Ürün senin için ayrıldı; sonuç belli olunca haber vereceğiz. Bir şey yapmana gerek yok.',
    },
    rejected_buyer: {
      subject: 'Ödemen onaylanmadı ({number})',
      text: '“{title}” için yaptığın ödeme güvenlik kontrolünden geçmedi ve sipariş iptal edildi. Kartından çekilen {total} ödeme kuruluşu tarafından geri veriliyor; bir şey yapmana gerek yok.',
    },
    refund_buyer: {
      subject: 'Paran iade ediliyor ({number})',
      text: '“{title}” için ödediğin {total} kartına iade ediliyor. Bir şey yapmana gerek yok; bankanın hesaba geçirmesi birkaç gün sürebilir.',
    },
    password_reset: {
      subject: 'Emanet şifreni yenile',
      text: 'Şifreni yenilemek için aşağıdaki bağlantıyı bir saat içinde aç. Bunu sen istemediysen bir şey yapmana gerek yok.',
      button: 'Şifremi yenile',
    },
  },
  push: {
    order_paid_buyer: { title: 'Ödemen alındı', body: '“{title}” için paran Emanet’te.' },
    order_paid_seller: { title: 'Satıldı!', body: '“{title}” satıldı. Şimdi kargoya ver.' },
    order_shipped_buyer: { title: 'Ürünün yolda', body: '“{title}” kargoya verildi.' },
    order_delivered_buyer: { title: 'Teslim edildi', body: '“{title}” teslim edildi.' },
    order_delivered_seller: { title: 'Alıcıya ulaştı', body: '“{title}” alıcıya teslim edildi.' },
    refund_buyer: { title: 'Paran geri yolda', body: '“{title}” için ödediğin tutar iade ediliyor.' },
  },
}
