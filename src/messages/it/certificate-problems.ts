/** What can go wrong with a certificate and what helps, in Italian. */
import type { certificateProblems as en } from "../en/certificate-problems.ts";

export const certificateProblems: typeof en = {
  reasons: {
    "nothing-listens": "Nulla è in ascolto sulla porta {port} di {name}: {ca} ha cercato all'indirizzo {addresses}.",
    "no-answer":
      "{ca} non ha avuto risposta dalla porta {port} di {name} ({addresses}). Un firewall o un router blocca la strada.",
    "wrong-address": "{name} porta a {addresses}, mentre questa macchina è {ours}. {ca} l'ha cercata là.",
    "no-such-name": "{name} non esiste nel DNS.",
    "no-address": "{name} non ha un indirizzo (record A o AAAA) nel DNS.",
    "dns-broken": "I server DNS di {name} non rispondono correttamente: {detail}",
    "caa-forbids": "Un record CAA di {name} vieta a {ca} di emettere certificati per questo dominio.",
    "other-server":
      "Al posto di questo, un altro server web ha risposto a {ca} per {name} ({addresses}, porta {port}).",
    "alpn-refused": "A {ca} risponde un altro server TLS sulla porta {port} di {name} ({addresses}).",
    "txt-missing": "Il record TXT {record} non esiste, o non è ancora visibile ovunque.",
    "txt-wrong": "Il record TXT {record} ha un altro valore: {found}",
    "dns-api-failed": "Non è stato possibile scrivere il record TXT {record} ({provider}): {detail}",
    "name-refused": "{ca} non emette certificati per {name}: {detail}",
    "rate-limited": "{ca} per ora non accetta altri tentativi (di nuovo dopo: {until}): {detail}",
    paused: "{ca} ha sospeso {name} dopo troppi tentativi falliti di seguito.",
    "too-many-failures":
      "{name} non è riuscito {failures} volte in un'ora. {ca} per ora non accetta altri tentativi; di nuovo dopo: {until}.",
    "too-many-duplicates":
      "Questo stesso certificato è stato ottenuto {count} volte in una settimana. {ca} per ora non ne dà altri; di nuovo dopo: {until}.",
    "too-many-orders": "Due tentativi con il vero servizio bastano per questa volta; il problema è altrove.",
    "account-refused": "{ca} rifiuta l'account di questo server: {detail}",
    "no-challenge": "{ca} non propone per {name} nessuna prova possibile qui (propone {offered}).",
    "ca-unreachable": "{ca} è irraggiungibile da qui: {detail}",
    "ca-untrusted": "Ciò che risponde all'indirizzo {host} non ha potuto dimostrare di essere {ca}: {detail}",
    "ca-busy": "{ca} stessa ha un problema in questo momento: {detail}",
    "ca-refused": "{ca} ha rifiutato: {detail}",
    "clock-wrong": "L'orologio di questa macchina segna {ours}, ma l'ora giusta è {theirs}.",
    "port-taken": "La porta {port} di questa macchina è già usata da un altro programma.",
    "port-held": "La porta {port} di questa macchina è {use}.",
    "port-forbidden": "Questo programma non ha il permesso di mettersi in ascolto sulla porta {port}.",
    "needs-a-hand": "Che {name} è tuo lo dimostra un record DNS messo a mano: per il rinnovo servi tu.",
    cancelled: "L'operazione è stata annullata.",
    "file-unreadable": "Impossibile leggere {path}: {detail}",
    "file-missing": "Il file {path} non esiste.",
    "file-forbidden": "Questo programma non ha il permesso di leggere {path}.",
    "not-a-certificate": "{path} non è un certificato in formato PEM: {detail}",
    "not-a-key": "{path} non è una chiave privata in formato PEM, o è protetta da una frase segreta.",
    "key-does-not-fit": "La chiave {path} non è quella del certificato.",
    "name-missing": "Il certificato vale per {names}, non per {name}.",
    expired: "Il certificato è scaduto: {until}.",
    "not-yet-valid": "Il certificato non è ancora valido; lo sarà a partire da: {from}.",
    "chain-incomplete":
      "Manca il certificato di chi lo ha emesso, «{issuer}»: le app e gli altri server non sanno chi lo garantisce, e lo rifiutano.",
    "issuer-unknown":
      "Chi lo ha emesso, «{issuer}», è sconosciuto alle app e agli altri server: avvisano, o lo rifiutano.",
    "own-signature": "È firmato solo da sé stesso: le app avvisano, gli altri server lo rifiutano.",
    "too-weak":
      "La sua chiave, o una firma al di sopra, è troppo debole (RSA con meno di 2048 bit, MD5 o SHA-1): le app e gli altri server lo rifiutano.",
    "not-for-servers":
      "Non è stato emesso per un server, o non da chi ne ha il diritto: le app e gli altri server lo rifiutano.",
    "service-missing": "Non vale per {name}: chi è su altri server rischia di non arrivarci.",
    "web-missing": "Non vale per {name}, dove sono le pagine e i file: i browser e le app avvisano, o lo rifiutano.",
    "hidden-from-service": "Il servizio, che gira con il nome di {user}, non ha il permesso di leggere {path}.",
    "chain-broken":
      "In {path}, il certificato numero {number} non è quello di chi ha emesso il precedente. Prima viene quello del server, poi quello di chi lo ha emesso.",
  },
  remedies: {
    "start-listening":
      "Metti questo server in ascolto sulla porta {port}, e fai in modo che nessun altro programma la occupi.",
    "forward-port": "Nel tuo router, inoltra la porta TCP {port} a questa macchina, e aprila nel suo firewall.",
    "correct-address": "Fai puntare a {ours} il record A (AAAA per IPv6) di {name}.",
    "add-name": "Aggiungi {name} dove hai comprato il dominio, con un record A che indica {ours}.",
    "wait-for-dns":
      "A volte un nuovo record ci mette qualche minuto a diventare visibile ovunque: aspetta, poi riprova.",
    "look-at-name-servers":
      "Rivolgiti a chi gestisce i server DNS di {name}; il più delle volte si tratta di una firma DNSSEC non valida.",
    "use-dns-01":
      "Dimostra piuttosto con un record DNS che il dominio è tuo: nessuna porta deve essere raggiungibile, ma ogni rinnovo, ogni due mesi, si fa a mano.",
    "use-dns-persist-01":
      "Dimostra che il dominio è tuo con un record DNS permanente: una volta messo, i rinnovi si fanno da soli.",
    "use-http-01": "Dimostra piuttosto attraverso la porta 80 che il dominio è tuo.",
    "use-tls-alpn-01": "Dimostra piuttosto attraverso la porta 443 che il dominio è tuo.",
    "redirect-to-here":
      "Fai passare la richiesta dal server web di {name}: tutto ciò che sta sotto /.well-known/acme-challenge/ va reindirizzato a http://{host}.",
    "use-subdomain": "Scegli un altro dominio per i tuoi indirizzi, per esempio {name}.",
    "change-caa": "Aggiungi il record {record}, o elimina i record CAA.",
    "set-txt": "Dai al record TXT {record} il valore {value}",
    "look-at-token":
      "Guarda che cosa dice jabber-home dns --write: forse il token è scaduto, o non vale per questa zona (dns.token_file).",
    "renew-by-hand": "Esegui: jabber-home certificate renew",
    "wait-until": "Riprova dopo questo momento: {until}.",
    "try-later": "Riprova tra qualche minuto.",
    "keep-certificate": "Tieni il certificato che c'è: è valido.",
    unpause: "Togli la sospensione su {url}",
    "more-files":
      "Permetti al server di tenere aperti più file: LimitNOFILE=65536 nella sua unità, o ulimit -n 65536 prima di avviarlo.",
    "check-network": "Verifica che questa macchina sia connessa e che il suo DNS funzioni.",
    "check-ca-file": "Verifica nella configurazione il file dell'autorità e l'indirizzo della sua directory.",
    "set-clock": "Regola l'orologio di questa macchina (con systemd: timedatectl set-ntp true).",
    "free-port": "Ferma il programma che occupa la porta {port}, o dimostra in un altro modo che il dominio è tuo.",
    "stop-own":
      "Ferma il server il tempo di ottenerne uno (jabber-home service stop, o Ctrl-C nella sua finestra), oppure lascia fare a lui: jabber-home certificate renew",
    "allow-port":
      "Fai girare il server come servizio (che può usare le porte basse), o dimostra in un altro modo che il dominio è tuo.",
    "check-path": "Controlla il percorso: il file è davvero su questa macchina, e con questo nome?",
    "permit-reading":
      "{what} appartiene a {owner} (permessi {mode}) e {user} non può leggerlo: usa sudo, o dai questo permesso a {user}.",
    "write-pem": "Se è binario, convertilo in PEM: openssl x509 -inform der -in {path} -out fullchain.pem",
    "swap-files": "I due file sono scambiati: prima il certificato, poi la sua chiave.",
    "open-key": "Se ha una frase segreta, toglila: openssl pkey -in {path} -out privkey.pem",
    "take-its-key": "Prendi la chiave creata con questo certificato: certbot mette entrambi nella stessa cartella.",
    "order-chain": "Nel file, metti prima il certificato del server, poi quello di chi lo ha emesso, e così via.",
    "use-full-chain":
      "Prendi il file che contiene tutta la catena (fullchain.pem con certbot e acme.sh), o aggiungi dopo questo il certificato di chi lo ha emesso.",
    "order-for-name": "Chiedine uno che valga anche per {name}.",
    "order-for-web":
      "Fai in modo che {name} porti a questa macchina (jabber-home dns): il prossimo rinnovo varrà anche per questo nome (jabber-home certificate renew). Se il certificato è un tuo file, chiedine uno che valga anche per {name}.",
    "order-stronger": "Chiedine uno con una chiave più robusta: ECDSA P-256, o RSA a 2048 bit.",
    "order-for-servers": "Chiedi a un'autorità pubblica un certificato per server (autenticazione di server web TLS).",
    "order-one": "Lascia che questo server ne ottenga uno da un'autorità pubblica (jabber-home setup): è gratuito.",
    "renew-files":
      "Rinnovalo dove l'hai preso (certbot renew, acme.sh --renew), o lascia che questo server ne ottenga uno.",
    "copy-for-service":
      "Fai copiare i due file, con un «deploy hook» di certbot, dove {user} può leggerli, e indica qui queste copie.",
    "own-for-now": "Per ora continua con un certificato fatto in casa; le app mostreranno un avviso.",
  },
};
