/** What is wrong with the files of a home, and what to do about it, in Dutch. */
import type { fileErrors as en } from "../en/file-errors.ts";

export const fileErrors: typeof en = {
  "home-no-folder": ({ home }) => [
    `${home} is geen map`,
    "kies een andere met --home MAP, of zet dat bestand ergens anders",
  ],
  "home-shut": ({ home }) => [`${home} mag niet worden gewijzigd`, `sta het toe: chmod u+rwx ${home}`],
  "home-of-service": ({ home, command, joins }) => [
    `de server van ${home} hoort bij de service van deze machine`,
    joins ? `${command}  (zonder sudo zodra je opnieuw bent ingelogd: je zit in zijn groep)` : command,
  ],
  "home-of-other": ({ home, owner, command }) => [`${home} is van ${owner}`, command],
  "file-of-other": ({ path, owner, remedy }) => [
    `${path} is van ${owner}, en niet van de eigenaar van de map`,
    `geef het terug: ${remedy}`,
  ],
  "file-shut": ({ path }) => [`${path} mag niet worden gelezen of gewijzigd`, `sta het toe: chmod u+rw ${path}`],
  "not-permitted": ({ path }) => [`${path}: geen toegang`, "voer het uit als eigenaar van de map, of met sudo"],
  "read-only": ({ path }) => [
    `${path} staat op een bestandssysteem dat alleen-lezen is`,
    "zo wordt een schijf of SD-kaart die het begeeft: kijk naar  dmesg , en vervang hem; koppel hem anders aan om te schrijven, of kies een andere map met --home MAP",
  ],
  "disk-full": ({ path }) => [
    `de schijf is vol: er is geen ruimte voor ${path}`,
    `maak er ruimte op, en begin opnieuw: df -h ${path}`,
  ],
  "disk-fails": ({ path, why }) => [
    `de schijf begeeft het: ${path} kon niet worden gelezen of geschreven (${why})`,
    "kijk naar  dmesg ; kopieer de map naar een andere schijf zolang dat kan",
  ],
  "no-file": ({ path }) => [
    `${path} is een map of een apparaat, en geen bestand`,
    `zet het opzij: mv ${path} ${path}.old`,
  ],
  "in-the-way": ({ path }) => [
    `${path} staat in de weg van wat de server onder deze naam maakt`,
    `zet het opzij: mv ${path} ${path}.old`,
  ],
  "link-broken": ({ path }) => [
    `${path} is een link naar iets wat er niet is`,
    `staat het op een andere schijf, koppel die dan aan; waar de link heen leidt: ls -l ${path}`,
  ],
  "no-such-file": ({ path }) => [`${path} bestaat niet`, "kijk de naam van het bestand na"],
  "is-folder": ({ path }) => [`${path} is een map`, "noem een bestand"],
  "below-file": ({ path }) => [
    `${path} kan niet bestaan: wat voor de laatste / staat, is een bestand, en geen map`,
    "kies een andere map met --home MAP",
  ],
  "home-locked": ({ home, pid }) => [
    `${home} is in gebruik bij ${pid === undefined ? "een ander proces" : `proces ${pid}`}`,
    "stop dat eerst, of kies een andere map met --home MAP",
  ],
  "update-unfinished": ({ home }) => [
    `een update van ${home} is nog niet klaar: de nieuwe versie heeft zich nog niet bewezen`,
    "start de server, en probeer het dan opnieuw: jabber-home service start, of jabber-home run",
  ],
  "database-newer": ({ path, program, here }) =>
    program === undefined
      ? [
          `${path} is geschreven door een nieuwere versie van dit programma, en dit is versie ${here}`,
          "gebruik die versie, of een latere",
        ]
      : [
          `${path} is geschreven door versie ${program} van dit programma, en dit is versie ${here}`,
          `installeer versie ${program}, of een latere`,
        ],
  "lock-damaged": ({ path }) => [`${path} is beschadigd; er staat niets van waarde in`, `verwijder het: rm ${path}`],
  "database-damaged": ({ path, why }) => [
    `de database ${path} is beschadigd (${why})`,
    `neem de laatste back-up: jabber-home restore BESTAND --replace; heb je er geen, red dan wat nog te lezen is, zet dat ervoor in de plaats, en verwijder ${path}-wal en ${path}-shm: sqlite3 ${path} .recover | sqlite3 ${path}.saved  (met de sqlite3 van sqlite.org, 3.43 of later: die van Debian 12 kan het niet)`,
  ],
};
