/** What the verbs of invitations say, in Portuguese. */
import type { invitations as en } from "../en/invitations.ts";

export const invitations: typeof en = {
  forAccount: (account) => `Para quem vai ser ${account} e escolher a palavra-passe:`,
  forOne: "Para uma pessoa, que vai escolher o nome e a palavra-passe:",
  forSeveral: (people) => `Para ${people} pessoas, que vão escolher o nome e a palavra-passe:`,
  forPassword: (account) => `Para ${account}, para escolher uma nova palavra-passe:`,
  scan: "Ou aponte a câmara do telefone para isto:",
  inApp: "Numa aplicação",
  contact: "Contacto",
  circle: "Círculo",
  role: "Papel",
  administers: "administra o servidor",
  until: "Válido até",
  onlyOnce: "Só é mostrado desta vez. Quem o tiver pode usá-lo.",
  noPages: "Este servidor não tem páginas: uma aplicação que conheça convites abre isto.",
  revoked: (id) => `${id} já não vale`,
  none: "nenhum está em aberto: jabber-home invite",
  kinds: { account: "conta", contact: "contacto", password: "nova palavra-passe" },
  anyName: (domain) => `alguem@${domain}`,
  uses: (left, all) => `por usar: ${left} de ${all}`,
  by: (account) => `por ${account}`,
  listedUntil: (time) => `até ${time}`,
};
