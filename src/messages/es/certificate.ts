/** What the verbs of certificates say, in Spanish. */
import type { certificate as en } from "../en/certificate.ts";

export const certificate: typeof en = {
  for: "para",
  issuer: "emitido por",
  own: "él mismo",
  until: "hasta el",
  next: "próxima renovación",
  byHand: "a mano de nuevo",
  byHandWhen: (from, until) => `a partir del ${from}, antes del ${until}: jabber-home certificate renew`,
  problem: "último problema",
  setRecords: "Pon estos registros donde compraste el dominio:",
  question: "¿Hecho?",
  answers: { look: "Mirar si ya están", ask: "Continuar de todos modos", cancel: "Ahora no" },
  mistakes: {
    "domain-twice": (record, only) =>
      `${record} lleva el dominio dos veces: tu proveedor lo añade. Pon como nombre solo ${only}.`,
    quoted: (record) => `${record} lleva comillas en su valor: ponlo sin ellas.`,
    split: (record) => `${record} está en dos trozos: pon su valor de una pieza, entre comillas.`,
  },
  seen: { missing: "todavía no está", wrong: "está, con otro valor", right: "está" },
};
