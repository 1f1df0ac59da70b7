/** What the chat in the browser says around converse.js, in Dutch. */
import type { chat as en } from "../en/chat.ts";

export const chat: typeof en = {
  title: "Chat",
  open: "Chatten in deze browser",
  back: "Mijn account",
  about: "Over deze chat",
  loading: "De chat wordt geopend …",
  welcome:
    "Kies iemand in de lijst, of een groep. Met de menu's ernaast voeg je een contact toe, of open je een groep.",
  encrypted: "Wat apps hebben versleuteld (OMEMO), lees je in een app, niet hier.",
  noScript:
    "Chatten in de browser heeft JavaScript nodig, en dat staat hier uit. Zet het aan voor deze pagina, of neem een app: die kan ook meer.",
  failed:
    "De chat ging niet open. Laad de pagina opnieuw; helpt dat niet, gebruik dan een recente versie van je browser.",
  ended: "Je bent niet meer verbonden.",
  again: "Opnieuw verbinden",
  password: "Het wachtwoord wijzig je op de pagina van het account.",
  lists: "Terug naar alle gesprekken",
  changePassword: "Wachtwoord wijzigen",
  aboutPage: {
    title: "Over deze chat",
    lead: (domain: string) =>
      `Hiermee schrijf je vanuit elke browser met de mensen van ${domain} en van andere servers. Er wordt niets geïnstalleerd, en niets gevraagd aan wie dan ook behalve deze server.`,
    encryption: "Wat versleuteld is, lees je in een app",
    encryptionText:
      "Veel apps versleutelen van eind tot eind wat twee mensen elkaar schrijven (OMEMO): alleen hun apparaten kunnen het lezen. Deze chat in de browser kan dat niet. Je ziet dan in plaats van het bericht een regel die dat zegt: lees het in je app. Wat je hier schrijft, is onderweg naar de server beschermd, en leesbaar voor de server.",
    pictures: "Afbeeldingen",
    picturesText:
      "Afbeeldingen die via deze server zijn gestuurd, worden getoond. Die van andere servers zijn links: als ze werden getoond, zouden die servers weten wie wat leest, en wanneer.",
    install: "Op het startscherm",
    installText:
      "In het menu van de browser zet “Installeren” of “Toevoegen aan startscherm” deze chat tussen je apps. Hij meldt nieuwe berichten alleen zolang hij openstaat: neem een app als je altijd berichten wilt krijgen.",
    shared: "Op de computer van iemand anders",
    sharedText:
      "Log uit op de pagina van je account als je weggaat: dat sluit de chat, en wist wat die in deze browser heeft bewaard.",
    software: "Software",
    softwareText: (version: string) =>
      `De chat is converse.js ${version}, © 2013–2025 JC Brand en anderen, ongewijzigd en zonder zijn OMEMO-bibliotheek. De licentie is de Mozilla Public License 2.0.`,
    licence: "De licentie",
    source: "De broncode",
    others: "Software die erin zit, en de licenties daarvan",
    back: "Terug naar de chat",
  },
};
