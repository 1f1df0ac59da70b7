/** What was done, in Dutch. */
import type { audit as en } from "../en/audit.ts";

export const audit: typeof en = {
  nothing: "nog niets",
  by: (door, account) =>
    account === null ? "op de opdrachtregel" : `${account} (${door === "app" ? "in een app" : "op een pagina"})`,
  entry: (by, deed) => `${by}: ${deed}`,
  more: (count) => `en nog ${count}`,
  acts: {
    "accounts.add": (whom) => `heeft ${whom} aangemaakt`,
    "accounts.appoint": (whom) => `heeft ${whom} beheerder gemaakt`,
    "accounts.introduce": (whom) => `heeft contacten van elkaar gemaakt: ${whom}`,
    "accounts.setPassword": (whom) => `heeft ${whom} een ander wachtwoord gegeven`,
    "accounts.remove": (whom) => `heeft ${whom} verwijderd`,
    "accounts.disable": (whom) => `heeft ${whom} uitgeschakeld`,
    "accounts.enable": (whom) => `heeft ${whom} weer ingeschakeld`,
    "accounts.setAdministrators": (whom) => `heeft tot beheerder benoemd: ${whom}`,
    "sessions.end": (whom) => `heeft ${whom} uitgelogd`,
    "announcements.tell": (whom, what) =>
      whom === "" ? `heeft meegedeeld: ${what}` : `heeft alleen aan ${whom} meegedeeld: ${what}`,
    "announcements.announce": (_, what) => `heeft meegedeeld aan wie online was: ${what}`,
    "announcements.setMotd": (_, what) => `heeft het bericht van de dag ingesteld: ${what}`,
    "announcements.editMotd": (_, what) => `heeft het bericht van de dag verbeterd: ${what}`,
    "announcements.deleteMotd": () => "heeft het bericht van de dag verwijderd",
    "announcements.setWelcome": (_, what) => `heeft het welkomstbericht voor nieuwe accounts ingesteld: ${what}`,
    "announcements.deleteWelcome": () => "heeft het welkomstbericht voor nieuwe accounts verwijderd",
    "rooms.create": (whom) => `heeft het groepsgesprek ${whom} gemaakt`,
    "rooms.destroy": (whom) => `heeft het groepsgesprek ${whom} verwijderd`,
    "rooms.setAffiliation": (whom, what) => `lidmaatschap “${what}” in een groepsgesprek: ${whom}`,
    "invitations.create": (whom, what) =>
      `heeft een uitnodiging gemaakt${whom && ` voor ${whom}`}${what && ` (${what})`}`,
    "invitations.reset": (whom) => `heeft een link gemaakt voor een nieuw wachtwoord van ${whom}`,
    "invitations.revoke": (whom) => `heeft de uitnodiging ${whom} ingetrokken`,
    "circles.create": (whom, what) =>
      whom === "" ? `heeft de kring “${what}” gemaakt` : `heeft de kring “${what}” gemaakt met ${whom}`,
    "circles.rename": (whom, what) => `heeft de kring “${whom}” hernoemd: “${what}”`,
    "circles.remove": (_, what) => `heeft de kring “${what}” verwijderd`,
    "circles.add": (whom, what) => `heeft in de kring “${what}” opgenomen: ${whom}`,
    "circles.kick": (whom, what) => `heeft uit de kring “${what}” gehaald: ${whom}`,
    "files.removeNamed": (whom) => `heeft bestanden van ${whom} verwijderd`,
    "files.prune": (whom) => (whom === "" ? "heeft bestanden verwijderd" : `heeft bestanden van ${whom} verwijderd`),
    "files.remove": (whom) => `heeft het bestand ${whom} verwijderd`,
    "moveIn.start": (whom, what) => `heeft ${what} naar ${whom} gehaald`,
    "import.start": (_, what) => `heeft geïmporteerd uit ${what}`,
    "domain.rename": (_, what) => `heeft een domein een andere naam gegeven: ${what}`,
    "backup.make": () => "heeft een back-up gemaakt",
    "export.all": () => "heeft alles van alle accounts geëxporteerd",
    "export.account": (whom) => `heeft alles van ${whom} geëxporteerd`,
    "certificate.renew": () => "heeft het certificaat laten vernieuwen",
  },
};
