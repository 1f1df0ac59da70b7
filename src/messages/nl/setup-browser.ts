/** What setup says in a browser beside the wizard's own texts, in Dutch. */
import type { setupBrowser as en } from "../en/setup-browser.ts";

export const setupBrowser: typeof en = {
  instead: {
    slow: "Dit kan een halve minuut duren.",
    slowDns: "Naamservers antwoorden traag. Intussen gaat er niets verloren.",
    trial: "Laat het leeg om het alleen op deze computer te proberen.",
    bringLong: "Jaren aan berichten duren een paar minuten. Stopt de installatie, dan draait de oude server weer.",
    foreground: "Nu starten, in het venster waar de installatie is gestart",
  },
  title: "Je server instellen",
  lead: "Een paar vragen, en deze machine is je eigen berichtenserver.",
  code: {
    label: "Code",
    hint: "Ze staat in de terminal waar de installatie is gestart.",
    wrong: "Dat is niet de code. Vergelijk die met de terminal, letter voor letter.",
    often: "Er kwamen te veel verkeerde codes. Wacht een paar minuten en probeer het dan opnieuw.",
    begin: "Beginnen",
  },
  first: {
    lead: "Deze machine is nieuw, en nog door niemand ingesteld. Wie nu begint, beslist over alles wat volgt.",
    begin: "Beginnen",
  },
  taken: {
    title: "Iemand is er al mee bezig",
    lead: "Een andere browser was hier eerder dan deze, en er kan er maar één tegelijk antwoorden.",
    hint: "Was het die van jou? Ga dan daar verder. Is die weg, start de machine dan opnieuw: wie het eerst komt, gaat verder op dezelfde plaats.",
  },
  outside: {
    title: "Alleen vanuit het eigen netwerk",
    lead: "De installatie antwoordt alleen browsers in hetzelfde netwerk als de machine. Verbind met dat netwerk en open deze pagina dan opnieuw.",
  },
  answered: "Die vraag is al beantwoord. Dit is de huidige.",
  inOrder: "Wat intussen is gevonden en gedaan: alles in orde",
  wait: "Een ogenblik …",
  goOn: "Verder",
  back: "Terug",
  stop: {
    summary: "Hier stoppen",
    explained:
      "Wat je hebt geantwoord, blijft bewaard. Wordt de installatie weer gestart, dan gaat ze verder bij deze vraag.",
    button: "Installatie stoppen",
  },
  overheard:
    "Deze pagina is nog niet versleuteld: anderen in je netwerk zouden kunnen lezen wat je hier typt. Vertrouw je niet iedereen daar, beantwoord deze vraag dan op de machine zelf, of via ssh.",
  upload: {
    summary: "Ik heb een back-up van deze server",
    explained: "Hij wordt naar deze machine gestuurd, en wat erin zit wordt getoond voordat het wordt teruggezet.",
    label: "Het bestand van de back-up",
    button: "Versturen",
    problems: {
      none: "Er is geen bestand gekozen.",
      cut: "Het bestand is niet helemaal aangekomen. Stuur het nog een keer.",
      "no-backup": "Dit bestand is geen back-up van jabber-home. De naam eindigt meestal op .tar.zst of .tar.zst.age.",
      "no-room": "Er is niet genoeg ruimte voor op deze machine.",
      busy: "Er wordt al een bestand verstuurd.",
    },
    wrongPassphrase: "Dit is niet de wachtwoordzin van de back-up.",
    yes: "Terugzetten",
    no: "Alles laten zoals het is",
  },
  qr: "QR-code van deze link",
  marks: { right: "In orde:", wrong: "Te doen:", note: "Let op:", plain: "", paste: "" },
  copy: "Kopiëren",
  copied: "Gekopieerd",
  show: "Wachtwoord tonen",
  failed: "De installatie kan niet verder",
  again: "Opnieuw proberen",
  lost: "De installatie antwoordt niet meer. Misschien is ze gestopt: kijk waar ze is gestart, en laad deze pagina opnieuw.",
  starting: "De server start. Zo meteen leidt een knop erheen.",
  finished: "Dat was alles. Je kunt deze pagina sluiten.",
  handOver:
    "Gaat het niet open? Het duurt tot een uur voor een nieuwe naam overal bekend is, en sommige routers laten je van binnenuit niet toe: probeer het met een telefoon, met de wifi uit.",
  terminal: {
    open: "De installatie wacht op een browser in dit netwerk:",
    code: (code) => `De code:  ${code}`,
    scan: "Of scan dit:",
    first: "De eerste browser die begint, mag erin.",
    remote: (port) =>
      `Deze machine heeft geen adres in een lokaal netwerk. Van je computer, via ssh:  ssh -L ${port}:127.0.0.1:${port} NAAM-VAN-DEZE-MACHINE`,
    plain: "De pagina's zijn niet versleuteld, want er is nog geen certificaat. Ze zijn voor je eigen netwerk.",
    entered: (address) => `Er is een browser binnengekomen, van ${address}.`,
    lingers: (seconds) => `De laatste pagina kan nog ${seconds} seconden opnieuw worden geladen; Ctrl-C stopt meteen.`,
    idle: "Er heeft lang niemand geantwoord: de installatie stopt. Je antwoorden blijven bewaard.",
  },
};
