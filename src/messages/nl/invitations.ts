/** What the verbs of invitations say, in Dutch. */
import type { invitations as en } from "../en/invitations.ts";

export const invitations: typeof en = {
  forAccount: (account) => `Voor wie ${account} wordt, en het wachtwoord kiest:`,
  forOne: "Voor één persoon, die naam en wachtwoord kiest:",
  forSeveral: (people) => `Voor ${people} mensen, die hun naam en wachtwoord kiezen:`,
  forPassword: (account) => `Voor ${account}, om een nieuw wachtwoord te kiezen:`,
  scan: "Of scan dit met de telefoon:",
  inApp: "In een app",
  contact: "Contact",
  circle: "Kring",
  role: "Rol",
  administers: "beheert de server",
  until: "Geldig tot",
  onlyOnce: "De link wordt maar één keer getoond. Wie hem heeft, kan hem gebruiken.",
  noPages: "Deze server heeft geen pagina's: een app die uitnodigingen kent, opent dit.",
  revoked: (id) => `${id} is niet meer geldig`,
  none: "er staat er geen open: jabber-home invite",
  kinds: { account: "account", contact: "contact", password: "nieuw wachtwoord" },
  anyName: (domain) => `iemand@${domain}`,
  uses: (left, all) => `nog ${left} van ${all}`,
  by: (account) => `door ${account}`,
  listedUntil: (time) => `tot ${time}`,
};
