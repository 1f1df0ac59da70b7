/** What options of config.toml are for, in Italian. */
import type { options as en } from "../en/options.ts";

export const options: typeof en = {
  domains: "I domini degli indirizzi serviti qui; il primo è quello che s'intende quando non se ne dice nessuno.",
  former_domains:
    "Domini di prima di un cambio di nome, ognuno come “VECCHIO=DOMINIO”: ciò che arriva ancora per loro è per le stesse persone al nuovo.",
  host: "Il nome di questa macchina su Internet, se è diverso da quello del dominio.",
  addresses:
    "Gli indirizzi pubblici che portano a questa macchina e non sono suoi, come quello del suo router; vuoto se sono sconosciuti o cambiano.",
  language: "La lingua per le persone; auto è quella del sistema.",
  log_level: "Gli eventi meno importanti che vengono ancora annotati.",
  log_format: "Come sono scritti gli eventi: auto è testo in un terminale, e con i prefissi di syslog sotto systemd.",
  "listen.client": "Per le app, che proteggono la connessione con STARTTLS.",
  "listen.client_tls": "Per le app, con TLS dal primo byte.",
  "listen.server": "Per altri server, che proteggono la connessione con STARTTLS.",
  "listen.server_tls": "Per altri server, con TLS dal primo byte.",
  "listen.component": "Per componenti esterni, se components.secrets ne nomina; non protetto.",
  "listen.http":
    "Per le visite dell'autorità di certificazione, se il dominio si prova con http-01; i browser vengono mandati a HTTPS.",
  "listen.https":
    "Per i browser e i file (HTTPS), per le visite dell'autorità con tls-alpn-01, e con web.multiplex anche per app, altri server e chiamate.",
  "listen.http_proxied": "Per un tuo server web che sta davanti a questo; non protetto.",
  "listen.proxy": "Per le app che si mandano file e non si raggiungono direttamente (SOCKS5).",
  "listen.turn": "Per le chiamate tra app che non si raggiungono direttamente (STUN e TURN), su UDP e TCP.",
  "listen.turns": "Lo stesso su TLS, per le reti che lasciano passare poco altro.",
  "web.address":
    "Il nome sotto cui si vedono pagine e file, con la sua porta se non è 443, come chat.example.com:5443; vuoto: il dominio, con la porta di listen.https.",
  "web.also":
    "Altri nomi sotto cui si trovano i file, come quelli di un server precedente: share.example.com. Ognuno ha bisogno di record DNS, e di un posto nel certificato.",
  "web.trusted_proxies":
    "Chi può connettersi a listen.http_proxied: indirizzi, o reti come 10.0.0.0/8; dicono per chi chiedono (X-Forwarded-For).",
  "web.origins":
    "Le pagine di altri siti che possono fare l'accesso qui con WebSocket o BOSH, come https://chat.example.org; vuoto: tutte.",
  "web.multiplex":
    "Se app e altri server (XMPP) e chiamate (TURN) ricevono risposta anche sulla porta di listen.https, per le reti che non lasciano passare altro.",
  "web.chat": "Se c'è una chat nel browser, a /chat.",
  "web.first_page": "Se la pagina a / dice che cos'è questo; altrimenti non c'è nulla.",
  "web.title": "Il titolo di quella pagina; vuoto per quello consueto.",
  "web.about": "La sua prima frase, come di chi è questo server; vuoto per quella consueta.",
  "web.accent": "Il colore di pulsanti e link su tutte le pagine.",
  "gateway.enabled":
    "Se si chiede al router di inoltrare le porte di questo server (PCP, NAT-PMP, UPnP), finché è in funzione; l'installazione lo propone.",
  "turn.relay_ports":
    "Le porte UDP PRIMA-ULTIMA per cui passano le chiamate inoltrate, da tre a sei per ogni app in una chiamata; il router deve inoltrarle.",
  "turn.public_address":
    "L'indirizzo pubblico che porta a queste porte, o un IPv4 e un IPv6 con una virgola in mezzo; vuoto: trovato con gli indirizzi di questa macchina, il router e i record del dominio.",
  "turn.private_peers":
    "Se le chiamate passano anche a indirizzi della rete di questa macchina; altrimenti nessuno può far mandare nulla lì.",
  "turn.allocations_per_account":
    "Porte di inoltro che un account può avere insieme; un'app ne prende da tre a sei per una chiamata.",
  "turn.rate_per_account": "Byte al secondo inoltrati per un account; il di più viene scartato.",
  "turn.total_rate": "Byte al secondo inoltrati per tutti insieme.",
  "bosh.max_wait":
    "Quanto viene trattenuta la richiesta di un browser finché non c'è nulla da dirgli; meno di quanto aspetta un server web davanti a questo.",
  "bosh.inactivity":
    "Quanto può stare un browser senza richieste prima che la sua connessione conti come persa; il doppio per quelli che chiedono solo ogni tanto.",
  "bosh.max_pause": "Lo stesso, per i browser che hanno annunciato di essere via.",
  "certificate.source": "Da dove viene il certificato.",
  "certificate.directory": "La directory ACME dell'autorità di certificazione.",
  "certificate.trial_directory": "La directory ACME per una prova, e per `dns --outside`; vuoto per nessuna delle due.",
  "certificate.ca_file":
    "File PEM delle radici a cui credere parlando con l'autorità di certificazione; vuoto: quelle pubbliche.",
  "certificate.challenge":
    "Come si prova il dominio: con la porta 80, con la porta 443, con un nuovo record DNS ogni volta, messo a mano se dns.provider non ha un'API, o con uno che resta.",
  "certificate.contact": "L'indirizzo e-mail a cui l'autorità di certificazione può scrivere; vuoto per nessuno.",
  "certificate.chain_file":
    "File PEM del certificato e della sua catena, per source = files; se ne osservano i cambiamenti.",
  "certificate.key_file": "File PEM della chiave privata, per source = files.",
  "limits.stanza_before_login": "L'elemento più lungo prima dell'accesso.",
  "limits.stanza": "La stanza più lunga dopo l'accesso, di app e di altri server.",
  "limits.login_time": "Quanto può metterci una connessione a fare l'accesso.",
  "limits.connections": "Connessioni insieme.",
  "limits.logins_per_address":
    "App insieme da un indirizzo che non hanno ancora fatto l'accesso, e altrettanti altri server.",
  "limits.web_connections": "Connessioni di browser insieme.",
  "limits.web_connections_per_address": "Connessioni di browser insieme da un indirizzo.",
  "limits.sessions_per_account": "App di un account connesse insieme.",
  "limits.memory_per_account":
    "Ciò che può essere tenuto in memoria per tutte le app di un account: ciò che le aspetta e ciò che non hanno confermato.",
  "limits.failures_per_account": "Accessi falliti a un account entro failure_window prima che debba aspettare.",
  "limits.failures_per_address": "Accessi falliti da un indirizzo entro failure_window prima che debba aspettare.",
  "limits.failure_window": "Il tempo in cui si contano gli accessi falliti.",
  "limits.rate": "Byte al secondo che una connessione può mandare a lungo; dieci volte tanto in una volta è libero.",
  "limits.idle": "Dopo quanto silenzio una connessione viene sondata, perché si noti se l'altro capo non c'è più.",
  "limits.unsent": "Ciò che può aspettare una connessione che non legge, prima che venga tagliata.",
  "limits.free_disk":
    'Quanto del disco resta libero: con meno, non si prende nulla di nuovo finché non c\'è di nuovo spazio; "0B" per nessuna riserva.',
  "backup.folder":
    "Dove viene scritto un backup ogni notte: backups è una cartella in quella del server, un percorso intero un'altra, come su una chiavetta; off: da nessuna parte.",
  "backup.recipient":
    "Per chi sono cifrati i backup notturni: la metà pubblica di una chiave di age (age-keygen ne fa una), age1…; vuoto: per nessuno.",
  "backup.hour": "Da quale ora in poi, secondo l'orologio della macchina.",
  "metrics.listen": "Dove si leggono i numeri per Prometheus (HTTP, /metrics); non protetto.",
  "metrics.token":
    "Il token che deve mandare chi li legge (Authorization: Bearer); serve se altri oltre a questa macchina raggiungono la porta.",
  "update.url":
    "Dove sono le versioni pubblicate, per update: un indirizzo che comincia con https://, o una cartella; vuoto: da nessuna parte, dato che il progetto non ha ancora un tale indirizzo.",
  "update.domain":
    "Il nome il cui record TXT dice la versione più recente: viene chiesto ogni ora, e solo il tuo server DNS vede chi chiede; vuoto: non si chiede nulla.",
  "update.automatic":
    "Se le nuove versioni vengono installate da sole, da update.url, dopo un backup; quelle che qui non funzionano vengono annullate.",
  "update.hour": "Da quale ora in poi lo si fa, secondo l'orologio della macchina.",
  "accounts.iterations":
    "Quante volte si applica l'hash a una nuova password (SCRAM); di più è più sicuro, e più lento per ogni app.",
  "auth.source":
    "Chi controlla le password: questo server, la macchina di cui sono gli account Unix (PAM), un programma, o una directory.",
  "auth.keep_keys":
    "Per system: se si tengono chiavi di una password giusta, così che le app non debbano mandarla ogni volta (SCRAM).",
  "auth.allow_groups":
    "Per system: i gruppi Unix i cui membri possono fare l'accesso; vuoto: tutti quelli che hanno un account.",
  "auth.deny_groups": "Per system: i gruppi Unix i cui membri non possono.",
  "auth.pam_service": "Per system: il file in /etc/pam.d che dice come si controllano le password.",
  "auth.command":
    "Per command: il programma, con il suo percorso intero, e i suoi argomenti, separati da spazi; parla il protocollo di autenticazione esterna di ejabberd.",
  "auth.ldap_url": "Per ldap: dov'è la directory, come ldaps://ldap.example.com; sempre dentro TLS.",
  "auth.ldap_dn":
    "Per ldap: il nome distinto di un account, con {name} per ciò che sta prima della @, come uid={name},ou=people,dc=example,dc=com.",
  "auth.ldap_ca_file": "Per ldap: file PEM di altre radici a cui credere nel suo certificato; vuoto per nessuna.",
  "auth.recheck":
    "Quanto un'app può usare un token prima che le si chieda di nuovo la password, se nulla dice che è cambiata.",
  "auth.timeout": "Quanto può metterci la risposta se una password è giusta.",
  "sessions.suspended_memory":
    "Quanto può essere tenuto in memoria per tutte le app che hanno perso la connessione e possono tornare, prima che finiscano quelle via da più tempo.",
  "sessions.resumption_time": "Quanto tempo un'app che ha perso la connessione può tornare come se nulla fosse.",
  "sessions.max_unacknowledged": "Quante stanze XMPP possono aspettare che un'app le confermi.",
  "federation.enabled": "Se le persone di qui raggiungono quelle di altri server, e ne sono raggiunte.",
  "federation.allow": "I soli altri domini con cui si parla; vuoto: tutti.",
  "federation.deny": "Altri domini con cui non si parla mai.",
  "federation.require_certificate":
    "Se un altro server deve avere un certificato valido; senza, solo i suoi record DNS provano chi è.",
  "federation.plaintext": "Domini con cui si parla senza TLS, se non l'hanno: chiunque lungo la strada può leggere.",
  "federation.unverified":
    "Domini con cui si parla senza un certificato valido, come se require_certificate fosse false.",
  "federation.ca_file": "File PEM di altre radici a cui credere nei certificati di altri server; vuoto per nessuna.",
  "federation.private_addresses":
    "Se altri server possono essere a indirizzi di questa macchina o della sua rete; altrimenti nessuno può farli chiamare.",
  "federation.connect_time":
    "Quanto può metterci una macchina di un altro server ad avere pronto il suo flusso, prima che si provi la successiva.",
  "federation.queue_time":
    "Quanto una stanza XMPP aspetta un server che non si raggiunge, prima che lo sappia chi l'ha mandata.",
  "federation.max_queued": "Quante stanze XMPP possono aspettare un altro dominio.",
  "federation.max_queued_size": "Quanto può aspettare un altro dominio, in memoria.",
  "federation.max_queued_total":
    "Quanto può aspettare tutti gli altri domini insieme, in memoria; un quarto per un mittente di qui.",
  "federation.idle": "Dopo quanto tempo senza stanze XMPP si chiude un flusso verso un altro server o da esso.",
  "federation.rate":
    "Byte al secondo che un altro dominio può mandare a lungo; dieci volte tanto in una volta è libero.",
  "federation.max_domains": "Quanti altri domini possono essere connessi insieme, in ogni direzione.",
  "dns.resolvers": "I server DNS a cui chiedere, ognuno INDIRIZZO o INDIRIZZO:PORTA; vuoto: quelli del sistema.",
  "dns.provider":
    "Chi prende record DNS con un'API: un fornitore, qualsiasi server DNS con rfc2136, o solo indirizzi con dyndns2; allora dns-01 non ha bisogno di una mano.",
  "dns.update":
    "Se gli indirizzi del nome di questa macchina sono tenuti aggiornati così, quando cambiano; se il router non dice il suo, ogni cinque minuti si chiede a un server DNS pubblico quale vede.",
  "dns.token_file": "Il file con il token o la chiave per questo, leggibile solo dal suo proprietario (docs/dns.md).",
};
