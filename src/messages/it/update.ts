/** `update`, in Italian. */
import type { update as en } from "../en/update.ts";
import { longDate, longMoment, ofDay, onDay, sizeText } from "./units.ts";

export const update: typeof en = {
  works: (version) =>
    `la versione ${version} va bene per questa cartella: su una copia del database, qualcuno ha fatto l'accesso e un messaggio è arrivato`,
  newest: (version) => `è la versione ${version}, e non ce n'è una più recente`,
  available: (version, current, released) =>
    `la versione ${version} ${ofDay(longDate(released))} è disponibile; questa è la ${current}`,
  announced: (version, current, domain) => `il DNS (${domain}) annuncia la versione ${version}; questa è la ${current}`,
  how: (command) => `Per installarla: ${command}`,
  question: (version) => `Installare la versione ${version}? Il server si riavvia, e le app tornano da sole.`,
  notAsked: "senza terminale, non c'è nessuno a cui fare la domanda",
  notDone: "non è stato cambiato nulla",
  downloading: (file, bytes) => `scarica ${file} (${sizeText(bytes)})`,
  trying: (version) => `prova la versione ${version} su una copia del database`,
  backing: "fa un backup",
  restarting: "riavvia il server",
  backedUp: (file) => `Il backup di prima è ${file}.`,
  done: (version) => `la versione ${version} funziona: qualcuno ha fatto l'accesso, e un messaggio è arrivato`,
  atNextStart: (version, command) =>
    `la versione ${version} è installata; dimostrerà di funzionare all'avvio del server: ${command}`,
  undone: (to, from, why) => [
    `qui la versione ${to} non ha funzionato: è di nuovo in funzione la versione ${from}, con tutto ciò che c'era: ${why}`,
    "trasmetti questo messaggio al progetto, e aspetta la versione successiva",
  ],
  refused: (version, output) => [
    `la versione ${version} non va bene per questa cartella, e non è stato cambiato nulla:\n${output}`,
    "guarda che cosa dice; il server continua così com'è",
  ],
  silent: (minutes) => [
    `in ${minutes} minuti il server non ha detto se la nuova versione funziona`,
    "guarda il suo registro: jabber-home logs",
  ],
  hangs: (minutes) => `non è arrivata in fondo in ${minutes} minuti`,
  back: (version) => `la versione ${version} è di nuovo in funzione`,
  backAtNextStart: (version, command) => `la versione ${version} è di nuovo al suo posto; avviala: ${command}`,
  keptNow: (file) => `Tutto ciò che c'era qui all'inizio di quella copia è in ${file}.`,
  questionBack: (version) =>
    `Tornare alla versione ${version}? Non si perde nulla. Il server si riavvia, e le app tornano da sole.`,
  questionLosing: (version, made) =>
    `Tornare alla versione ${version}, e al backup ${ofDay(longMoment(made))}? Ciò che è arrivato da allora (messaggi, account, contatti, modifiche) mancherà.`,
  losing: (made) => `ciò che è arrivato dopo il backup ${ofDay(longMoment(made))} qui va perso`,
  unreadable: (version, output) => `la versione ${version} non può lavorare con il database com'è adesso:\n${output}`,
  noFormer: (file) => [
    `qui non c'è una versione di prima: ${file}`,
    "metti al suo posto, a mano, una versione meno recente: docs/updating.md",
  ],
  noBackupOfBefore: (version, output) => [
    `la versione ${version} non può lavorare con il database com'è adesso, e non c'è un backup di prima dell'aggiornamento:\n${output}`,
    "riprendi a mano un backup meno recente: docs/updating.md",
  ],
  backByPackage: (file) => [
    `${file} appartiene a un pacchetto di questo sistema`,
    "installa il pacchetto di prima, e riprendi il suo backup: docs/updating.md",
  ],
  running: "un altro aggiornamento è in corso",
  notCompiled: () => [
    "non è un eseguibile: il programma gira dai suoi sorgenti",
    "aggiorna i sorgenti stessi: git pull",
  ],
  otherExecutable: (file) => [`il server usa ${file}, e questo programma è un altro`, `chiama quello: ${file} update`],
  byPackage: {
    dpkg: (file) => [
      `${file} appartiene a un pacchetto di questo sistema`,
      "aggiorna il sistema: sudo apt update && sudo apt upgrade",
    ],
    rpm: (file) => [
      `${file} appartiene a un pacchetto di questo sistema`,
      "aggiorna il pacchetto: sudo dnf upgrade jabber-home",
    ],
    apk: (file) => [
      `${file} appartiene a un pacchetto di questo sistema`,
      "aggiorna il pacchetto: apk upgrade jabber-home",
    ],
    container: () => [
      "il programma gira in un container, che si sostituisce per intero",
      "prendi la nuova immagine e rifai il container: docker compose pull && docker compose up -d",
    ],
  },
  notWritable: (file, command) => [`questo utente non ha il permesso di sostituire ${file}`, command],
  noPlace: () => [
    "nessuno ha detto dove si trovano le nuove versioni: il progetto non ha ancora un indirizzo per esse",
    "indicane uno: --from https://… o --from CARTELLA; oppure update.url in config.toml",
  ],
  problems: {
    "no-keys": () => [
      "questo programma è stato costruito senza chiavi di pubblicazione, e quindi non può crederne nessuna",
      "prendi un programma pubblicato, o sostituisci questo a mano",
    ],
    "not-signed": () => [
      "ciò che è pubblicato non è firmato con le chiavi che questo programma conosce",
      "non installarlo; se le chiavi sono cambiate dopo questa versione, prendi quella nuova dove hai preso questa",
    ],
    malformed: (why) => [`la firma è buona, ma il manifesto è sbagliato: ${why}`, "segnalalo al progetto"],
    format: () => [
      "la nuova versione è descritta in un modo che questa non conosce ancora",
      "installa prima una versione intermedia",
    ],
    expired: (expires) => [
      `ciò che è pubblicato lì è scaduto ${onDay(longMoment(expires))}: forse vengono nascoste versioni più recenti`,
      "controlla l'orologio di questa macchina; altrimenti riprova più tardi, o guarda la pagina del progetto",
    ],
    future: (released, now) => [
      `questa versione è ${ofDay(longMoment(released))}, mentre qui adesso è ${onDay(longMoment(now))}`,
      "regola l'orologio di questa macchina",
    ],
    downgrade: (version, current) => [
      `ciò che è pubblicato lì è la versione ${version}, più vecchia di questa, la ${current}`,
      "una versione più vecchia non viene mai installata da sé",
    ],
    "no-target": (target, version) => [
      `la versione ${version} non è stata fatta per ${target}`,
      "aspetta che lo sia, o costruiscila: npm run build",
    ],
    "no-place": (given) => [
      `non c'è nulla di pubblicato in ${given}`,
      "indica una cartella, o un indirizzo che comincia con https://",
    ],
    unreachable: (where, why) => [`${where}: ${why}`, "questa macchina è collegata a Internet? Riprova più tardi"],
    answer: (where, status) => [
      `${where} risponde con il codice ${status}`,
      "controlla l'indirizzo, o riprova più tardi",
    ],
    cut: (file, bytes, of) => [
      `la connessione si è interrotta: di ${file} sono arrivati ${sizeText(bytes)} su ${sizeText(of)}`,
      "dai di nuovo il comando: continua da lì",
    ],
    "no-room": (path, needed, free) => [
      `servono ${sizeText(needed)} in ${path}, e ne sono liberi ${sizeText(free)}`,
      "fai spazio lì, poi dai di nuovo il comando",
    ],
    "wrong-bytes": (file) => [
      `${file} non è ciò che è stato firmato, e non è stato preso`,
      "riprova; se si ripete, il server o la rete modifica i file: segnalalo al progetto",
    ],
  },
};
