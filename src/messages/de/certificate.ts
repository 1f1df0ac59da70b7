/** What the verbs of certificates say, in German. */
import type { certificate as en } from "../en/certificate.ts";

export const certificate: typeof en = {
  for: "für",
  issuer: "ausgestellt von",
  own: "sich selbst",
  until: "bis",
  next: "nächste Erneuerung",
  byHand: "wieder von Hand",
  byHandWhen: (from, until) => `ab ${from}, vor ${until}: jabber-home certificate renew`,
  problem: "letztes Problem",
  setRecords: "Setze diese Einträge dort, wo du die Domain gekauft hast:",
  question: "Erledigt?",
  answers: { look: "Nachsehen, ob sie da sind", ask: "Weiter, egal was zu sehen ist", cancel: "Jetzt nicht" },
  mistakes: {
    "domain-twice": (record, only) =>
      `${record} enthält die Domain doppelt: Dein Anbieter hängt sie an. Gib als Namen nur ${only} ein.`,
    quoted: (record) => `${record} hat Anführungszeichen im Wert: Gib ihn ohne sie ein.`,
    split: (record) => `${record} besteht aus zwei Texten: Gib den Wert in einem Stück ein, in Anführungszeichen.`,
  },
  seen: { missing: "noch nicht da", wrong: "da, mit einem anderen Wert", right: "da" },
};
