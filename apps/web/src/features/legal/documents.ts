import type { Language } from '@emanet/messages/catalogue'

export type LegalDocument = { name: 'preInformation' | 'distanceSales' | 'privacy'; paragraphs: Record<Language, readonly string[]> }

/** Drafts of ours, marked so wherever they are shown. A change here is a new TERMS_VERSION. */
export const DOCUMENTS: Record<string, LegalDocument> = {
  'on-bilgilendirme': {
    name: 'preInformation',
    paragraphs: {
      tr: [
        'Emanet, ikinci el ürün satan kişilerle alıcıları buluşturan bir pazaryeridir. Satış sözleşmesi alıcı ile ürün sayfasında adı yazan satıcı arasında kurulur; Emanet aracıdır.',
        'Ürünün temel nitelikleri, durumu ve görselleri ürün sayfasındadır. Vergiler dâhil ürün bedeli, kargo ücreti, alıcı koruma bedeli ve toplam tutar, satın alma ekranında ödemeden önce kuruşu kuruşuna gösterilir.',
        'Ödeme iyzico’nun 3D Secure sayfasında kartla yapılır. Ödenen tutar, ürün alıcıya teslim edilene kadar Emanet’te tutulur ve ancak sonra satıcıya geçer.',
        'Ürün Aras Kargo ile, alıcının seçtiği adrese gönderilir. Ödemesi süresinde tamamlanmayan sipariş kendiliğinden sona erer ve alıcıdan ücret alınmaz.',
        'Satıcının ticari veya mesleki amaçla hareket etmediği satışlarda 6502 sayılı Kanun’un cayma hakkına ilişkin hükümleri uygulanmayabilir. Tacir satıcıdan alınan üründe cayma süresi teslimden itibaren on dört gündür.',
        'Şikâyet ve başvurular için sipariş numaranla Emanet’e yazabilir, tüketici hakem heyetlerine ve tüketici mahkemelerine başvurabilirsin.',
      ],
      en: [
        'Emanet is a marketplace that brings together people who sell second-hand goods and their buyers. The contract of sale is between the buyer and the seller named on the product page; Emanet is an intermediary.',
        'The main characteristics, condition and pictures are on the product page. The price including taxes, the shipping price, the buyer protection fee and the total are shown to the last kuruş before payment.',
        'Payment is made by card on iyzico’s 3-D Secure page. The amount is held by Emanet until the product is delivered, and only then goes to the seller.',
        'The product is sent by Aras Kargo to the address that the buyer chose. An order that is not paid in time ends by itself and costs the buyer nothing.',
        'Where the seller does not act for commercial or professional purposes, the right of withdrawal of Law No. 6502 may not apply. With a trader it is fourteen days from delivery.',
        'For complaints write to Emanet with your order number; you may also turn to the consumer arbitration committees and courts.',
      ],
    },
  },
  'mesafeli-satis': {
    name: 'distanceSales',
    paragraphs: {
      tr: [
        'Bu sözleşme, siparişte adı yazan alıcı ile satıcı arasında, siparişte gösterilen ürün için elektronik ortamda kurulur. Emanet, aracı hizmet sağlayıcıdır.',
        'Ürünün başlığı, bedeli, kargo ücreti, alıcı koruma bedeli ve teslimat adresi, sipariş verildiği andaki hâliyle siparişe yazılır; sonradan yapılan değişiklikler siparişi etkilemez.',
        'Alıcı, toplam tutarı iyzico aracılığıyla öder. Tutar Emanet’te tutulur; ürün teslim edildikten sonra komisyon düşülerek satıcıya geçer. Ürün gönderilmez ya da teslim edilemezse tutar alıcıya iade edilir.',
        'Satıcı ürünü, ödeme onaylandıktan sonra Aras Kargo’ya teslim eder. Hasar ve kaybolma riski, ürün alıcıya teslim edilene kadar alıcıya geçmez.',
        'Ürün ilandaki gibi değilse alıcı, teslimden sonra Emanet’e bildirir; inceleme bitene kadar para kimseye geçmez.',
        'Uyuşmazlıklarda tüketici hakem heyetleri ve tüketici mahkemeleri yetkilidir. Onayının sürümü ve zamanı siparişe yazılır.',
      ],
      en: [
        'This contract is made electronically between the buyer and the seller named on the order, for the product shown there. Emanet is an intermediary service provider.',
        'The title, the price, shipping, the buyer protection fee and the delivery address are written on the order as they are when it is placed; later changes do not affect it.',
        'The buyer pays the total through iyzico. It is held by Emanet and goes to the seller, less commission, after delivery. If the product is not sent or cannot be delivered, the buyer is refunded.',
        'The seller hands the product to Aras Kargo after the payment is approved. The risk of damage and loss does not pass to the buyer before delivery.',
        'If the product is not as described the buyer tells Emanet after delivery; until this is settled the money goes to nobody.',
        'Disputes belong to the consumer arbitration committees and consumer courts. The version and time of your consent are written on the order.',
      ],
    },
  },
  'kisisel-veriler': {
    name: 'privacy',
    paragraphs: {
      tr: [
        'Hesabın için adını, e-posta adresini ve istersen telefonunu; siparişlerin için teslimat adresini işleriz. Kart bilgilerin bize hiç gelmez, iyzico’da kalır.',
        'Kimlik numarası ve IBAN yalnızca ödeme kuruluşuna iletilmek üzere şifreli saklanır ve ekranda maskelenir.',
        'Bilgilerini satıcıyla yalnızca ürünü gönderebilmesi için, kargo firmasıyla yalnızca teslimat için paylaşırız. Reklam çerezi kullanmayız; oturum, dil ve görünüm çerezleri dışında çerez yoktur.',
        '6698 sayılı Kanun’un 11. maddesindeki hakların için Emanet’e yazabilirsin.',
      ],
      en: [
        'For your account we process your name, your e-mail and, if you wish, your phone; for your orders the delivery address. Card details never reach us; they stay with iyzico.',
        'Identity number and IBAN are kept encrypted, only to be passed to the payment provider, and are masked on screen.',
        'We share your details with the seller only for sending the product, and with the carrier only for delivery. We use no advertising cookies; there are none but those for your session, language and appearance.',
        'For your rights under article 11 of Law No. 6698, write to Emanet.',
      ],
    },
  },
}
