/** What the verbs of certificates say, in Dutch. */
import type { certificate as en } from "../en/certificate.ts";

export const certificate: typeof en = {
  for: "voor",
  issuer: "uitgegeven door",
  own: "zichzelf",
  until: "tot",
  next: "volgende vernieuwing",
  byHand: "weer met de hand",
  byHandWhen: (from, until) => `vanaf ${from}, vóór ${until}: jabber-home certificate renew`,
  problem: "laatste probleem",
  setRecords: "Zet deze records waar je het domein hebt gekocht:",
  question: "Klaar?",
  answers: { look: "Kijken of ze er staan", ask: "Doorgaan, wat er ook te zien is", cancel: "Nu niet" },
  mistakes: {
    "domain-twice": (record, only) =>
      `${record} heeft het domein dubbel: je provider voegt het toe. Vul als naam alleen ${only} in.`,
    quoted: (record) => `${record} heeft aanhalingstekens in zijn waarde: vul die zonder in.`,
    split: (record) => `${record} staat in twee stukken: vul de waarde aan één stuk in, tussen aanhalingstekens.`,
  },
  seen: { missing: "er nog niet", wrong: "er, met een andere waarde", right: "er" },
};
