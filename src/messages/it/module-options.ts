/** What options of modules are for, in Italian. */
import type { moduleOptions as en } from "../en/module-options.ts";

export const moduleOptions: typeof en = {
  "blocking.max_items": "Quanti indirizzi può bloccare un account.",
  "blocking.max_size": "Quanto possono occupare gli indirizzi che un account blocca.",
  "reports.reports_per_day":
    "Quante segnalazioni di abuso un account può fare in un giorno; le altre non vengono tenute.",
  "reports.max_reports": "Quante segnalazioni di un account vengono tenute; le meno recenti cedono il posto.",
  "strangers.messages":
    "Quali sconosciuti possono scrivere a un account: tutti, chi ha un indirizzo di questo server, o nessuno che non sia un contatto.",
  "blocklists.block":
    "Liste pubblicate di domini con cui non si scambia nulla, ognuna SERVIZIO/NODO; se una lista raccomanda essa stessa di meno, si fa quello.",
  "blocklists.block_strangers":
    'Liste pubblicate di domini le cui persone possono scrivere solo a chi le conosce, come "xmppbl.org/spam_source_domains".',
  "blocklists.except": "Domini per cui non si segue nessuna lista.",
  "blocklists.max_domains": "Quanti domini di una lista vengono tenuti; il resto è lasciato fuori.",
  "roster.max_contacts": "Quanti contatti può avere un account.",
  "roster.max_requests": "Quante richieste di persone fuori dalla lista aspettano la risposta di un account.",
  "roster.max_size": "Quanto possono occupare i contatti di un account, con i loro nomi e gruppi.",
  "presence.max_directed": "A quanti indirizzi una sessione può mandare una presenza a parte.",
  "presence.max_weight":
    "Quanto può pesare una presenza, in ogni direzione: i suoi byte, e 256 per ogni elemento che contiene. Viene tenuta, e va a molti.",
  "offline.max_messages": "Quanti messaggi aspettano un account che è via.",
  "offline.max_size": "Quanto possono occupare tutti i messaggi che aspettano un account.",
  "components.secrets":
    "Componenti esterni che possono connettersi a listen.component, ognuno come “DOMINIO=SEGRETO”; senza, lì non ascolta nessuno.",
  "external_services.uris": 'Server STUN e TURN, come "stun:stun.example.com" o "turn:192.0.2.1:3478?transport=udp".',
  "external_services.secret":
    "Ciò che i server TURN condividono con questo server (static-auth-secret di coturn), per password che scadono.",
  "external_services.username": "Il nome per server TURN che ne conoscono uno; non usato con un segreto.",
  "external_services.password": "La sua password.",
  "external_services.lifetime": "Quanto dura una password fatta con il segreto.",
  "proxy.max_connections": "Connessioni insieme; ogni file ne prende due.",
  "proxy.max_per_address": "Di queste, quelle da un indirizzo che aspettano ancora l'altra parte.",
  "proxy.max_per_account": "Di queste, quelle con file che un account manda.",
  "proxy.total_rate": "Byte al secondo che possono mandare tutte insieme.",
  "contact.abuse": "Indirizzi per reclami di abuso, come URI: mailto:…, xmpp:… o https://….",
  "contact.admin": "Indirizzi degli amministratori, come URI: mailto:…, xmpp:… o https://….",
  "contact.feedback": "Indirizzi per opinioni, come URI: mailto:…, xmpp:… o https://….",
  "contact.sales": "Indirizzi commerciali, come URI: mailto:…, xmpp:… o https://….",
  "contact.security": "Indirizzi per questioni di sicurezza, come URI: mailto:…, xmpp:… o https://….",
  "contact.status": "Indirizzi per lo stato del servizio, come URI: mailto:…, xmpp:… o https://….",
  "contact.support": "Indirizzi per chiedere aiuto, come URI: mailto:…, xmpp:… o https://….",
  "contact.administrators": "Se gli indirizzi degli amministratori valgono per abuse e admin quando non se ne danno.",
  "caps.max_known": "Di quanti tipi di app si ricorda che cosa sanno fare.",
  "version.show_system": "Se chi chiede la versione del server viene a sapere anche il suo sistema operativo.",
  "fast.lifetime": "Quanto può stare via un'app e fare ancora l'accesso senza la password.",
  "fast.renewal": "L'età a cui un token viene sostituito quando la sua app fa l'accesso.",
  "clients.keep": "Quanto resta nell'elenco un'app che non si è vista, e può tornare senza la password.",
  "clients.keep_names": "Se si tengono i nomi che le app danno a sé stesse e ai loro dispositivi.",
  "registration.policy": "Chi può creare un account con un'app: nessuno, chi ha un invito, o tutti.",
  "registration.reserved": "Nomi che nessuno può prendere.",
  "registration.per_address": "Account che possono essere creati da un indirizzo in un'ora.",
  "registration.per_hour": "Account che possono essere creati in un'ora in tutto.",
  "invitations.contacts":
    "Chi può invitare persone come contatti: tutti quelli che hanno un account, gli amministratori, o nessuno.",
  "invitations.accounts":
    "Chi può invitare persone a creare qui un account: tutti quelli che hanno un account, gli amministratori, o nessuno.",
  "invitations.validity": "Quanto vale un invito, se non si dice altro; al massimo un anno.",
  "invitations.max_open": "Inviti di un account che non sono ancora stati usati.",
  "vcard.max_size": "Quanto può essere lunga una vCard, con la sua foto.",
  "private.max_size": "Quanto un account può tenere come XML privato.",
  "archive.keep": "Quanto restano i messaggi nella cronologia; ciò che è meno recente viene eliminato.",
  "archive.max_size":
    "Quanto possono occupare nella cronologia i messaggi di un account o di una stanza; oltre, si eliminano i meno recenti.",
  "files.max_size": "Il file più grande; altrimenti 100 MiB e i 16 byte che aggiunge la cifratura.",
  "files.quota":
    "Quanto possono occupare i file di un account; oltre, quelli di più di 30 giorni fanno posto, prima i meno recenti.",
  "files.daily_quota": "Quanto un account può caricare in un giorno.",
  "files.disk_share":
    "Quale percentuale del disco possono riempire i file, di ciò che è libero e di ciò che già riempiono.",
  "files.keep":
    "Quanto restano i file; al massimo quanto i messaggi (archive.keep), ma 30 giorni se questi se ne vanno prima.",
  "files.uploads": "File che un account può stare mandando insieme.",
  "files.components": "Quali dei componenti esterni possono caricare file, come bridge.example.com.",
  "push.sender": "Se il servizio di notifica di un'app viene a sapere chi ha scritto.",
  "push.body": "Se viene a sapere che cosa è stato scritto.",
  "push.ack_timeout":
    "Quanto può metterci un'app connessa a confermare un messaggio, prima che venga svegliata anche lei.",
  "push.max_services": "Quante app di un account vengono svegliate; quella che l'ha chiesto per prima cede il posto.",
  "push.max_failures": "Dopo quanti insuccessi di fila si rinuncia a un servizio di notifica.",
  "rooms.subdomain": "Ciò che sta prima di un dominio negli indirizzi delle sue stanze.",
  "rooms.also":
    'Altri nomi prima di un dominio a cui rispondono le stanze, come quelli di un server precedente: ["conference"]. Ognuno ha bisogno di record DNS, e di un posto nel certificato.',
  "rooms.creators":
    "Chi può creare stanze: gli account di questo server, i suoi amministratori, o anche persone di altri server.",
  "rooms.new":
    "Che cos'è una stanza quando l'app che la crea non dice altro: per membri invitati, o aperta a chi ne conosce l'indirizzo (in nessun elenco, e gli indirizzi li vedono solo i moderatori).",
  "rooms.max_rooms": "Quante stanze possono esserci create da un account.",
  "rooms.max_occupants": "Quanti occupanti può avere una stanza allo stesso tempo.",
  "rooms.max_sessions": "Con quante app un account può essere in una stanza.",
  "rooms.max_affiliations": "Quanti membri, amministratori, proprietari ed esclusi può avere una stanza.",
  "rooms.max_history": "Quanti messaggi vede chi entra, qualunque cosa permetta la stanza.",
  "rooms.max_broadcast":
    "Quanti byte possono venire da ciò che qualcuno dice in una stanza, tutte le copie insieme, e da tutto ciò che un account dice in una volta.",
  "rooms.broadcast_rate": "Quanti di questi byte al secondo un account può causare a lungo.",
  "rooms.configuration_time":
    "Quanto una nuova stanza aspetta le impostazioni di chi l'ha creata prima che altri possano entrarci così com'è.",
  "room_avatars.max_size": "Quanto può essere lunga la vCard di una stanza, con la sua foto.",
  "hats.max_hats": "Quanti cappelli può avere una stanza.",
  "hats.max_worn": "Quante volte si possono portare cappelli in una stanza.",
  "circles.max_circles": "Quante cerchie possono esserci.",
  "circles.max_people": "Quante persone possono essere in una cerchia: ognuna ha ognuna come contatto.",
  "circles.max_per_account": "In quante cerchie può essere un account.",
  "pubsub.creators": "Chi può creare nodi a pubsub.DOMINIO.",
  "pubsub.max_nodes": "Quanti nodi può avere un account.",
  "pubsub.max_items": "Quanti elementi può avere un nodo.",
  "pubsub.max_item_size": "Il contenuto più lungo di un elemento.",
  "pubsub.max_storage":
    "Lo spazio per tutti i nodi di un account, con i loro elementi e affiliazioni; un decimo in più per chi vi si iscrive.",
  "pubsub.max_subscriptions": "A quanti nodi può iscriversi un account.",
  "bookmarks.max_size":
    "Quanto possono pesare i segnalibri di un account: i loro byte, 256 per ogni elemento che contengono e 64 per ogni attributo.",
  "server_info.publish":
    "Se tutti possono vedere a quali altri server è connesso questo; sono nominati quelli che pubblicano anche i loro.",
};
