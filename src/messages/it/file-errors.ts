/** What is wrong with the files of a home, and what to do about it, in Italian. */
import type { fileErrors as en } from "../en/file-errors.ts";

export const fileErrors: typeof en = {
  "home-no-folder": ({ home }) => [
    `${home} non è una cartella`,
    "scegline un'altra con --home CARTELLA, o sposta questo file",
  ],
  "home-shut": ({ home }) => [`impossibile modificare ${home}`, `datti il permesso: chmod u+rwx ${home}`],
  "home-of-service": ({ home, command, joins }) => [
    `il server di ${home} appartiene al servizio di questa macchina`,
    joins ? `${command}  (senza sudo dal tuo prossimo accesso alla macchina: sei nel suo gruppo)` : command,
  ],
  "home-of-other": ({ home, owner, command }) => [`${home} appartiene a ${owner}`, command],
  "file-of-other": ({ path, owner, remedy }) => [
    `${path} appartiene a ${owner}, e non al proprietario della cartella`,
    `restituisciglielo: ${remedy}`,
  ],
  "file-shut": ({ path }) => [`impossibile leggere o modificare ${path}`, `datti il permesso: chmod u+rw ${path}`],
  "not-permitted": ({ path }) => [
    `${path}: accesso negato`,
    "esegui il comando come proprietario della cartella, o con sudo",
  ],
  "read-only": ({ path }) => [
    `${path} si trova su un file system in sola lettura`,
    "è ciò che diventa un disco o una scheda SD che si guasta: guarda che cosa dice dmesg, e sostituiscilo; altrimenti montalo in scrittura, o scegli un'altra cartella con --home CARTELLA",
  ],
  "disk-full": ({ path }) => [
    `il disco è pieno: non c'è più spazio per ${path}`,
    `fai spazio, poi ricomincia: df -h ${path}`,
  ],
  "disk-fails": ({ path, why }) => [
    `il disco si sta guastando: non è stato possibile leggere o scrivere ${path} (${why})`,
    "guarda che cosa dice dmesg, e copia la cartella su un altro disco finché si può",
  ],
  "no-file": ({ path }) => [
    `${path} è una cartella o un dispositivo, e non un file`,
    `spostalo: mv ${path} ${path}.old`,
  ],
  "in-the-way": ({ path }) => [
    `${path} occupa il posto di ciò che il server crea con questo nome`,
    `spostalo: mv ${path} ${path}.old`,
  ],
  "link-broken": ({ path }) => [
    `${path} è un collegamento a qualcosa che non c'è`,
    `se è su un altro disco, montalo; per vedere dove porta: ls -l ${path}`,
  ],
  "no-such-file": ({ path }) => [`${path} non esiste`, "controlla il nome del file"],
  "is-folder": ({ path }) => [`${path} è una cartella`, "indica un file"],
  "below-file": ({ path }) => [
    `${path} non può esistere: ciò che precede l'ultima / è un file, e non una cartella`,
    "scegli un'altra cartella con --home CARTELLA",
  ],
  "home-locked": ({ home, pid }) => [
    `${home} è in uso da parte ${pid === undefined ? "di un altro processo" : `del processo ${pid}`}`,
    "prima fermalo, o scegli un'altra cartella con --home CARTELLA",
  ],
  "update-unfinished": ({ home }) => [
    `un aggiornamento di ${home} non è finito: la nuova versione non ha ancora dimostrato di funzionare`,
    "avvia il server, poi ricomincia: jabber-home service start, o jabber-home run",
  ],
  "database-newer": ({ path, program, here }) =>
    program === undefined
      ? [
          `${path} è stato scritto da una versione più recente di questo programma, e questa è la versione ${here}`,
          "prendi quella versione, o una più recente",
        ]
      : [
          `${path} è stato scritto dalla versione ${program} di questo programma, e questa è la versione ${here}`,
          `installa la versione ${program}, o una più recente`,
        ],
  "lock-damaged": ({ path }) => [`${path} è danneggiato; non contiene nulla di importante`, `eliminalo: rm ${path}`],
  "database-damaged": ({ path, why }) => [
    `il database ${path} è danneggiato (${why})`,
    `riprendi l'ultimo backup: jabber-home restore FILE --replace; senza backup, recupera ciò che ancora si legge, mettilo al suo posto, ed elimina ${path}-wal e ${path}-shm: sqlite3 ${path} .recover | sqlite3 ${path}.saved  (con lo sqlite3 di sqlite.org, 3.43 o più recente: quello di Debian 12 non lo sa fare)`,
  ],
};
