/** What is said where an operation was not done, in Dutch. */
import type { FailureMessages } from "../en/failures.ts";
import { moveIn } from "./move-in.ts";
import { sizeText } from "./units.ts";

export const failures: FailureMessages = {
  "malformed-request": ({ field }) => [`in het verzoek ontbreekt “${field}”`],
  "no-domain-served": () => ["deze server heeft nog geen domein", "start jabber-home setup"],
  "domain-not-served": ({ domain, domains }) => [
    `${domain} is niet van deze server`,
    `kies uit: ${domains.join(", ")}`,
  ],
  "not-a-domain": ({ given }) => [`“${given}” is geen domein`, "noem alleen het deel achter de @, zoals voorbeeld.nl"],
  "not-an-address": ({ given, why }) => [`“${given}” is geen adres: ${why}`],
  "not-an-account": ({ given, domain }) => [
    `“${given}” is niet het adres van een account`,
    `schrijf het als alice@${domain}`,
  ],
  "account-exists": ({ account }) => [
    `${account}: dit account bestaat al`,
    "kies een andere naam, of wijzig het wachtwoord: jabber-home user passwd JID",
  ],
  "no-such-account": ({ account }) => [`er is geen account ${account}`, "kijk de spelling na: jabber-home user list"],
  "bad-password": ({ account }) => [
    `${account}: dit kan geen wachtwoord zijn`,
    "kies een ander, van letters, cijfers, leestekens en spaties: geen tab, en niets wat onzichtbaar is",
  ],
  "short-password": ({ account, minimum }) => [
    `${account}: een wachtwoord heeft minstens ${minimum} tekens`,
    "kies een langer: een paar woorden achter elkaar onthoud je makkelijk",
  ],
  "accounts-elsewhere": ({ source }) =>
    source === "system"
      ? [
          "accounts worden niet hier aangemaakt: het zijn de Unix-accounts van deze machine",
          "voeg de persoon toe aan de machine (sudo adduser NAAM): het account verschijnt hier bij de eerste keer inloggen",
        ]
      : [
          `accounts worden niet hier aangemaakt: auth.source in config.toml zegt wie ze kent (${source})`,
          "voeg de persoon daar toe: het account verschijnt hier bij de eerste keer inloggen",
        ],
  "password-elsewhere": ({ account, source }) =>
    source === "system"
      ? [
          `het wachtwoord van ${account} is dat van het Unix-account: het wordt niet hier bewaard`,
          "wijzig het op de machine: passwd",
        ]
      : [
          `het wachtwoord van ${account} wordt niet hier bewaard: auth.source in config.toml zegt wie het kent (${source})`,
          "wijzig het daar",
        ],
  "not-a-picture": () => ["dit is geen afbeelding die apps tonen", "neem JPEG, PNG, GIF of WebP"],
  "picture-too-large": ({ maximum }) => [`een afbeelding heeft hoogstens ${maximum} bytes`],
  "name-too-long": ({ maximum }) => [`een naam heeft hoogstens ${maximum} tekens, die alle zichtbaar zijn`],
  "only-administrator": ({ account }) => [
    `${account} is de enige beheerder, en is niet verwijderd: niemand zou de server nog vanuit een app kunnen beheren`,
    "geef eerst iemand anders dat recht: een nieuw account met jabber-home user add JID --admin, een bestaand account met de opdracht “Who administers” in je app",
  ],
  "own-account": ({ account }) => [`je bent zelf ingelogd als ${account}`, "laat een andere beheerder het doen"],
  "not-a-room": ({ given, example }) => [
    `“${given}” is niet het adres van een groepsgesprek`,
    `schrijf het als ${example}`,
  ],
  "no-rooms-there": ({ domain, services, example }) => [
    `${domain} heeft hier geen groepsgesprekken: die zijn op ${services.join(", ")}`,
    `schrijf het als ${example}`,
  ],
  "no-such-room": ({ room }) => [`er is geen groepsgesprek ${room}`, "zie jabber-home room list"],
  "room-exists": ({ room }) => [
    `er is al een groepsgesprek ${room}`,
    `kies een andere naam, of bekijk het: jabber-home room show ${room}`,
  ],
  "room-name-too-long": () => ["deze naam is te lang", "kies er een van hoogstens 1023 tekens"],
  "nobodys-address": ({ given, domain }) => [
    `“${given}” is geen adres van iemand en geen domein`,
    `schrijf het als alice@${domain}`,
  ],
  "owner-not-named": () => ["van wie moet het zijn?", "noem de eigenaar met --owner JID"],
  "domain-cannot-own": () => [
    "een heel domein kan geen eigenaar of beheerder van een groepsgesprek zijn",
    "noem één adres",
  ],
  "last-owner": ({ room }) => [`${room} zou geen eigenaar meer hebben`, "maak eerst iemand anders eigenaar"],
  "not-an-affiliation": ({ given, affiliations }) => [
    `“${given}” is geen soort lidmaatschap`,
    `kies uit: ${affiliations.join(", ")}`,
  ],
  "too-many-affiliations": ({ room }) => [
    `${room} heeft zoveel leden en verbannen mensen als een groepsgesprek kan hebben`,
    "verhoog rooms.max_affiliations in config.toml, en start opnieuw",
  ],
  "no-such-file": ({ file }) => [
    `er is geen bestand ${file}, of het bestaat niet meer`,
    "kopieer het hele adres uit het bericht, of zie jabber-home files --account JID --json",
  ],
  "no-such-circle": ({ circle }) => [`er is geen kring “${circle}”`, "zie jabber-home circle list"],
  "circle-exists": ({ circle }) => [
    `er is al een kring “${circle}”`,
    "kies een andere naam, of voeg er mensen aan toe: jabber-home circle add KRING JID",
  ],
  "not-a-circle-name": () => [
    "dit kan niet de naam van een kring zijn",
    "kies er een van hoogstens 60 tekens: letters, cijfers, leestekens en spaties",
  ],
  "too-many-circles": ({ maximum }) => [
    `er zijn ${maximum} kringen, en meer mogen het er niet zijn`,
    "verwijder er een, of verhoog circles.max_circles in config.toml, en start opnieuw",
  ],
  "circle-full": ({ circle, maximum }) => [
    `“${circle}” heeft geen plaats voor zoveel mensen: in een kring zitten er hoogstens ${maximum}`,
    "maak een tweede kring, of verhoog circles.max_people in config.toml, en start opnieuw",
  ],
  "too-many-circles-of-account": ({ account, maximum }) => [
    `${account} zit in ${maximum} kringen, en meer mogen het er niet zijn`,
    "haal het eerst uit een andere, of verhoog circles.max_per_account in config.toml, en start opnieuw",
  ],
  "not-in-circle": ({ account, circle }) => [
    `${account} zit niet in “${circle}”`,
    `zie jabber-home circle show "${circle}"`,
  ],
  "no-administrator": () => [
    "niemand beheert deze server, dus niemand kan eigenaar van het groepsgesprek van de kring zijn",
    "geef eerst iemand dat recht: jabber-home user add JID --admin",
  ],
  "announcement-empty": () => [
    "er valt niets te zeggen",
    'schrijf het tussen aanhalingstekens: jabber-home announce "…"',
  ],
  "announcement-too-long": ({ maximum }) => [
    `dit is te lang voor een mededeling: hoogstens ${maximum} tekens`,
    "zeg waar de rest te lezen is",
  ],
  "no-renewal-waits": () => ["er wacht niets op een antwoord", "begin opnieuw"],
  "no-such-invitation": () => [
    "deze uitnodiging is niet geldig: ze is nooit gemaakt, al gebruikt, ingetrokken of verlopen",
    "bekijk welke er openstaan: jabber-home invite list",
  ],
  "may-not-invite": ({ account }) => [
    `${account} mag hiervoor niemand uitnodigen`,
    "zie contacts en accounts in de sectie [invitations] van config.toml",
  ],
  "registration-closed": () => [
    "niemand kan hier met een uitnodiging een account aanmaken: de registratie is gesloten",
    'schrijf policy = "invitation" in de sectie [registration] van config.toml, of voeg het account toe: jabber-home user add JID',
  ],
  "too-many-invitations": ({ maximum }) => [
    `er staan al ${maximum} uitnodigingen open`,
    "trek er een paar in (jabber-home invite list), of wacht tot ze aflopen",
  ],
  "name-invited": ({ account }) => [
    `een openstaande uitnodiging houdt ${account} vrij voor iemand`,
    "kies een andere naam, of trek die uitnodiging in: jabber-home invite list",
  ],
  "name-reserved": ({ account }) => [`niemand kan ${account} kiezen`, "kies een andere naam"],
  "other-name": ({ account }) => [`deze uitnodiging is voor ${account}`, "neem die naam"],
  "bad-uses": ({ maximum }) => [`een uitnodiging is voor 1 tot ${maximum} mensen`],
  "one-name-many-uses": () => ["maar één persoon kan een naam hebben", "laat de naam weg, of --uses"],
  "note-too-long": ({ maximum }) => [`een notitie heeft hoogstens ${maximum} tekens`],
  "bad-validity": ({ maximum }) => [
    `een uitnodiging is een minuut tot ${maximum} dagen geldig`,
    "schrijf het als 7d, 24h of 30m",
  ],
  "no-pages": () => [
    "deze server heeft geen pagina's waarop een nieuw wachtwoord te kiezen is",
    "stel er zelf een in: jabber-home user passwd JID; of zet de pagina's aan: listen.https in config.toml",
  ],
  "no-web-pages": () => [
    "deze server heeft geen pagina's die een telefoon kan openen",
    "zet ze aan: listen.https in config.toml",
  ],
  "own-domain": ({ domain }) => [`${domain} is van deze server`, "vraag een andere server"],
  "old-account": (of) => moveIn.problems[of.problem](of),
  "old-account-here": ({ account }) => [
    `${account} is een account van deze server`,
    "noem er een van een andere server",
  ],
  "move-in-runs": ({ account }) => [
    `iemand verhuist op dit moment naar ${account}`,
    "wacht tot dat klaar is, of kijk mee: jabber-home logs",
  ],
  "too-many-move-ins": () => [
    "er verhuizen op dit moment al meer accounts hierheen",
    "probeer het over een paar minuten opnieuw",
  ],
  "too-many-attempts": () => ["te veel mislukte pogingen", "probeer het over een paar minuten opnieuw"],
  "import-runs": () => ["er loopt al een import", "wacht tot die klaar is"],
  "no-import": () => ["deze import is voorbij", "begin hem opnieuw: hij gaat verder waar hij was"],
  "backup-runs": () => ["er wordt al een back-up gemaakt", "wacht tot die klaar is"],
  "backup-no-room": ({ needed, free }) => [
    `voor een back-up heeft de schijf van de server een tijdje ${sizeText(needed)} nodig, en ${sizeText(free)} is vrij`,
    "maak daar ruimte: de database wordt gekopieerd voordat ze wordt ingepakt",
  ],
  "backup-damaged": ({ why }) => [
    `de database is beschadigd, dus er is geen back-up van gemaakt (${why})`,
    "houd de back-ups die je hebt, en stop de server: jabber-home restore BESTAND neemt de laatste goede",
  ],
  "disk-full": () => [
    "de schijf van deze server is bijna vol: er wordt niets nieuws bewaard",
    "maak ruimte op de schijf, of laat er minder van vrijhouden: free_disk in de sectie [limits] van config.toml",
  ],
};
