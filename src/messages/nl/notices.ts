/** What the server writes to its administrators, in Dutch. */
import type { notices as en } from "../en/notices.ts";

export const notices: typeof en = {
  disk: {
    subject: "Schijf",
    full: (freeMegabytes, reserveMegabytes) =>
      `De schijf van de server is bijna vol: ${freeMegabytes} MB is vrij, en ${reserveMegabytes} MB wordt vrijgehouden. ` +
      "Tot er ruimte is, wordt er niets nieuws bewaard: wie een bericht stuurt, hoort dat het niet is aangenomen. " +
      "Verwijder wat op die schijf niet nodig is, of geef hem meer ruimte: de server gaat vanzelf verder. " +
      "Om te zien wie hoeveel heeft: jabber-home user list",
    over: "Er is weer ruimte op de schijf van de server: alles wordt aangenomen zoals voorheen.",
  },
  findings: {
    subject: "Server",
    wrong: (list) =>
      `Er is iets mis met de server:\n\n${list}\n\nMeer, en wat vanzelf op te lossen is, op de machine zelf: jabber-home doctor`,
    mended: (list) => `Dit is opgelost:\n\n${list}`,
  },
  darkness: {
    subject: "Verbinding",
    offline: (since, until) =>
      `Van ${since} tot ${until} had de server geen verbinding met het internet: apps buitenshuis en andere servers konden hem niet bereiken. ` +
      "Hij is terug. Stond de router uit, of lag de lijn eruit? Berichten van andere servers komen aan zodra die het opnieuw proberen.",
    off: (since, until) =>
      `Van ${since} tot ${until} draaide de server niet: de computer stond uit (een stroomstoring?), of de server is met geweld beëindigd. ` +
      "Niemand kon hem bereiken. Hij is terug. Berichten van andere servers komen aan zodra die het opnieuw proberen.",
    both: (since, until, offSince, offUntil) =>
      `Van ${since} tot ${until} kon niemand van buiten de server bereiken: hij had geen verbinding met het internet, en van ${offSince} tot ${offUntil} ` +
      "draaide hij niet, omdat de computer uitstond (een stroomstoring?) of de server met geweld is beëindigd. " +
      "Hij is terug. Berichten van andere servers komen aan zodra die het opnieuw proberen.",
  },
  expiry: {
    subject: "Certificaat",
    body: (domains, when) =>
      `Het certificaat van ${domains} verloopt ${when} en kon nog niet worden vernieuwd. ` +
      "Daarna weigeren apps en andere servers verbinding te maken. Om te zien waarom: jabber-home certificate",
    byHand: (domains, when) =>
      `Het certificaat van ${domains} verloopt ${when}, en het wordt met de hand vernieuwd: alleen jij kunt het DNS-record zetten. ` +
      "Na die datum weigeren apps en andere servers verbinding te maken. Typ op de machine van de server " +
      "jabber-home certificate renew: dat toont het record dat je moet zetten. Manieren waarbij dat niet nodig is: jabber-home setup",
  },
};
