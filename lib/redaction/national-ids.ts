import { validate as atVnr } from 'stdnum/lib/cjs/at/vnr.js'
import { validate as auTfn } from 'stdnum/lib/cjs/au/tfn.js'
import { validate as beNn } from 'stdnum/lib/cjs/be/nn.js'
import { validate as bgEgn } from 'stdnum/lib/cjs/bg/egn.js'
import { validate as brCpf } from 'stdnum/lib/cjs/br/cpf.js'
import { validate as caSin } from 'stdnum/lib/cjs/ca/sin.js'
import { validate as chSsn } from 'stdnum/lib/cjs/ch/ssn.js'
import { validate as clRut } from 'stdnum/lib/cjs/cl/rut.js'
import { validate as cnRic } from 'stdnum/lib/cjs/cn/ric.js'
import { validate as czRc } from 'stdnum/lib/cjs/cz/rc.js'
import { validate as deIdnr } from 'stdnum/lib/cjs/de/idnr.js'
import { validate as dkCpr } from 'stdnum/lib/cjs/dk/cpr.js'
import { validate as eeIk } from 'stdnum/lib/cjs/ee/ik.js'
import { validate as esDni } from 'stdnum/lib/cjs/es/dni.js'
import { validate as esNie } from 'stdnum/lib/cjs/es/nie.js'
import { validate as fiHetu } from 'stdnum/lib/cjs/fi/hetu.js'
import { validate as frNir } from 'stdnum/lib/cjs/fr/nir.js'
import { validate as gbNino } from 'stdnum/lib/cjs/gb/nino.js'
import { validate as grAmka } from 'stdnum/lib/cjs/gr/amka.js'
import { validate as hkHkid } from 'stdnum/lib/cjs/hk/hkid.js'
import { validate as hrOib } from 'stdnum/lib/cjs/hr/oib.js'
import { validate as ilIdnr } from 'stdnum/lib/cjs/il/idnr.js'
import { validate as inAadhaar } from 'stdnum/lib/cjs/in/aadhaar.js'
import { validate as isKennitala } from 'stdnum/lib/cjs/is/kennitala.js'
import { validate as itCodiceFiscale } from 'stdnum/lib/cjs/it/codicefiscale.js'
import { validate as krRrn } from 'stdnum/lib/cjs/kr/rrn.js'
import { validate as ltAsmens } from 'stdnum/lib/cjs/lt/asmens.js'
import { validate as mxCurp } from 'stdnum/lib/cjs/mx/curp.js'
import { validate as nlBsn } from 'stdnum/lib/cjs/nl/bsn.js'
import { validate as noFodselsnummer } from 'stdnum/lib/cjs/no/fodselsnummer.js'
import { validate as plPesel } from 'stdnum/lib/cjs/pl/pesel.js'
import { validate as ptNif } from 'stdnum/lib/cjs/pt/nif.js'
import { validate as roCnp } from 'stdnum/lib/cjs/ro/cnp.js'
import { validate as rsJmbg } from 'stdnum/lib/cjs/rs/jmbg.js'
import { validate as ruInn } from 'stdnum/lib/cjs/ru/inn.js'
import { validate as sePersonnummer } from 'stdnum/lib/cjs/se/personnummer.js'
import { validate as siEmso } from 'stdnum/lib/cjs/si/emso.js'
import { validate as thIdnr } from 'stdnum/lib/cjs/th/idnr.js'
import { validate as trTckimlik } from 'stdnum/lib/cjs/tr/tckimlik.js'
import { validate as twNatid } from 'stdnum/lib/cjs/tw/natid.js'
import { validate as uaRntrc } from 'stdnum/lib/cjs/ua/rntrc.js'
import { validate as usSsn } from 'stdnum/lib/cjs/us/ssn.js'
import { validate as zaIdnr } from 'stdnum/lib/cjs/za/idnr.js'

interface NationalId {
  validate: (id: string) => { isValid: boolean }
  /** A way of writing it that is so special, together with its check digits, that other numbers are hardly ever written like it. */
  form?: string
  /** Words before it: without them, a number in another form is taken for an ordinary one. Capitals are a name that is written so. */
  names?: readonly string[]
}

