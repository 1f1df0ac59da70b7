/** What the verbs of invitations say, in Spanish. */
import type { invitations as en } from "../en/invitations.ts";

export const invitations: typeof en = {
  forAccount: (account) => `Para quien va a ser ${account} y elegirá la contraseña:`,
  forOne: "Para una persona, que elegirá su nombre y su contraseña:",
  forSeveral: (people) => `Para ${people} personas, que elegirán su nombre y su contraseña:`,
  forPassword: (account) => `Para ${account}, para elegir una contraseña nueva:`,
  scan: "O escanea esto con el teléfono:",
  inApp: "En una aplicación",
  contact: "Contacto",
  circle: "Círculo",
  role: "Papel",
  administers: "administra el servidor",
  until: "Vale hasta el",
  onlyOnce: "Se muestra solo esta vez. Quien la tenga puede usarla.",
  noPages: "Este servidor no tiene páginas: esto lo abre una aplicación que conozca las invitaciones.",
  revoked: (id) => `${id} ya no vale`,
  none: "no hay ninguna pendiente: jabber-home invite",
  kinds: { account: "cuenta", contact: "contacto", password: "contraseña nueva" },
  anyName: (domain) => `alguien@${domain}`,
  uses: (left, all) => `${left === 1 ? "queda 1" : `quedan ${left}`} de ${all}`,
  by: (account) => `de ${account}`,
  listedUntil: (time) => `hasta el ${time}`,
};
