/** What is said where an operation was not done, in German. */
import type { FailureMessages } from "../en/failures.ts";
import { moveIn } from "./move-in.ts";
import { sizeText } from "./units.ts";

export const failures: FailureMessages = {
  "malformed-request": ({ field }) => [`in der Anfrage fehlt „${field}“`],
  "no-domain-served": () => ["es gibt noch keine Domain", "führe jabber-home setup aus"],
  "domain-not-served": ({ domain, domains }) => [
    `${domain} gibt es auf diesem Server nicht`,
    `wähle eine davon: ${domains.join(", ")}`,
  ],
  "not-a-domain": ({ given }) => [`„${given}“ ist keine Domain`, "nenne nur den Teil hinter dem @, wie beispiel.de"],
  "not-an-address": ({ given, why }) => [`„${given}“ ist keine Adresse: ${why}`],
  "not-an-account": ({ given, domain }) => [
    `„${given}“ ist nicht die Adresse eines Kontos`,
    `schreib sie so: alice@${domain}`,
  ],
  "account-exists": ({ account }) => [
    `${account}: dieses Konto gibt es schon`,
    "wähle einen anderen Namen, oder ändere das Passwort: jabber-home user passwd JID",
  ],
  "no-such-account": ({ account }) => [
    `ein Konto ${account} gibt es nicht`,
    "prüfe die Schreibweise: jabber-home user list",
  ],
  "bad-password": ({ account }) => [
    `${account}: das kann kein Passwort sein`,
    "wähle ein anderes aus Buchstaben, Ziffern, Zeichen und Leerzeichen: kein Tabulator und nichts Unsichtbares",
  ],
  "short-password": ({ account, minimum }) => [
    `${account}: ein Passwort hat mindestens ${minimum} Zeichen`,
    "wähle ein längeres: Mehrere Wörter hintereinander lassen sich gut merken",
  ],
  "accounts-elsewhere": ({ source }) =>
    source === "system"
      ? [
          "Konten werden nicht hier angelegt: Es sind die Unix-Konten dieses Rechners",
          "lege die Person auf dem Rechner an (sudo adduser NAME): Das Konto erscheint hier, wenn sie sich zum ersten Mal anmeldet",
        ]
      : [
          `Konten werden nicht hier angelegt: auth.source in config.toml sagt, wer sie kennt (${source})`,
          "lege die Person dort an: Das Konto erscheint hier, wenn sie sich zum ersten Mal anmeldet",
        ],
  "password-elsewhere": ({ account, source }) =>
    source === "system"
      ? [
          `das Passwort von ${account} ist das des Unix-Kontos: Es liegt nicht hier`,
          "ändere es auf dem Rechner: passwd",
        ]
      : [
          `das Passwort von ${account} liegt nicht hier: auth.source in config.toml sagt, wer es kennt (${source})`,
          "ändere es dort",
        ],
  "not-a-picture": () => ["das ist kein Bild, das Apps anzeigen", "nimm JPEG, PNG, GIF oder WebP"],
  "picture-too-large": ({ maximum }) => [`ein Bild hat höchstens ${maximum} Bytes`],
  "name-too-long": ({ maximum }) => [`ein Name hat höchstens ${maximum} Zeichen, die alle sichtbar sind`],
  "only-administrator": ({ account }) => [
    `${account} ist der einzige Administrator und wurde nicht gelöscht: Niemand könnte den Server mehr aus einer App verwalten`,
    "gib zuerst jemand anderem das Recht: einem neuen Konto mit jabber-home user add JID --admin, einem bestehenden mit dem Befehl „Who administers“ in deiner App",
  ],
  "own-account": ({ account }) => [
    `du bist selbst als ${account} angemeldet`,
    "lass es einen anderen Administrator tun",
  ],
  "not-a-room": ({ given, example }) => [
    `„${given}“ ist nicht die Adresse eines Gruppenchats`,
    `schreib sie so: ${example}`,
  ],
  "no-rooms-there": ({ domain, services, example }) => [
    `unter ${domain} gibt es hier keine Gruppenchats: Sie sind unter ${services.join(", ")}`,
    `schreib es so: ${example}`,
  ],
  "no-such-room": ({ room }) => [`einen Gruppenchat ${room} gibt es nicht`, "siehe jabber-home room list"],
  "room-exists": ({ room }) => [
    `einen Gruppenchat ${room} gibt es schon`,
    `wähle einen anderen Namen, oder sieh ihn dir an: jabber-home room show ${room}`,
  ],
  "room-name-too-long": () => ["dieser Name ist zu lang", "wähle einen mit höchstens 1023 Zeichen"],
  "nobodys-address": ({ given, domain }) => [
    `„${given}“ ist weder die Adresse von jemandem noch eine Domain`,
    `schreib sie so: alice@${domain}`,
  ],
  "owner-not-named": () => ["wem soll er gehören?", "nenne den Besitzer mit --owner JID"],
  "domain-cannot-own": () => [
    "eine ganze Domain kann einen Gruppenchat weder besitzen noch verwalten",
    "nenne eine einzelne Adresse",
  ],
  "last-owner": ({ room }) => [`${room} hätte keinen Besitzer mehr`, "mach zuerst jemand anderen zum Besitzer"],
  "not-an-affiliation": ({ given, affiliations }) => [
    `„${given}“ ist keine Zugehörigkeit`,
    `wähle eine davon: ${affiliations.join(", ")}`,
  ],
  "too-many-affiliations": ({ room }) => [
    `${room} hat so viele Mitglieder und Ausgeschlossene, wie ein Gruppenchat haben darf`,
    "erhöhe rooms.max_affiliations in config.toml und starte neu",
  ],
  "no-such-file": ({ file }) => [
    `eine Datei ${file} gibt es nicht oder nicht mehr`,
    "kopiere ihre ganze Adresse aus der Nachricht, oder siehe jabber-home files --account JID --json",
  ],
  "no-such-circle": ({ circle }) => [`einen Kreis „${circle}“ gibt es nicht`, "siehe jabber-home circle list"],
  "circle-exists": ({ circle }) => [
    `einen Kreis „${circle}“ gibt es schon`,
    "wähle einen anderen Namen, oder nimm Personen darin auf: jabber-home circle add KREIS JID",
  ],
  "not-a-circle-name": () => [
    "so kann ein Kreis nicht heißen",
    "wähle höchstens 60 Zeichen: Buchstaben, Ziffern, Zeichen und Leerzeichen",
  ],
  "too-many-circles": ({ maximum }) => [
    `es gibt ${maximum} Kreise, mehr dürfen es nicht sein`,
    "lösche einen, oder erhöhe circles.max_circles in config.toml und starte neu",
  ],
  "circle-full": ({ circle, maximum }) => [
    `„${circle}“ hat nicht für so viele Platz: In einem Kreis sind höchstens ${maximum} Personen`,
    "lege einen zweiten Kreis an, oder erhöhe circles.max_people in config.toml und starte neu",
  ],
  "too-many-circles-of-account": ({ account, maximum }) => [
    `${account} ist in ${maximum} Kreisen, mehr dürfen es nicht sein`,
    "nimm das Konto zuerst aus einem anderen heraus, oder erhöhe circles.max_per_account in config.toml und starte neu",
  ],
  "not-in-circle": ({ account, circle }) => [
    `${account} ist nicht in „${circle}“`,
    `siehe jabber-home circle show "${circle}"`,
  ],
  "no-administrator": () => [
    "niemand verwaltet diesen Server, dem der Gruppenchat des Kreises gehören könnte",
    "gib zuerst jemandem das Recht: jabber-home user add JID --admin",
  ],
  "announcement-empty": () => [
    "es gibt nichts zu sagen",
    'schreib es zwischen Anführungszeichen: jabber-home announce "…"',
  ],
  "announcement-too-long": ({ maximum }) => [
    `das ist zu lang für eine Durchsage: höchstens ${maximum} Zeichen`,
    "sag, wo der Rest zu lesen ist",
  ],
  "no-renewal-waits": () => ["nichts wartet auf eine Antwort", "fang noch einmal an"],
  "no-such-invitation": () => [
    "diese Einladung gilt nicht: Es gab sie nie, sie wurde benutzt oder zurückgezogen, oder sie ist abgelaufen",
    "sieh dir die offenen an: jabber-home invite list",
  ],
  "may-not-invite": ({ account }) => [
    `${account} darf dazu niemanden einladen`,
    "siehe contacts und accounts im Abschnitt [invitations] von config.toml",
  ],
  "registration-closed": () => [
    "mit einer Einladung kann hier niemand ein Konto anlegen: Die Registrierung ist geschlossen",
    'schreib policy = "invitation" in den Abschnitt [registration] von config.toml, oder leg das Konto an: jabber-home user add JID',
  ],
  "too-many-invitations": ({ maximum }) => [
    `${maximum} Einladungen sind schon offen`,
    "zieh einige zurück (jabber-home invite list), oder warte, bis sie enden",
  ],
  "name-invited": ({ account }) => [
    `eine offene Einladung hält ${account} für jemanden frei`,
    "wähle einen anderen Namen, oder zieh jene zurück: jabber-home invite list",
  ],
  "name-reserved": ({ account }) => [`${account} kann niemand wählen`, "wähle einen anderen Namen"],
  "other-name": ({ account }) => [`diese Einladung ist für ${account}`, "nimm diesen Namen"],
  "bad-uses": ({ maximum }) => [`eine Einladung ist für 1 bis ${maximum} Personen`],
  "one-name-many-uses": () => ["einen Namen kann nur eine Person haben", "lass den Namen weg, oder --uses"],
  "note-too-long": ({ maximum }) => [`eine Notiz hat höchstens ${maximum} Zeichen`],
  "bad-validity": ({ maximum }) => [
    `eine Einladung gilt eine Minute bis ${maximum} Tage`,
    "schreib es so: 7d, 24h oder 30m",
  ],
  "no-pages": () => [
    "dieser Server hat keine Seiten, auf denen sich ein neues Passwort wählen ließe",
    "setze selbst ein anderes: jabber-home user passwd JID; oder schalte die Seiten ein: listen.https in config.toml",
  ],
  "no-web-pages": () => [
    "dieser Server hat keine Seiten, die ein Telefon öffnen könnte",
    "schalte sie ein: listen.https in config.toml",
  ],
  "own-domain": ({ domain }) => [`${domain} ist von diesem Server`, "frag einen anderen Server"],
  "old-account": (of) => moveIn.problems[of.problem](of),
  "old-account-here": ({ account }) => [
    `${account} ist ein Konto dieses Servers`,
    "nenne eines auf einem anderen Server",
  ],
  "move-in-runs": ({ account }) => [
    `in ${account} zieht gerade jemand ein`,
    "warte, bis das erledigt ist, oder sieh nach: jabber-home logs",
  ],
  "too-many-move-ins": () => ["mehrere Konten ziehen gerade ein", "versuche es in ein paar Minuten noch einmal"],
  "too-many-attempts": () => ["zu viele Fehlversuche", "versuche es in ein paar Minuten noch einmal"],
  "import-runs": () => ["ein anderer Import läuft gerade", "warte, bis er fertig ist"],
  "no-import": () => ["dieser Import ist vorbei", "fang ihn noch einmal an: Er macht dort weiter, wo er war"],
  "backup-runs": () => ["eine andere Sicherung läuft gerade", "warte, bis sie fertig ist"],
  "backup-no-room": ({ needed, free }) => [
    `für eine Sicherung braucht die Festplatte des Servers vorübergehend ${sizeText(needed)}, und ${sizeText(free)} sind frei`,
    "schaffe dort Platz: Die Datenbank wird kopiert, bevor sie eingepackt wird",
  ],
  "backup-damaged": ({ why }) => [
    `die Datenbank ist beschädigt, darum wurde keine Sicherung von ihr gemacht (${why})`,
    "behalte die Sicherungen, die du hast, und beende den Server: jabber-home restore DATEI nimmt die letzte gute",
  ],
  "disk-full": ({ why }) => [
    why,
    "schaffe Platz auf der Festplatte, oder lass weniger davon freihalten: free_disk im Abschnitt [limits] von config.toml",
  ],
};
