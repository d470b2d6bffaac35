import { describe, expect, test } from 'vitest'
import { find, indexOf } from '../../test/recall/agent-index'

/** Each fact with a question that it answers, in other words and forms. */
const FACTS: Record<string, readonly [content: string, question: string][]> = {
  Arabic: [
    ['تعيش ليلى في دمشق منذ عامين.', 'أين تعيش ليلى؟'],
    ['اجتماع الفريق يوم الثلاثاء صباحًا.', 'متى الاجتماع؟'],
    ['كلمة سر الشبكة محفوظة في الخزنة.', 'أين كلمة السر؟'],
  ],
  Chinese: [
    ['小王住在上海，每天坐地铁上班。', '小王住在哪里？'],
    ['客户要求把交货日期推迟两周。', '交货什么时候？'],
    ['数据库每天凌晨三点备份。', '什么时候备份数据库？'],
  ],
  English: [
    ['Grace moved to Oslo and rents a flat near the harbour.', 'Where did Grace move?'],
    ['The invoices are sent on the first of each month.', 'When do we send an invoice?'],
    ['The backup runs at three in the morning.', 'When are backups running?'],
  ],
  Finnish: [
    ['Liisa asuu Tampereella ja työskentelee sairaalassa.', 'Missä Liisa asuu?'],
    ['Laskut lähetetään kuukauden ensimmäisenä päivänä.', 'Milloin lasku lähetetään?'],
    ['Varmuuskopio otetaan joka yö kello kolme.', 'Mihin aikaan varmuuskopiot otetaan?'],
  ],
  French: [
    ['Camille habite à Lyon et travaille à l’hôpital.', 'Où habitait Camille ?'],
    ['Les factures sont envoyées le premier du mois.', 'Quand envoie-t-on la facture ?'],
    ['La sauvegarde démarre à trois heures du matin.', 'À quelle heure démarrent les sauvegardes ?'],
  ],
  German: [
    ['Jonas wohnt in einer Altbauwohnung in Leipzig.', 'In welcher Wohnung wohnt Jonas?'],
    ['Die Rechnungen werden am Ersten des Monats verschickt.', 'Wann wird die Rechnung verschickt?'],
    ['Die Datensicherung läuft um drei Uhr nachts.', 'Wann läuft die Sicherung?'],
  ],
  Greek: [
    ['Η Ελένη μένει στη Θεσσαλονίκη.', 'Πού μένει η Ελένη;'],
    ['Τα τιμολόγια στέλνονται την πρώτη του μήνα.', 'Πότε στέλνεται το τιμολόγιο;'],
    ['Το αντίγραφο ασφαλείας γίνεται στις τρεις.', 'Πότε γίνονται αντίγραφα;'],
  ],
  Hebrew: [
    ['נועה גרה בחיפה ליד הים.', 'איפה נועה גרה?'],
    ['החשבוניות נשלחות בראשון לחודש.', 'מתי נשלחת חשבונית?'],
    ['הגיבוי רץ בשלוש לפנות בוקר.', 'מתי רץ גיבוי?'],
  ],
  Hindi: [
    ['अंजलि जयपुर में रहती है।', 'अंजलि कहाँ रहती है?'],
    ['बिल महीने की पहली तारीख को भेजे जाते हैं।', 'बिल कब भेजा जाता है?'],
    ['बैकअप रात तीन बजे चलता है।', 'बैकअप कितने बजे चलता है?'],
  ],
  Japanese: [
    ['美咲は札幌の病院で働いている。', '美咲はどこで働いていますか？'],
    ['請求書は毎月一日に送る。', '請求書をいつ送りますか？'],
    ['バックアップは午前三時に始まる。', 'バックアップはいつ始まる？'],
  ],
  Korean: [
    ['수진은 대구에서 간호사로 일한다.', '수진은 어디에서 일하나요?'],
    ['청구서는 매달 첫째 날에 보낸다.', '청구서를 언제 보내나요?'],
    ['백업은 새벽 세 시에 시작된다.', '백업이 언제 시작되나요?'],
  ],
  Polish: [
    ['Zofia mieszka w Krakowie i uczy w szkole.', 'Gdzie mieszka Zofia?'],
    ['Faktury wysyłamy pierwszego dnia miesiąca.', 'Kiedy wysyła się fakturę?'],
    ['Kopia zapasowa powstaje o trzeciej w nocy.', 'O której powstają kopie zapasowe?'],
  ],
  Russian: [
    ['Ольга живёт в Казани и работает в больнице.', 'Где живет Ольга?'],
    ['Счета отправляют первого числа каждого месяца.', 'Когда отправляется счёт?'],
    ['Резервная копия делается в три часа ночи.', 'Когда делают резервные копии?'],
  ],
  Spanish: [
    ['Lucía vive en Sevilla y trabaja en un hospital.', '¿Dónde vivía Lucia?'],
    ['Las facturas se envían el primer día del mes.', '¿Cuándo se envía la factura?'],
    ['La copia de seguridad empieza a las tres.', '¿A qué hora empiezan las copias?'],
  ],
  Thai: [
    ['มาลีทำงานที่โรงพยาบาลในเชียงใหม่', 'มาลีทำงานที่ไหน'],
    ['ใบแจ้งหนี้ส่งทุกวันแรกของเดือน', 'ส่งใบแจ้งหนี้เมื่อไร'],
    ['สำรองข้อมูลตอนตีสาม', 'สำรองข้อมูลกี่โมง'],
  ],
  Turkish: [
    ['Elif İzmir’de yaşıyor ve hastanede çalışıyor.', 'Elif nerede yaşıyor?'],
    ['Faturalar her ayın ilk günü gönderilir.', 'Fatura ne zaman gönderiliyor?'],
    ['Yedekleme gece üçte başlar.', 'Yedekleme saat kaçta başlıyor?'],
  ],
  Vietnamese: [
    ['Lan sống ở Đà Nẵng và làm việc tại bệnh viện.', 'Lan song o dau?'],
    ['Hóa đơn được gửi vào ngày đầu tháng.', 'Khi nào gửi hóa đơn?'],
    ['Bản sao lưu bắt đầu lúc ba giờ sáng.', 'Mấy giờ bắt đầu sao lưu?'],
  ],
}

describe('a question finds the fact that answers it', () => {
  test.each(Object.entries(FACTS))('in %s', (_, facts) => {
    const index = indexOf(facts.map(([content]) => content))
    expect(facts.map(([, question]) => find(index, question)[0])).toEqual([0, 1, 2])
  })

  test('of an agent that has all languages', () => {
    const all = Object.values(FACTS).flat()
    const index = indexOf(all.map(([content], place) => ({ content, session: `s${place % 7}` })))
    const wrong = all.filter(([, question], place) => !find(index, question).slice(0, 3).includes(place))
    expect(wrong).toEqual([])
  })

  test('within one memory that has several languages', () => {
    const index = indexOf([
      'The customer said: Die Lieferungen kommen nicht vor Freitag. 彼は東京に住んでいる。',
      'Something else',
      'Noch etwas',
    ])
    for (const query of ['Lieferung', 'customers', '東京']) expect(find(index, query)[0]).toBe(0)
  })
})
