/** What the verbs of certificates say, in Italian. */
import type { certificate as en } from "../en/certificate.ts";
import { fromDay, ofDay } from "./units.ts";

export const certificate: typeof en = {
  for: "per",
  issuer: "emesso da",
  own: "sé stesso",
  until: "scadenza",
  next: "rinnovo",
  byHand: "da rifare a mano",
  byHandWhen: (from, until) => `a partire ${fromDay(from)}, prima ${ofDay(until)}: jabber-home certificate renew`,
  problem: "ultimo problema",
  setRecords: "Metti questi record dove hai comprato il dominio:",
  question: "Fatto?",
  answers: { look: "Verifica se ci sono", ask: "Continua comunque", cancel: "Non adesso" },
  mistakes: {
    "domain-twice": (record, only) =>
      `${record} ha ricevuto il dominio due volte: il tuo fornitore lo aggiunge. Inserisci come nome solo ${only}.`,
    quoted: (record) => `${record} ha delle virgolette nel valore: inseriscilo senza.`,
    split: (record) => `${record} è in due pezzi: inserisci il valore in uno solo, tra virgolette.`,
  },
  seen: { missing: "non ancora presente", wrong: "presente, con un altro valore", right: "presente" },
};