/** Numbers by which states know people, each with the function of stdnum that checks it. */
export const NATIONAL_IDS: readonly NationalId[] = [
  { validate: atVnr, names: ['SVNR', 'sozialversicherungsnummer'] },
  { validate: auTfn, names: ['TFN', 'tax file number'] },
  { validate: beNn, form: '\\d{2}\\.\\d{2}\\.\\d{2}-\\d{3}\\.\\d{2}', names: ['INSZ', 'NISS', 'rijksregisternummer', 'registre national'] },
  { validate: bgEgn, names: ['ЕГН', 'EGN'] },
  { validate: brCpf, form: '\\d{3}\\.\\d{3}\\.\\d{3}-\\d{2}', names: ['CPF'] },
  { validate: caSin, names: ['SIN', 'social insurance number'] },
  { validate: chSsn, form: '756\\.\\d{4}\\.\\d{4}\\.\\d{2}', names: ['AHV', 'AVS'] },
  { validate: clRut, form: '\\d{1,2}\\.\\d{3}\\.\\d{3}-[\\dKk]', names: ['RUT', 'RUN'] },
  { validate: cnRic, form: '\\d{17}[\\dX]', names: ['身份证'] },
  { validate: czRc, names: ['rodné číslo', 'rodné cislo', 'rodne cislo'] },
  { validate: deIdnr, form: '\\d{2} \\d{3} \\d{3} \\d{3}', names: ['steuer-id', 'steueridentifikationsnummer', 'idnr'] },
  { validate: dkCpr, names: ['CPR', 'personnummer'] },
  { validate: eeIk, names: ['isikukood'] },
  { validate: esDni, names: ['DNI', 'NIF'] },
  { validate: esNie, names: ['NIE'] },
  { validate: fiHetu, form: '\\d{6}[-+A-FU-Y]\\d{3}[A-FHJ-NPR-Y]', names: ['HETU', 'henkilötunnus'] },
  { validate: frNir, form: '[12] \\d{2} \\d{2} \\d[\\dAB] \\d{3} \\d{3} \\d{2}', names: ['NIR', 'INSEE', 'sécurité sociale'] },
  { validate: gbNino, form: '[A-Z]{2} \\d{2} \\d{2} \\d{2} [A-D]', names: ['NINO', 'national insurance', 'NI number'] },
  { validate: grAmka, names: ['ΑΜΚΑ', 'AMKA'] },
  { validate: hkHkid, form: '[A-Z]{1,2}\\d{6}\\([\\dA]\\)', names: ['HKID', '香港身份證'] },
  { validate: hrOib, names: ['OIB'] },
  { validate: ilIdnr, names: ['teudat zehut', 'תעודת זהות', 'ת.ז'] },
  { validate: inAadhaar, names: ['aadhaar', 'आधार'] },
  { validate: isKennitala, names: ['kennitala'] },
  { validate: itCodiceFiscale, form: '[A-Za-z]{6}\\d{2}[A-Za-z]\\d{2}[A-Za-z]\\d{3}[A-Za-z]' },
  { validate: krRrn, form: '\\d{6}-[1-8]\\d{6}', names: ['주민등록번호'] },
  { validate: ltAsmens, names: ['asmens kodas'] },
  { validate: mxCurp, form: '[A-Z]{4}\\d{6}[HM][A-Z]{5}[A-Z\\d]\\d' },
  { validate: nlBsn, names: ['BSN', 'burgerservicenummer'] },
  { validate: noFodselsnummer, form: '\\d{6} \\d{5}', names: ['fødselsnummer', 'fodselsnummer'] },
  { validate: plPesel, names: ['PESEL'] },
  { validate: ptNif, names: ['NIF', 'contribuinte'] },
  { validate: roCnp, names: ['CNP', 'cod numeric personal'] },
  { validate: rsJmbg, names: ['JMBG', 'ЈМБГ'] },
  { validate: ruInn, names: ['ИНН'] },
  { validate: sePersonnummer, names: ['personnummer'] },
  { validate: siEmso, names: ['EMŠO', 'EMSO'] },
  { validate: thIdnr, form: '\\d-\\d{4}-\\d{5}-\\d{2}-\\d', names: ['บัตรประชาชน'] },
  { validate: trTckimlik, names: ['TCKN', 'kimlik'] },
  { validate: twNatid, names: ['身分證', '身份證'] },
  { validate: uaRntrc, names: ['РНОКПП', 'ІПН'] },
  { validate: usSsn, form: '\\d{3}-\\d{2}-\\d{4}', names: ['SSN', 'social security'] },
  { validate: zaIdnr, names: ['south african id', 'SA ID', 'RSA ID'] },
]
