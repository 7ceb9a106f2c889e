export type SimError = { code: string; message: string; group?: string }

/** code → [Turkish, English, error group of the bank]. Starred codes in the README are assumed. */
const TEXTS: Record<string, [tr: string, en: string, group?: string]> = {
  '3': ['email gönderilmesi zorunludur', 'email is mandatory'],
  '5': ['email geçerli formatta değil', 'email is not valid'],
  '7': ['Tarih formatı hatalı', 'date format is not valid'],
  '8': ['identityNumber gönderilmesi zorunludur', 'identityNumber is mandatory'],
  '9': ['identityNumber çok uzun', 'identityNumber is too long'],
  '10': ['identityNumber çok kısa', 'identityNumber is too short'],
  '11': ['Geçersiz istek', 'Invalid request'],
  '12': ['Kart numarası geçersizdir', 'Card number is not valid'],
  '20': ['conversationId çok uzun', 'conversationId is too long'],
  '23': ['callbackUrl gönderilmesi zorunludur', 'callbackUrl is mandatory'],
  '25': ['gsmNumber gönderilmesi zorunludur', 'gsmNumber is mandatory'],
  '1000': ['Geçersiz imza', 'Invalid signature'],
  '1001': ['api bilgileri bulunamadı', 'api key not found'],
  '2000': ['Bu servis sadece pazaryeri müşterilerine açıktır', 'This service is for marketplaces only'],
  '2001': ['Alt üye işyeri bulunamadı', 'Sub merchant not found'],
  '2002': ['Bu subMerchantExternalId daha önce kullanılmış', 'subMerchantExternalId is already used'],
  '2003': ['IBAN geçersiz', 'IBAN is not valid'],
  '3005': ['cardUserKey bulunamadı', 'cardUserKey not found'],
  '5004': ['price gönderilmesi zorunludur', 'price is mandatory'],
  '5062': ['Gönderilen tutar tüm kırılımların toplam tutarına eşit olmalıdır', 'price must equal the sum of the basket items'],
  '5067': ['Sadece pazaryeri müşterileri onay verebilir', 'Only marketplace merchants can approve'],
  '5068': ['Bu kırılım onay için uygun değil', 'This item cannot be approved in its state'],
  '5077': [
    'Bütün sepet kırılımlarında subMerchantKey ve subMerchantPrice gönderilmelidir',
    'every basket item needs subMerchantKey and subMerchantPrice',
  ],
  '5078': ['subMerchantKey bulunamadı', 'subMerchantKey not found'],
  '5079': ['Alt üye işyeri alanları sadece ürün ödemelerinde gönderilebilir', 'sub merchant fields are for product payments only'],
  '5080': ['subMerchantPrice kırılım tutarından büyük olamaz', 'subMerchantPrice is larger than the item price'],
  '5082': ['Ödeme durumu POST_AUTH için uygun değil', 'payment state is not suitable for POST_AUTH'],
  '5086': ['Ödeme kaydı bulunamadı', 'payment not found'],
  '5087': ['Üye işyerine ait ödeme kaydı bulunamadı', 'payment of this merchant not found'],
  '5093': ['İade tutarı, iade edilebilir tutardan büyük olamaz', 'refund is larger than what is left of the item'],
  '5094': ['İptal için uygun değil', 'payment cannot be cancelled in its state'],
  '5115': ['Ödeme durumu 3D tamamlama için uygun değil', 'payment state is not valid for 3DS completion'],
  '5122': ['Gönderilen tokena ait ödeme bilgisi bulunamadı', 'no payment for this token'],
  '5124': ['token bulunamadı', 'token not found'],
  '5132': ['token gönderilmesi zorunludur', 'token is mandatory'],
  '5266': ['Tutar bazlı iadeyi sadece standart işyeri kullanabilir', 'amount based refund is for standard merchants only'],
  '8514': ['Bu işlem önceden başlatıldı ve devam etmektedir', 'this operation was started before and is in progress'],
  '10005': ['İşlem onaylanmadı', 'Do not honour', 'DO_NOT_HONOUR'],
  '10012': ['Geçersiz işlem', 'Invalid transaction', 'INVALID_TRANSACTION'],
  '10034': ['Dolandırıcılık şüphesi', 'Suspected fraud', 'FRAUD_SUSPECT'],
  '10041': ['Kayıp kart', 'Lost card', 'LOST_CARD'],
  '10043': ['Çalıntı kart', 'Stolen card', 'STOLEN_CARD'],
  '10051': ['Kart limiti yetersiz, yetersiz bakiye', 'Insufficient funds', 'NOT_SUFFICIENT_FUNDS'],
  '10054': ['Vadesi dolmuş kart', 'Expired card', 'EXPIRED_CARD'],
  '10057': ['Kart sahibi bu işlemi yapamaz', 'Not permitted to the cardholder', 'NOT_PERMITTED_TO_CARDHOLDER'],
  '10058': ['Terminalin bu işlemi yapmaya yetkisi yok', 'Not permitted to the terminal', 'NOT_PERMITTED_TO_TERMINAL'],
  '10084': ['CVC2 bilgisi hatalı', 'CVC2 is wrong', 'INVALID_CVC2'],
  '10093': ['Kartınız internetten alışverişe kapalıdır', 'The card is closed to e-commerce', 'RESTRICTED_BY_LAW'],
  '10202': ['Ödeme işlemi esnasında genel bir hata oluştu', 'A general error occurred', 'UNKNOWN'],
  '10209': ['Karta el koyunuz', 'Pick up the card', 'PICKUP_CARD'],
  '10210': ['3-D Secure doğrulaması başarısız', '3-D Secure failed', 'INVALID_CAVV'],
  '10211': ['3-D Secure doğrulaması tamamlanamadı', '3-D Secure was attempted only', 'INVALID_ECI'],
  '10220': ['Ödeme alınamadı', 'Declined', 'DECLINED'],
  '100001': ['Sistem hatası', 'System error'],
}

/** @param field what a "mandatory" message (24) speaks of. */
export function simError(code: string, locale: string, field?: string): SimError {
  if (code === '24') return { code, message: locale === 'en' ? `${field} is mandatory` : `${field} gönderilmesi zorunludur` }
  const [tr, en, group] = TEXTS[code] ?? ['Sistem hatası', 'System error']
  const message = locale === 'en' ? en : tr
  return group === undefined ? { code, message } : { code, message, group }
}
