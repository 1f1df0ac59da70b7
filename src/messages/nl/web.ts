/** What the web pages say, in Dutch. */
import type { web as en } from "../en/web.ts";

export const web: typeof en = {
  language: "Taal",
  skip: "Naar de inhoud",
  toStart: "Naar de startpagina",
  toAccount: "Mijn account",
  door: {
    title: (name) => `Berichten voor ${name}`,
    lead: "Hier heeft een familie, een vriendenkring of een vereniging een eigen berichtenserver.",
    addresses: (example) => `Adressen zien er hier zo uit: ${example}.`,
    others: "Je bereikt er iedereen mee op alle andere Jabber-servers (XMPP), net als met e-mail.",
    account: "Ik heb een account",
    registration: {
      open: (domain) => `Geen account? Maak er een aan met een app: vul als server ${domain} in.`,
      invitation: () => "Geen account? Vraag iemand van hier om een uitnodiging.",
      closed: () => "Geen account? Vraag het aan de beheerders van deze server: zij maken de accounts aan.",
    },
    contact: "Schrijf de beheerders van deze server",
  },
  errors: {
    400: [
      "Dit was niet te lezen",
      "Wat je browser stuurde, is onvolledig of beschadigd. Ga terug, laad de pagina opnieuw en probeer het nog eens.",
    ],
    403: [
      "Niet van daaruit",
      "Je browser stuurde dit vanaf een andere pagina, of vanaf een pagina die te lang openstond. Open de pagina opnieuw en doe het nog eens; de browser moet cookies toestaan.",
    ],
    404: [
      "Hier is niets",
      "Het adres is verkeerd getypt, of wat hier stond is verwijderd. Vraag degene van wie je de link hebt om een nieuwe.",
    ],
    405: [
      "Niet op deze manier",
      "Dit adres bestaat, maar niet voor wat je browser ermee wilde. Ga naar de startpagina.",
    ],
    413: ["Dit is te groot", "De server neemt niet zoveel tegelijk aan. Stuur minder, of verdeel het over meer keren."],
    421: [
      "Dit is niet de juiste server",
      "De naam in het adres is er geen van deze server. Kijk het adres na en typ het opnieuw.",
    ],
    429: ["Te veel pogingen", "Wacht een paar minuten en probeer het dan opnieuw."],
    500: [
      "Er ging iets mis",
      "Het ligt aan de server, niet aan jou. Probeer het zo nog eens; blijft het zo, zeg het dan tegen de beheerders.",
    ],
    503: ["Nu even niet", "De server start opnieuw, of heeft het te druk. Probeer het over een minuut nog eens."],
  },
  otherError: ["Dit is niet gelukt", "Ga terug en probeer het opnieuw."],
  errorId: (id) => `In het logboek van de server is dit ${id}.`,
};
