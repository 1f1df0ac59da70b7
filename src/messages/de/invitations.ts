/** What the verbs of invitations say, in German. */
import type { invitations as en } from "../en/invitations.ts";

export const invitations: typeof en = {
  forAccount: (account) => `Für die Person, die ${account} wird und das Passwort selbst wählt:`,
  forOne: "Für eine Person, die Namen und Passwort selbst wählt:",
  forSeveral: (people) => `Für ${people} Personen, die Namen und Passwort selbst wählen:`,
  forPassword: (account) => `Für ${account}, um ein neues Passwort zu wählen:`,
  scan: "Oder mit dem Telefon einlesen:",
  inApp: "In einer App",
  contact: "Kontakt",
  circle: "Kreis",
  role: "Rolle",
  administers: "verwaltet den Server",
  until: "Gültig bis",
  onlyOnce: "Das wird nur dieses eine Mal angezeigt. Wer es hat, kann es benutzen.",
  noPages: "Dieser Server hat keine Seiten: Eine App, die Einladungen kennt, öffnet das.",
  revoked: (id) => `${id} gilt nicht mehr`,
  none: "keine offen: jabber-home invite",
  kinds: { account: "Konto", contact: "Kontakt", password: "neues Passwort" },
  anyName: (domain) => `irgendwer@${domain}`,
  uses: (left, all) => `noch ${left} von ${all}`,
  by: (account) => `von ${account}`,
  listedUntil: (time) => `bis ${time}`,
};
