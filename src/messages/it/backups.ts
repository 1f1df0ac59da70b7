/** `backup` and `restore`, in Italian. */
import type { backups as en } from "../en/backups.ts";
import { counted, longMoment, onDay, sizeText } from "./units.ts";

export const backups: typeof en = {
  made: (path, bytes) => `il backup è ${path} (${sizeText(bytes)}), riletto e confrontato`,
  secret: "Chi lo ha possiede tutto, chiavi e messaggi: tienilo dove nessun altro lo legge.",
  counts: ({ accounts, messages, rooms, files }) =>
    [
      counted(accounts, "account", "account"),
      counted(messages, "messaggio archiviato", "messaggi archiviati"),
      counted(rooms, "stanza", "stanze"),
      counted(files, "file inviato", "file inviati"),
    ].join(", "),
  content: ({ domains, created, host, version, bytes, beforeUpdate }) =>
    [
      `un backup di ${domains.join(", ")}`,
      `  fatto ${onDay(longMoment(created))} su ${host}, da jabber-home ${version}`,
      ...(beforeUpdate === undefined ? [] : [`  prima dell'aggiornamento alla versione ${beforeUpdate}`]),
      `  ${sizeText(bytes)} una volta decompresso`,
    ].join("\n"),
  askPassphrase: "La frase segreta del backup",
  oneKey: () => [
    "un backup è cifrato con una frase segreta, o per una chiave",
    "indicane una: --passphrase-file o --identity",
  ],
  oneRecipient: () => [
    "un backup è cifrato con una frase segreta, o per una chiave",
    "indicane una: --passphrase-file o --recipient",
  ],
  notBoth: () => [
    "un backup prima di un aggiornamento sta nella cartella del server, così com'è",
    "togli --to, --passphrase-file e --recipient",
  ],
  noVersion: (given) => [`${given} non è una versione`, "scrivila com'è pubblicata: --before-update 1.2.3"],
  noIdentity: (path) => [
    `${path} non è un file di age-keygen`,
    "una delle sue righe comincia con AGE-SECRET-KEY-1; se il file stesso è cifrato, aprilo prima: age -d",
  ],
  noRecipient: (given) => [
    `${given} non è una chiave pubblica di age`,
    "scrivi ciò che age-keygen ha mostrato: age1 e 58 lettere",
  ],
  question: (home) => `Metterlo in ${home}?`,
  questionAside: (home) =>
    `Metterlo al posto di ciò che è in ${home}? Quello viene conservato, in una cartella nello stesso luogo.`,
  notAsked: () => ["manca --no-input", "senza terminale, non c'è nessuno a cui fare la domanda"],
  notDone: "non è stato cambiato nulla",
  noSuchAccount: (account) => [
    `il backup non ha un account ${account}`,
    "forse lo ha un backup meno recente, o uno più recente",
  ],
  questionAccount: (account, isHere) =>
    isHere
      ? `Ridare a ${account} ciò che gli manca? Ciò che c'è adesso resta.`
      : `Ricreare l'account ${account}, com'è nel backup?`,
  accountBack: (account, wasHere) =>
    wasHere ? `Ciò che è tornato in ${account}; ciò che c'era è rimasto:` : `${account} esiste di nuovo, con:`,
  accountTrial: (account, wasHere) =>
    wasHere
      ? `Ciò che tornerebbe in ${account}; non è stato cambiato nulla:`
      : `${account} esisterebbe di nuovo; non è stato cambiato nulla. Avrebbe:`,
  askContacts:
    "La password è quella del backup. I contatti a cui è stata annunciata la scomparsa dell'account lo vedono di nuovo dopo averlo accettato un'altra volta.",
  wouldRestore: (home, isThere) =>
    isThere
      ? `Il backup è integro. Verrebbe messo in ${home}, e ciò che vi si trova, conservato in una cartella; non è stato cambiato nulla.`
      : `Il backup è integro. Verrebbe messo in ${home}; non è stato cambiato nulla.`,
  restored: (home) => `il backup è al suo posto: ${home}`,
  former: (path) => `Ciò che c'era prima è in ${path}; eliminalo quando tutto va bene.`,
  notSent: (count) =>
    count === 1
      ? "Un invio attendeva un altro server e non partirà, perché forse è partito dopo il backup; --send-waiting lo invia."
      : `${count} invii attendevano altri server e non partiranno, perché forse sono partiti dopo il backup; --send-waiting li invia.`,
  notSentForSetup: (count) =>
    count === 1
      ? "Un invio attendeva un altro server e non partirà, perché forse è partito dopo il backup."
      : `${count} invii attendevano altri server e non partiranno, perché forse sono partiti dopo il backup.`,
  signIn: "Le app si riconnettono da sole con la loro password, i browser la chiedono.",
  next: (command) => `Per avviarlo: ${command}`,
  exists: (path) => [`${path} esiste già`, "scegli un altro nome: nessun backup viene sovrascritto"],
  running: (home) => [`un server è in funzione su ${home}`, "prima fermalo: jabber-home service stop"],
  newerHome: (changed, created) => [
    `la cartella è cambiata ${onDay(longMoment(changed))}, e il backup è meno recente: ${longMoment(created)}`,
    "restore con --replace prende quello meno recente, e conserva in una cartella ciò che c'è adesso",
  ],
  somethingElse: (path) => [
    `${path} non è vuota, e non è la cartella di un server`,
    "indica una cartella vuota, o che non esiste: --home CARTELLA",
  ],
  problems: {
    "not-a-backup": () => [
      "non è un backup di jabber-home",
      "indica un file che è stato scritto da jabber-home backup",
    ],
    cut: () => [
      "il file finisce troppo presto: non è stato scritto o copiato fino in fondo",
      "copialo di nuovo, o prendi un altro backup",
    ],
    damaged: (path) => [
      path === "" ? "il file è danneggiato" : `il file è danneggiato: ${path} non è più come al momento del backup`,
      "copialo di nuovo, o prendi un altro backup",
    ],
    hostile: (path) => [
      path === "" ? "contiene ciò che nessun backup contiene" : `contiene ciò che nessun backup contiene: ${path}`,
      "qualcuno ha modificato il file: prendi un altro backup",
    ],
    newer: (version) => [
      `il backup è stato fatto da jabber-home ${version}, più recente di questo programma`,
      `installa la versione ${version} o una successiva, e riprova`,
    ],
    "no-room": (path, needed, free) => [
      `servono ${sizeText(needed)} in ${path}, e ne sono liberi ${sizeText(free)}`,
      "fai spazio lì, o scegli un altro disco",
    ],
    "database-damaged": (why) => [`il database è danneggiato (${why})`, "prendi un altro backup"],
    changed: (path) => [`${path} è cambiato durante la lettura`, "riprova"],
    encrypted: (by) =>
      by === "passphrase"
        ? [
            "il backup è cifrato con una frase segreta",
            "indica un file che la contiene: --passphrase-file FILE, o - per lo standard input",
          ]
        : [
            "il backup è cifrato per una chiave di age",
            "indica il file di age-keygen che ne contiene la metà segreta: --identity FILE",
          ],
    passphrase: () => ["non è la frase segreta di questo backup", "riprova"],
    identity: () => [
      "il backup è cifrato per una chiave diversa da quelle di questo file",
      "indica il file la cui chiave pubblica è backup.recipient su questo server: --identity FILE",
    ],
    "no-folder": (path) => [
      `la cartella ${path} non esiste`,
      "il disco o la chiavetta è collegato? Altrimenti crea questa cartella, o indicane un'altra: backup.folder in config.toml",
    ],
    "not-writable": {
      service: (path) => [
        `il servizio non ha il permesso di scrivere in ${path}`,
        "daglielo, e riavvialo: sudo jabber-home service install; altrimenti è il disco a essere in sola lettura",
      ],
      readOnly: (path) => [
        `il disco di ${path} è in sola lettura`,
        "la chiavetta è protetta dalla scrittura? Altrimenti montala in modo che ci si possa scrivere",
      ],
      denied: (path, user) => [
        `${user} non ha il permesso di scrivere in ${path}`,
        `daglielo: sudo chown ${user}: ${path}; una chiavetta in FAT va montata con uid=${user}`,
      ],
    },
    other: (why) => [why, "guarda che cosa è stato annotato: jabber-home logs"],
    runs: () => ["un altro backup è in corso", "aspetta che sia finito"],
  },
};
