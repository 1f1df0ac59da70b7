/** What the verbs of invitations say, in Italian. */
import type { invitations as en } from "../en/invitations.ts";
import { toDay } from "./units.ts";

export const invitations: typeof en = {
  forAccount: (account) => `Per chi sarà ${account} e sceglierà la password:`,
  forOne: "Per una persona, che sceglierà il nome e la password:",
  forSeveral: (people) => `Per ${people} persone, che sceglieranno il nome e la password:`,
  forPassword: (account) => `Per ${account}, per scegliere una nuova password:`,
  scan: "O da inquadrare con il telefono:",
  inApp: "In un'app",
  contact: "Contatto",
  circle: "Cerchia",
  role: "Ruolo",
  administers: "amministra il server",
  until: "Scadenza",
  onlyOnce: "Si vede solo questa volta. Chiunque lo abbia può usarlo.",
  noPages: "Questo server non ha pagine: un'app che conosce gli inviti apre questo.",
  revoked: (id) => `${id} non è più valido`,
  none: "nessuno è in corso: jabber-home invite",
  kinds: { account: "account", contact: "contatto", password: "nuova password" },
  anyName: (domain) => `qualcuno@${domain}`,
  uses: (left, all) => `ne ${left === 1 ? "resta" : "restano"} ${left} su ${all}`,
  by: (account) => `da ${account}`,
  listedUntil: (time) => `fino ${toDay(time)}`,
};
