/** What `move-in` and the section of the account's page say, in German. */
import type { moveIn as en } from "../en/move-in.ts";
import { counted } from "./units.ts";

export const moveIn: typeof en = {
  oldPassword: (account) => `Passwort von ${account} beim alten Server (es wird nicht aufbewahrt)`,
  followQuestion: "Deine Kontakte bitten, zur neuen Adresse zu folgen?",
  signedIn: (account) => `angemeldet als ${account}`,
  stages: {
    contacts: "Kontakte",
    vcards: "Profil",
    blocked: "blockierte Adressen",
    preferences: "Wahl, was archiviert wird",
    private: "Lesezeichen und private Daten",
    nodes: "Veröffentlichtes",
    archived: "Verlauf",
    following: "die Kontakte werden gebeten zu folgen",
  },
  stage: (name, done, total) => (total === undefined ? `${name}: ${done}` : `${name}: ${done} von ${total}`),
  head: (from, to) => `Was von ${from} zu ${to} mitgekommen ist:`,
  headTrial: (from, to) => `Was von ${from} zu ${to} mitkäme; es wurde nichts geändert, weder dort noch hier:`,
  noMessageCount: "Nachrichten des Verlaufs: Der alte Server sagt nicht, wie viele es sind, bevor sie kopiert werden",
  nothing: "nichts",
  alreadyHere: (count) => `, ${count} ${count === 1 ? "war" : "waren"} schon hier`,
  leftHead: "Was nicht mitkommen kann, und warum:",
  moreLeft: (count) => `und ${count} weitere (--json nennt alle)`,
  stays: [
    "Einiges bleibt beim alten Konto, weil keine App es bekommt: Leute, die Kontakte werden wollten und auf Antwort warten; verschickte Dateien (ihre Links führen weiter zum alten Server); Mitgliedschaften in Gruppenchats (bitte die Besitzer geschlossener, die neue Adresse hereinzulassen).",
    "Verschlüsselte Chats fangen neu an: Jede App macht für die neue Adresse eigene Schlüssel.",
  ],
  asked: (count) =>
    `${counted(count, "Kontakt wird", "Kontakte werden")} gebeten zu folgen. Wo ihr Server XEP-0283 kennt, war das alles; andere fragt ihre App, wie bei einem neuen Kontakt. Behalte das alte Konto, bis sie geantwortet haben: Es bürgt für die neue Adresse.`,
  askedTrial: (count) => `${counted(count, "Kontakt würde", "Kontakte würden")} gebeten zu folgen`,
  notAsked: "Die Kontakte wurden nicht gebeten zu folgen: Jeder muss neu hinzugefügt werden.",
  notStated: (from) =>
    `${from} ließ sich nicht dazu bringen zu sagen, wohin es umgezogen ist: Jeder Kontakt muss die neue Adresse von Hand bestätigen.`,
  choose: (to, link) => `Wähle das Passwort von ${to} (der Link gilt einen Tag): ${link}`,
  noPassword: (to) => `${to} hat kein Passwort, das jemand kennt: jabber-home user passwd ${to}`,
  signInAgain: "Schon angemeldete Apps sehen die Kontakte, sobald sie sich neu anmelden.",
  exists: (to) => `${to} gibt es schon`,
  existsRemedy: (to) =>
    `wenn alles in dieses Konto kommen soll, nenne es: --to ${to}; oder wähle einen anderen Namen: --to NAME`,
  ended: () => [
    "der Server hat mittendrin aufgehört",
    "was kopiert wurde, bleibt: Starte ihn, und gib denselben Befehl noch einmal",
  ],
  problems: {
    "no-server": ({ domain, why }) => [`${domain} ist kein Server für Apps: ${why}`, "prüfe die Adresse"],
    unreachable: ({ domain, why }) => [`${domain} ist nicht erreichbar: ${why}`, "versuche es später noch einmal"],
    "no-tls": ({ domain, why }) => [
      `an ${domain} wird kein Passwort unverschlüsselt gesendet: ${why}`,
      "frag den Administrator dort",
    ],
    certificate: ({ domain, why }) => [
      `${domain} beweist nicht, dass es ${domain} ist: ${why}`,
      "frag den Administrator dort; eine eigene Zertifizierungsstelle nennt federation.ca_file",
    ],
    password: ({ account }) => [
      `der alte Server akzeptiert das Passwort von ${account} nicht`,
      "prüfe Adresse und Passwort",
    ],
    refused: ({ account, why }) => [
      `der alte Server lässt ${account} sich nicht anmelden: ${why}`,
      "frag den Administrator dort",
    ],
    lost: ({ domain, why }) => [
      `die Verbindung zu ${domain} ist mittendrin abgebrochen: ${why}`,
      "was kopiert wurde, bleibt; fang noch einmal an, dann geht es von dort weiter",
    ],
  },
  page: {
    title: "Dein altes Konto herholen",
    lead: "Wenn du ein Konto auf einem anderen Server hast, kann alles davon hierher kommen: Kontakte, Lesezeichen, Profil, Veröffentlichtes, blockierte Adressen und der Verlauf. Das Passwort wird einmal benutzt, um sich dort wie eine App anzumelden, und weder aufbewahrt noch aufgeschrieben.",
    address: "Deine alte Adresse",
    addressHint: "alice@anderswo.de",
    password: "Ihr Passwort",
    follow: "Meine Kontakte bitten, zu dieser Adresse zu folgen",
    button: "Herholen",
    running: (from) => `${from} wird kopiert. Du kannst diese Seite schließen; es geht weiter.`,
    look: "Noch einmal nachsehen",
    done: (from) => `${from} ist mitgekommen.`,
    failed: (from) => `${from} ist nicht mitgekommen, oder nicht ganz:`,
    started: "Es hat angefangen.",
    again: "Du kannst noch einmal anfangen: Was schon hier ist, wird nicht doppelt.",
  },
};
