/** What is said where an operation was not done, in Italian. */
import type { FailureMessages } from "../en/failures.ts";
import { moveIn } from "./move-in.ts";
import { sizeText } from "./units.ts";

export const failures: FailureMessages = {
  "malformed-request": ({ field }) => [`alla richiesta manca «${field}»`],
  "no-domain-served": () => ["non è ancora servito nessun dominio", "esegui jabber-home setup"],
  "domain-not-served": ({ domain, domains }) => [`${domain} non è servito qui`, `scegli tra: ${domains.join(", ")}`],
  "not-a-domain": ({ given }) => [`«${given}» non è un dominio`, "indica solo ciò che segue la @, come example.com"],
  "not-an-address": ({ given, why }) => [`«${given}» non è un indirizzo: ${why}`],
  "not-an-account": ({ given, domain }) => [
    `«${given}» non è l'indirizzo di un account`,
    `si scrive come alice@${domain}`,
  ],
  "account-exists": ({ account }) => [
    `${account}: questo account esiste già`,
    "scegli un altro nome, o cambia la password: jabber-home user passwd JID",
  ],
  "no-such-account": ({ account }) => [
    `non c'è un account ${account}`,
    "controlla come si scrive: jabber-home user list",
  ],
  "bad-password": ({ account }) => [
    `${account}: questa non può essere una password`,
    "scegline un'altra, fatta di lettere, cifre, segni e spazi: né tabulazioni né caratteri invisibili",
  ],
  "short-password": ({ account, minimum }) => [
    `${account}: una password ha almeno ${minimum} caratteri`,
    "scegline una più lunga: più parole di seguito si ricordano bene",
  ],
  "accounts-elsewhere": ({ source }) =>
    source === "system"
      ? [
          "gli account non si creano qui: sono gli account Unix di questa macchina",
          "aggiungi la persona alla macchina (sudo adduser NOME): il suo account compare qui al suo primo accesso",
        ]
      : [
          `gli account non si creano qui: auth.source, in config.toml, dice chi li conosce (${source})`,
          "aggiungi là la persona: il suo account compare qui al suo primo accesso",
        ],
  "password-elsewhere": ({ account, source }) =>
    source === "system"
      ? [
          `la password di ${account} è quella dell'account Unix: non è conservata qui`,
          "cambiala sulla macchina: passwd",
        ]
      : [
          `la password di ${account} non è conservata qui: auth.source, in config.toml, dice chi la conosce (${source})`,
          "cambiala là",
        ],
  "not-a-picture": () => ["non è un'immagine che le app sanno mostrare", "scegline una in JPEG, PNG, GIF o WebP"],
  "picture-too-large": ({ maximum }) => [`un'immagine ha al massimo ${maximum} byte`],
  "name-too-long": ({ maximum }) => [`un nome ha al massimo ${maximum} caratteri, tutti visibili`],
  "only-administrator": ({ account }) => [
    `${account} è il solo account amministratore e non è stato eliminato: nessuno potrebbe più amministrare il server da un'app`,
    "dai prima questo diritto a qualcun altro: a un nuovo account, con jabber-home user add JID --admin; a un account esistente, con il comando «Who administers» della tua app",
  ],
  "own-account": ({ account }) => [
    `${account} è l'account con cui hai fatto l'accesso`,
    "chiedi a un altro amministratore di farlo",
  ],
  "not-a-room": ({ given, example }) => [`«${given}» non è l'indirizzo di una stanza`, `si scrive come ${example}`],
  "no-rooms-there": ({ domain, services, example }) => [
    `${domain} qui non ha stanze: si trovano sotto ${services.join(", ")}`,
    `l'indirizzo di una stanza si scrive come ${example}`,
  ],
  "no-such-room": ({ room }) => [`non c'è una stanza ${room}`, "guarda jabber-home room list"],
  "room-exists": ({ room }) => [
    `la stanza ${room} esiste già`,
    `scegli un altro nome, o guardala: jabber-home room show ${room}`,
  ],
  "room-name-too-long": () => ["questo nome è troppo lungo", "scegline uno di 1023 caratteri al massimo"],
  "nobodys-address": ({ given, domain }) => [
    `«${given}» non è né l'indirizzo di qualcuno né un dominio`,
    `si scrive come alice@${domain}`,
  ],
  "owner-not-named": () => ["di chi sarà?", "indica il suo proprietario con --owner JID"],
  "domain-cannot-own": () => [
    "un intero dominio non può né possedere né amministrare una stanza",
    "indica un solo indirizzo",
  ],
  "last-owner": ({ room }) => [`${room} non avrebbe più un proprietario`, "indica prima un altro proprietario"],
  "not-an-affiliation": ({ given, affiliations }) => [
    `«${given}» non è un'affiliazione`,
    `scegli tra: ${affiliations.join(", ")}`,
  ],
  "too-many-affiliations": ({ room }) => [
    `${room} ha già tutti i membri e gli esclusi che una stanza può avere`,
    "aumenta rooms.max_affiliations in config.toml, poi riavvia",
  ],
  "no-such-file": ({ file }) => [
    `non c'è un file ${file}, o non esiste più`,
    "copia il suo indirizzo intero dal messaggio, o guarda jabber-home files --account JID --json",
  ],
  "no-such-circle": ({ circle }) => [`non c'è una cerchia «${circle}»`, "guarda jabber-home circle list"],
  "circle-exists": ({ circle }) => [
    `c'è già una cerchia «${circle}»`,
    "scegli un altro nome, o aggiungi persone a quella: jabber-home circle add CERCHIA JID",
  ],
  "not-a-circle-name": () => [
    "questo non può essere il nome di una cerchia",
    "scegli un nome di 60 caratteri al massimo: lettere, cifre, segni e spazi",
  ],
  "too-many-circles": ({ maximum }) => [
    `ci sono già ${maximum} cerchie, il massimo`,
    "eliminane una, o aumenta circles.max_circles in config.toml, poi riavvia",
  ],
  "circle-full": ({ circle, maximum }) => [
    `«${circle}» non ha posto per così tante persone: una cerchia ne conta al massimo ${maximum}`,
    "crea una seconda cerchia, o aumenta circles.max_people in config.toml, poi riavvia",
  ],
  "too-many-circles-of-account": ({ account, maximum }) => [
    `${account} è già in ${maximum} cerchie, il massimo`,
    "toglilo prima da un'altra, o aumenta circles.max_per_account in config.toml, poi riavvia",
  ],
  "not-in-circle": ({ account, circle }) => [
    `${account} non è in «${circle}»`,
    `guarda jabber-home circle show "${circle}"`,
  ],
  "no-administrator": () => [
    "nessuno amministra questo server: la stanza della cerchia non avrebbe un proprietario",
    "dai prima questo diritto a qualcuno: jabber-home user add JID --admin",
  ],
  "announcement-empty": () => ["non c'è nulla da dire", 'scrivilo tra virgolette: jabber-home announce "…"'],
  "announcement-too-long": ({ maximum }) => [
    `è troppo lungo per un annuncio: al massimo ${maximum} caratteri`,
    "indica dove leggere il seguito",
  ],
  "no-renewal-waits": () => ["nessun rinnovo attende una risposta", "ricomincia"],
  "no-such-invitation": () => [
    "questo invito non è valido: non è mai esistito, è stato usato o revocato, oppure è scaduto",
    "guarda quelli in corso: jabber-home invite list",
  ],
  "may-not-invite": ({ account }) => [
    `${account} non ha il permesso di fare questo invito`,
    "guarda contacts e accounts nella sezione [invitations] di config.toml",
  ],
  "registration-closed": () => [
    "qui nessuno può creare un account con un invito: la registrazione è chiusa",
    'scrivi policy = "invitation" nella sezione [registration] di config.toml, o aggiungi l\'account: jabber-home user add JID',
  ],
  "too-many-invitations": ({ maximum }) => [
    `sono già in corso ${maximum} inviti`,
    "revocane qualcuno (jabber-home invite list), o aspetta che scadano",
  ],
  "name-invited": ({ account }) => [
    `un invito in corso riserva ${account} a qualcuno`,
    "scegli un altro nome, o revocalo: jabber-home invite list",
  ],
  "name-reserved": ({ account }) => [`nessuno può scegliere ${account}`, "scegli un altro nome"],
  "other-name": ({ account }) => [`questo invito è per ${account}`, "prendi questo nome"],
  "bad-uses": ({ maximum }) => [`un invito è per un numero di persone da 1 a ${maximum}`],
  "one-name-many-uses": () => ["una sola persona può avere un nome", "togli il nome, o --uses"],
  "note-too-long": ({ maximum }) => [`una nota ha al massimo ${maximum} caratteri`],
  "bad-validity": ({ maximum }) => [
    `un invito vale da un minuto a ${maximum} giorni`,
    "scrivi per esempio 7d, 24h o 30m",
  ],
  "no-pages": () => [
    "questo server non ha pagine in cui scegliere una nuova password",
    "dalla tu: jabber-home user passwd JID; oppure attiva le pagine: listen.https in config.toml",
  ],
  "no-web-pages": () => [
    "questo server non ha pagine che un telefono possa aprire",
    "attivale: listen.https in config.toml",
  ],
  "own-domain": ({ domain }) => [`${domain} è di questo server`, "chiedi a un altro server"],
  "old-account": (of) => moveIn.problems[of.problem](of),
  "old-account-here": ({ account }) => [`${account} è un account di questo server`, "indica quello di un altro server"],
  "move-in-runs": ({ account }) => [
    `qualcuno sta traslocando in ${account}`,
    "aspetta che sia finito, o guarda: jabber-home logs",
  ],
  "too-many-move-ins": () => ["più account stanno traslocando in questo momento", "riprova tra qualche minuto"],
  "too-many-attempts": () => ["troppi tentativi non sono riusciti", "riprova tra qualche minuto"],
  "import-runs": () => ["un'altra importazione è in corso", "aspetta che sia finita"],
  "no-import": () => ["questa importazione è terminata", "ricominciala: continua da dove era arrivata"],
  "backup-runs": () => ["un altro backup è in corso", "aspetta che sia finito"],
  "backup-no-room": ({ needed, free }) => [
    `per un momento un backup richiede ${sizeText(needed)} sul disco del server, e ne sono liberi ${sizeText(free)}`,
    "fai spazio lì: il database viene copiato prima di essere compresso",
  ],
  "backup-damaged": ({ why }) => [
    `il database è danneggiato: non ne è stato fatto nessun backup (${why})`,
    "tieni i backup che hai, e ferma il server: jabber-home restore FILE riprende l'ultimo buono",
  ],
  "disk-full": () => [
    "il disco di questo server è quasi pieno: non si conserva nulla di nuovo",
    "fai spazio sul disco, o tienine meno di libero: free_disk nella sezione [limits] di config.toml",
  ],
};
