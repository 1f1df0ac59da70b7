/** What is wrong with the files of a home, and what to do about it, in German. */
import type { fileErrors as en } from "../en/file-errors.ts";

export const fileErrors: typeof en = {
  "home-no-folder": ({ home }) => [
    `${home} ist kein Ordner`,
    "wähle einen anderen mit --home ORDNER, oder lege diese Datei beiseite",
  ],
  "home-shut": ({ home }) => [`${home} darf nicht verändert werden`, `erlaube es: chmod u+rwx ${home}`],
  "home-of-service": ({ home, command, joins }) => [
    `der Server von ${home} gehört zum Dienst dieses Rechners`,
    joins ? `${command}  (ohne sudo, sobald du dich neu angemeldet hast: Du bist in seiner Gruppe)` : command,
  ],
  "home-of-other": ({ home, owner, command }) => [`${home} gehört ${owner}`, command],
  "file-of-other": ({ path, owner, remedy }) => [
    `${path} gehört ${owner} und nicht dem Besitzer des Ordners`,
    `gib es zurück: ${remedy}`,
  ],
  "file-shut": ({ path }) => [`${path} darf nicht gelesen oder verändert werden`, `erlaube es: chmod u+rw ${path}`],
  "not-permitted": ({ path }) => [
    `${path}: keine Berechtigung`,
    "führe es als Besitzer des Ordners aus, oder mit sudo",
  ],
  "read-only": ({ path }) => [
    `${path} ist auf einem Dateisystem, das schreibgeschützt ist`,
    "das geschieht, wenn eine Festplatte oder SD-Karte kaputtgeht: Sieh dir  dmesg  an, und ersetze sie; sonst hänge es zum Schreiben ein, oder wähle einen anderen Ordner mit --home ORDNER",
  ],
  "disk-full": ({ path }) => [
    `die Festplatte ist voll: Für ${path} ist kein Platz`,
    `schaffe dort Platz und starte noch einmal: df -h ${path}`,
  ],
  "disk-fails": ({ path, why }) => [
    `die Festplatte versagt: ${path} konnte nicht gelesen oder geschrieben werden (${why})`,
    "sieh dir  dmesg  an; kopiere den Ordner auf eine andere Festplatte, solange das geht",
  ],
  "no-file": ({ path }) => [
    `${path} ist ein Ordner oder ein Gerät und keine Datei`,
    `lege es beiseite: mv ${path} ${path}.old`,
  ],
  "in-the-way": ({ path }) => [
    `${path} ist dem im Weg, was der Server unter diesem Namen anlegt`,
    `lege es beiseite: mv ${path} ${path}.old`,
  ],
  "link-broken": ({ path }) => [
    `${path} ist ein Link auf etwas, das nicht da ist`,
    `liegt es auf einer anderen Festplatte, hänge sie ein; wohin er führt: ls -l ${path}`,
  ],
  "no-such-file": ({ path }) => [`${path} gibt es nicht`, "prüfe den Namen der Datei"],
  "is-folder": ({ path }) => [`${path} ist ein Ordner`, "nenne eine Datei"],
  "below-file": ({ path }) => [
    `${path} kann es nicht geben: Was vor dem letzten / steht, ist eine Datei und kein Ordner`,
    "wähle einen anderen Ordner mit --home ORDNER",
  ],
  "home-locked": ({ home, pid }) => [
    `${home} wird von ${pid === undefined ? "einem anderen Prozess" : `Prozess ${pid}`} benutzt`,
    "beende ihn zuerst, oder wähle einen anderen Ordner mit --home ORDNER",
  ],
  "update-unfinished": ({ home }) => [
    `eine Aktualisierung von ${home} ist nicht abgeschlossen: Die neue Version hat sich noch nicht bewährt`,
    "starte den Server und ruf das hier noch einmal auf: jabber-home service start oder jabber-home run",
  ],
  "database-newer": ({ path, program, here }) =>
    program === undefined
      ? [
          `${path} wurde von einer neueren Version dieses Programms geschrieben, und das hier ist Version ${here}`,
          "nimm jene Version oder eine spätere",
        ]
      : [
          `${path} wurde von Version ${program} dieses Programms geschrieben, und das hier ist Version ${here}`,
          `installiere Version ${program} oder eine spätere`,
        ],
  "lock-damaged": ({ path }) => [`${path} ist beschädigt; es enthält nichts von Wert`, `lösche es: rm ${path}`],
  "database-damaged": ({ path, why }) => [
    `die Datenbank ${path} ist beschädigt (${why})`,
    `nimm die letzte Sicherung: jabber-home restore DATEI --replace; ohne Sicherung rette, was sich lesen lässt, lege das an ihre Stelle, und lösche ${path}-wal und ${path}-shm: sqlite3 ${path} .recover | sqlite3 ${path}.saved  (mit dem sqlite3 von sqlite.org, ab 3.43: das von Debian 12 kann es nicht)`,
  ],
};
