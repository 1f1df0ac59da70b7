/** What the import from another server says, in Italian. */
import type { imports as en } from "../en/import.ts";
import { counted } from "./units.ts";

export const imports: typeof en = {
  sources: {
    prosody: "Prosody",
    ejabberd: "ejabberd",
    jabberd2: "jabberd2",
    jabberd14: "jabberd14",
    xep0227: "file in formato XEP-0227",
  },
  checking: (count) => `lettura di tutto: ${count}`,
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)}% (${done} su ${total})`,
  headTrial: (source, path) => `Che cosa arriverebbe da ${source} (${path}); non è stato cambiato nulla:`,
  head: (source, path) => `Che cosa è arrivato da ${source} (${path}):`,
  domain: (from, to) => (from === to ? `${from}` : `${from}, che qui si chiama ${to}`),
  nothing: "nulla",
  knownToo: (count) => `${count} già qui`,
  alreadyHere: (count) => (count === 1 ? ", 1 era già qui" : `, ${count} erano già qui`),
  perAccount: "Chi, e quanto di che cosa:",
  moreAccounts: (count) => `e ${counted(count, "altro account", "altri account")} (--json li dà tutti)`,
  nothingLeft: "Può arrivare tutto.",
  leftHead: "Che cosa non può arrivare, e perché:",
  moreLeft: (count) => `e altri ${count} (--json dà tutto)`,
  ofServer: "il server",
  entry: (of, what) => `${of}: ${what}`,
  rooms: (names) =>
    `Le stanze e i file continuano a rispondere a ${names}: conserva i record DNS di questi nomi, e mettili nel certificato (jabber-home dns mostra che cosa serve)`,
  roomsTrial: (names) => `Le stanze e i file continuerebbero a rispondere a ${names}`,
  filePort: (port) =>
    `Forse i link ai file contengono la porta ${port}. Se è così, fai portare anche quella porta a quella di listen.https, nel router o con il firewall della macchina.`,
  resetHead:
    "Questi account non hanno una password che possa arrivare. Invia a ognuno il link per sceglierne una nuova (vale una settimana):",
  resetTrial: (count) =>
    `${counted(count, "account non ha", "account non hanno")} una password che possa arrivare: per ognuno verrà creato un link per sceglierne una nuova`,
  resetWithoutPages: (accounts) =>
    `Questi account non hanno una password che possa arrivare, e non ci sono pagine per sceglierne una: ${accounts}. Danne una a ognuno: jabber-home user passwd JID`,
  oldHashes:
    "Alcune password sono arrivate sotto forma di chiavi di un tipo vecchio. Finché i loro proprietari non hanno fatto l'accesso una volta con un'app che invia la password o crea nuove chiavi, e al massimo per novanta giorni, a tutte le app si offre solo questo tipo; quelle che ne esigono uno più recente lo dicono.",
  next: "Avvia il server: jabber-home run, o jabber-home service start",
  isHere: "Tutto è nel server in funzione: le app connesse lo vedono adesso.",
  restart:
    "Tutto è nel server in funzione. Risponderà ai nomi qui sopra dopo il prossimo avvio: jabber-home service restart, oppure fermalo e avvialo di nuovo",
  ended: () => [
    "il server si è fermato a metà: ciò che è arrivato fin lì è salvato",
    "ricomincia l'importazione, che il server sia in funzione o no: continua da dove era arrivata",
  ],
  notAsked: () => [
    "manca: --no-input",
    "indica che non si deve chiedere nulla: --no-input; per vedere prima: --dry-run",
  ],
  kinds: {
    accounts: (count) => counted(count, "account", "account"),
    contacts: (count) => counted(count, "contatto", "contatti"),
    requests: (count) => counted(count, "richiesta di contatto in attesa", "richieste di contatto in attesa"),
    vcards: (count) => counted(count, "profilo", "profili"),
    private: (count) => counted(count, "dato privato di un'app", "dati privati di app"),
    nodes: (count) => counted(count, "nodo", "nodi"),
    items: (count) => counted(count, "elemento pubblicato", "elementi pubblicati"),
    blocked: (count) => counted(count, "indirizzo bloccato", "indirizzi bloccati"),
    privacy: (count) => counted(count, "elenco di filtri", "elenchi di filtri"),
    offline: (count) => counted(count, "messaggio in attesa", "messaggi in attesa"),
    preferences: (count) => counted(count, "scelta di che cosa si archivia", "scelte di che cosa si archivia"),
    archived: (count) => counted(count, "messaggio della cronologia", "messaggi della cronologia"),
    push: (count) => counted(count, "app da svegliare", "app da svegliare"),
    files: (count) => counted(count, "file", "file"),
    rooms: (count) => counted(count, "stanza", "stanze"),
    "room-messages": (count) => counted(count, "messaggio di una stanza", "messaggi di stanze"),
    circles: (count) => counted(count, "cerchia", "cerchie"),
    invitations: (count) => counted(count, "invito", "inviti"),
    other: (count) => counted(count, "altra cosa", "altre cose"),
  },
  reasons: {
    address: "non è un indirizzo, o il suo dominio non arriva",
    malformed: "il formato non è quello giusto",
    "too-large": "è più grande o più numeroso di ciò che un account può avere qui",
    "privacy-list": "regole che vanno oltre «nulla da questo indirizzo»: blocca chi vuoi in un'app",
    unknown: "qui non si conosce nulla di questo tipo",
    "no-account": "non appartiene a nessun account che arriva",
    "file-missing": "il file non è dove dovrebbe essere",
    unreadable: "il vecchio server lo conserva in una forma che non dice nulla",
    "cut-off": "il dato si interrompe a metà, come dopo un guasto",
    "of-no-use": "è concluso, o serviva solo al vecchio server",
    "not-given": "il vecchio server non l'ha dato",
    "not-asked": "non se ne invitano così tanti per volta a seguire: aggiungi questo in un'app",
    "old-address": "appartiene al vecchio indirizzo: le app ne creano un altro per quello nuovo",
  },
  problems: {
    unreadable: ({ why }) => [
      `lettura impossibile (${why})`,
      "controlla il percorso, e che questo utente possa leggerlo: sudo può aiutare",
    ],
    unknown: ({ kinds }) => [
      `non è nulla di conosciuto qui: ${kinds.join(", ")}`,
      "indica la cartella, il database o il file in cui il vecchio server conserva i suoi dati (docs/moving.md)",
    ],
    "raw-database": ({ server, command }) => [
      `è il database stesso di ${server}, che solo ${server} sa leggere`,
      `fagli scrivere un file, poi importa quel file: ${command}`,
    ],
    outside: () => ["conduce fuori dalla cartella dell'origine", "copia in quella cartella ciò a cui conduce"],
    malformed: ({ why }) => [
      `il formato non è quello giusto: ${why}`,
      "non è stato salvato nulla; correggi, o chiedi aiuto a proposito di questa riga",
    ],
    dtd: () => ["c'è un tipo di documento (<!DOCTYPE): nessun dato di un server ne ha", "toglilo"],
    code: () => ["è un programma, e non dei dati", "indica la cartella dei dati, e non quella della configurazione"],
    "too-large": ({ maximum }) => [
      `qualcosa supera tutto ciò che un server conserva (${maximum})`,
      "non è stato salvato nulla; guarda in quel punto",
    ],
    "no-room": ({ folder }) => [
      `non c'è abbastanza spazio in ${folder} per decomprimerlo`,
      "indica una cartella con più spazio: TMPDIR=/var/tmp davanti al comando, oppure decomprimilo tu e indica la cartella",
    ],
    "too-deep": ({ maximum }) => [
      `più di ${maximum} livelli l'uno dentro l'altro`,
      "non è stato salvato nulla; guarda in quel punto",
    ],
    schema: ({ missing }) => [
      `manca ${missing}: questa versione non è conosciuta qui`,
      "aggiorna il vecchio server, o esporta i suoi dati in un'altra forma (docs/moving.md)",
    ],
    "no-such-domain": ({ domain, domains }) => [
      domains.length === 0 ? "nessun dominio con account" : `c'è ${domains.join(", ")}, e non ${domain}`,
      domains.length === 1
        ? `fai arrivare qui ${domains[0]} con il nome ${domain}: --domain ${domain}`
        : "scegli un dominio che hanno entrambi: --domain D",
    ],
  },
};
