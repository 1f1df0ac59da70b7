/** What `move-in` and the section of the account's page say, in Dutch. */
import type { moveIn as en } from "../en/move-in.ts";
import { counted } from "./units.ts";

export const moveIn: typeof en = {
  oldPassword: (account) => `Wachtwoord van ${account}, op de oude server (het wordt niet bewaard)`,
  followQuestion: "Je contacten vragen mee te gaan naar het nieuwe adres?",
  signedIn: (account) => `ingelogd als ${account}`,
  stages: {
    contacts: "contacten",
    vcards: "profiel",
    blocked: "geblokkeerde adressen",
    preferences: "keuze van wat wordt gearchiveerd",
    private: "bladwijzers en privégegevens",
    nodes: "wat is gepubliceerd",
    archived: "geschiedenis",
    following: "de contacten vragen mee te gaan",
  },
  stage: (name, done, total) => (total === undefined ? `${name}: ${done}` : `${name}: ${done} van ${total}`),
  head: (from, to) => `Wat er is meegekomen van ${from} naar ${to}:`,
  headTrial: (from, to) => `Wat er mee zou komen van ${from} naar ${to}; er is niets veranderd, daar noch hier:`,
  noMessageCount: "berichten uit de geschiedenis: de oude server zegt niet hoeveel voordat ze zijn gekopieerd",
  nothing: "niets",
  alreadyHere: (count) => `, ${count} ${count === 1 ? "was" : "waren"} hier al`,
  leftHead: "Wat niet kan meekomen, en waarom:",
  moreLeft: (count) => `en nog ${count} (--json noemt ze allemaal)`,
  stays: [
    "Sommige dingen blijven bij het oude account, omdat geen app ze krijgt: mensen die hebben gevraagd contact te worden en op antwoord wachten; bestanden die zijn gestuurd (hun links blijven naar de oude server leiden); lidmaatschappen van groepsgesprekken (vraag de eigenaars van besloten groepsgesprekken het nieuwe adres toe te laten).",
    "Versleutelde gesprekken beginnen opnieuw: elke app maakt eigen sleutels voor het nieuwe adres.",
  ],
  asked: (count) =>
    `${counted(count, "contact is", "contacten zijn")} gevraagd mee te gaan. Kent hun server XEP-0283, dan is dat alles; anderen krijgen de vraag van hun app, als van een nieuw contact. Houd het oude account tot ze hebben geantwoord: het staat in voor het nieuwe adres.`,
  askedTrial: (count) => `${counted(count, "contact zou", "contacten zouden")} worden gevraagd mee te gaan`,
  notAsked: "De contacten zijn niet gevraagd mee te gaan: ze moeten elk opnieuw worden toegevoegd.",
  notStated: (from) =>
    `${from} kon niet laten weten waarheen het is verhuisd: elk contact moet het nieuwe adres met de hand goedkeuren.`,
  choose: (to, link) => `Kies het wachtwoord van ${to} (de link is een dag geldig): ${link}`,
  noPassword: (to) => `${to} heeft geen wachtwoord dat iemand kent: jabber-home user passwd ${to}`,
  signInAgain: "Apps die al waren ingelogd, zien de contacten zodra ze opnieuw inloggen.",
  exists: (to) => `${to} bestaat al`,
  existsRemedy: (to) => `moet alles in dit account komen, noem het dan: --to ${to}; of kies een andere naam: --to NAAM`,
  ended: () => [
    "de server is halverwege gestopt",
    "wat is gekopieerd, blijft: start hem, en geef dezelfde opdracht opnieuw",
  ],
  problems: {
    "no-server": ({ domain, why }) => [`${domain} is geen server voor apps: ${why}`, "kijk het adres na"],
    unreachable: ({ domain, why }) => [`${domain} is niet te bereiken: ${why}`, "probeer het later opnieuw"],
    "no-tls": ({ domain, why }) => [
      `er wordt geen wachtwoord onversleuteld naar ${domain} gestuurd: ${why}`,
      "vraag het de beheerder daar",
    ],
    certificate: ({ domain, why }) => [
      `${domain} bewijst niet dat het ${domain} is: ${why}`,
      "vraag het de beheerder daar; een eigen autoriteit noem je met federation.ca_file",
    ],
    password: ({ account }) => [
      `de oude server accepteert het wachtwoord van ${account} niet`,
      "kijk het adres en het wachtwoord na",
    ],
    refused: ({ account, why }) => [
      `de oude server laat ${account} niet inloggen: ${why}`,
      "vraag het de beheerder daar",
    ],
    lost: ({ domain, why }) => [
      `de verbinding met ${domain} brak halverwege af: ${why}`,
      "wat is gekopieerd, blijft; begin opnieuw, dan gaat het van daar verder",
    ],
  },
  page: {
    title: "Je oude account hierheen halen",
    lead: "Heb je een account op een andere server, dan kan alles daarvan hierheen komen: contacten, bladwijzers, profiel, wat je hebt gepubliceerd, geblokkeerde adressen en de geschiedenis. Het wachtwoord wordt één keer gebruikt, om daar in te loggen zoals een app dat doet, en wordt niet bewaard of opgeschreven.",
    address: "Je oude adres",
    addressHint: "alice@elders.org",
    password: "Het wachtwoord ervan",
    follow: "Mijn contacten vragen mee te gaan naar dit adres",
    button: "Hierheen halen",
    running: (from) => `${from} wordt gekopieerd. Je kunt deze pagina sluiten; het gaat door.`,
    look: "Nog eens kijken",
    done: (from) => `${from} is meegekomen.`,
    failed: (from) => `${from} is niet meegekomen, of niet helemaal:`,
    started: "Het is begonnen.",
    again: "Je kunt opnieuw beginnen: wat hier al is, komt niet dubbel.",
  },
};
