/** What is found of a home and its names, and what helps, in Italian. */
import type { health as en } from "../en/health.ts";
import { counted, ofDay } from "./units.ts";

export const health: typeof en = {
  "server-stopped": () => [
    "Il server non è in funzione.",
    "Per avviarlo: jabber-home run, o jabber-home service start",
  ],
  "server-silent": (pid) => [
    `Il processo ${pid} occupa questa cartella e non risponde: si sta avviando, si sta fermando, o è bloccato.`,
    "Aspetta un minuto e guarda di nuovo. Se non cambia nulla, riavvialo: jabber-home service restart, o termina questo processo.",
  ],
  "server-version": (running, here) => [
    `Il server in funzione è alla versione ${running}, il programma installato alla versione ${here}.`,
    "Riavvialo perché si usi la nuova versione: jabber-home service restart",
  ],
  "version-old": (newest, here) => [
    `C'è una versione più recente di jabber-home: la ${newest}. Questa è la ${here}.`,
    "Guarda che cosa verrebbe fatto: jabber-home update --check. Poi: jabber-home update",
  ],
  "lock-damaged": (path) => [
    `Il blocco di questa cartella (${path}) è danneggiato: il server non si avvia. Non contiene nulla di prezioso.`,
    `Eliminalo: rm ${path}`,
  ],
  "server-root": () => [
    "Il server gira come root: chi vi trova una falla ha in mano tutta la macchina.",
    "Fanne un servizio con un suo utente: jabber-home service install",
  ],
  "config-missing": (path) => [
    `Qui non è stato installato nulla: ${path} non esiste, o non indica nessun dominio.`,
    "Per installarlo: jabber-home setup. Oppure indica la cartella del server: --home CARTELLA",
  ],
  "config-unreadable": (path, why) => [
    `Impossibile leggere ${path}: ${why}.`,
    "Deve essere un file dell'utente che fa girare il server: ls -l mostra di chi è.",
  ],
  "config-wrong": (problem) => [
    `Il server non si avvia con questo config.toml. ${problem}`,
    "Correggilo, poi verifica: jabber-home config check",
  ],
  "config-hint": (problem) => [`In config.toml si può migliorare una cosa. ${problem}`],
  "home-missing": (path) => [
    `La cartella ${path} non esiste.`,
    "Indica quella del server: --home CARTELLA. Se è su un altro disco, montalo. Per un nuovo server: jabber-home setup",
  ],
  "home-shut": (path) => [
    `Questo utente non ha il permesso di aprire ${path}: non si è potuto controllare quasi nulla.`,
    "Guarda come amministratore: sudo jabber-home doctor",
  ],
  "home-no-folder": (path) => [
    `${path} è un file, e qui serve una cartella.`,
    `Mettilo da parte: mv ${path} ${path}.old`,
  ],
  "home-open": (path, mode) => [
    `Altri utenti di questa macchina possono aprire ${path} (permessi ${mode}): vi sono i messaggi di tutti.`,
    `Chiudila: chmod 700 ${path}`,
  ],
  "file-open": (path, mode, more) => [
    `Altri utenti di questa macchina possono leggere ${path} (permessi ${mode})${more > 0 ? `, e ${counted(more, "altro file", "altri file")}` : ""}: contiene messaggi o chiavi.`,
    `Chiudilo: chmod 600 ${path}`,
  ],
  "file-locked": (path, mode) => [
    `Il server non ha il permesso di leggere e scrivere ${path} (permessi ${mode}).`,
    `Ridaglielo: chmod 600 ${path}`,
  ],
  "file-foreign": (path, more, owner, wanted, home) => [
    `${path} appartiene a ${owner}${more > 0 ? `, come ${counted(more, "altro file", "altri file")}` : ""}, e la cartella a ${wanted}: il server non può usarlo.`,
    `Restituisciglielo: sudo chown -R ${wanted}: ${home}`,
  ],
  "file-in-the-way": {
    file: (path) => [
      `${path} non è un file, e in quel posto ne serve uno.`,
      `Mettilo da parte: mv ${path} ${path}.old`,
    ],
    folder: (path) => [
      `${path} non è una cartella, e in quel posto ne serve una.`,
      `Mettilo da parte: mv ${path} ${path}.old`,
    ],
    socket: (path) => [
      `${path} occupa il posto del socket con cui questo comando parla al server.`,
      `Mettilo da parte: mv ${path} ${path}.old`,
    ],
  },
  "link-broken": (path, target) => [
    `${path} porta a ${target}, dove non c'è nulla: forse il disco non è montato?`,
    "Montalo, poi riavvia il server.",
  ],
  "secret-damaged": (path) => [
    `${path} è danneggiato: il server ne farà uno nuovo, e tutti quelli che sono connessi alle sue pagine dovranno accedere di nuovo.`,
    "Riprendilo da un backup, se ce n'è uno: jabber-home restore",
  ],
  "import-unfinished": (path, size) => [
    `Un'importazione è stata iniziata e non è finita: ${size} di messaggi aspettano in ${path}.`,
    "Ricominciala con la stessa origine, continua da dove era arrivata: jabber-home import ORIGINE",
    `Se non la vuoi più: rm ${path}`,
  ],
  "database-missing": (path, backups) => [
    `Il database ${path} non c'è, eppure questo server è già stato usato: se si avvia adesso, riparte da zero.`,
    backups
      ? "Riprendi l'ultimo backup: jabber-home restore FILE"
      : "Se è su un altro disco, montalo prima di avviare il server.",
  ],
  "database-damaged": (path, why) => [
    `Il database ${path} è danneggiato: ${why}.`,
    "Ferma il server e riprendi l'ultimo backup: jabber-home restore FILE",
    "Guarda anche il disco: una scheda o un disco che si guasta danneggerà anche il prossimo. dmesg mostra i suoi errori.",
  ],
  "database-index": (path, why) => [
    `Un indice del database ${path} è danneggiato, ma i messaggi no: ${why}.`,
    "Ferma il server e fallo rifare: jabber-home doctor --fix",
  ],
  "database-newer": (path, by) => [
    `Il database ${path} viene ${by === "" ? "da una versione più recente" : `dalla versione ${by}`} di jabber-home: questa con esso non si avvia.`,
    "Prendi quella versione, o una più recente: jabber-home update. Per tornare indietro, c'è il backup fatto prima dell'aggiornamento.",
  ],
  "log-large": (size) => [
    `Il log del database occupa ${size} e non passa più nel file: prende spazio e rallenta l'avvio.`,
    "Se il server è in funzione, riavvialo. Se è fermo: jabber-home doctor --fix",
  ],
  "database-unused": (unused, size) => [
    `Dei ${size} del database, ${unused} sono vuoti: ciò che vi si trovava è stato cancellato.`,
    "Questo spazio verrà riusato; per riaverlo subito, ferma il server: jabber-home doctor --fix",
  ],
  "certificate-unmatched": (folder) => [
    `La chiave in ${folder} non è quella del certificato che vi si trova: il server ne usa uno che firma da sé, e le app avvisano.`,
    "Chiedine uno nuovo: jabber-home certificate renew",
  ],
  "certificate-none": () => [
    "L'autorità non ha ancora rilasciato nessun certificato: il server ne usa uno firmato da sé, e le app avvisano.",
    "Guarda perché: jabber-home certificate. Che cosa serve a un'autorità: jabber-home dns --outside",
  ],
  "renewal-port": (port, challenge) => [
    `Il certificato non si può rinnovare nel modo scelto (${challenge}): l'autorità non riesce a entrare dalla porta ${port}.`,
    "Apri questa porta, su questa macchina e sul router (jabber-home dns --outside lo verifica), o dimostra tramite il DNS che il dominio è tuo: jabber-home setup",
  ],
  "renewal-record": (name) => [
    `Il record che permette di rinnovare il certificato non è nel DNS: TXT ${name}.`,
    "Per vederlo e rimetterlo: jabber-home certificate renew",
  ],
  "dns-missing": (records, count) => [
    `${count === 1 ? "Nel DNS manca un record, senza il quale" : `Nel DNS mancano ${count} record, senza i quali`} questo server non si trova: ${records}.`,
    "Guarda che cosa inserire, e dove: jabber-home dns",
  ],
  "dns-recommended": (records, count) => [
    `Con ${counted(count, "record", "record")} in più nel DNS, tutto andrebbe meglio: ${records}.`,
    "Guarda che cosa inserire, e dove: jabber-home dns",
  ],
  "dns-wrong": (records, count) => [
    `Nel DNS, ${counted(count, "record porta", "record portano")} altrove: ${records}. Chi li segue non trova questo server.`,
    "Guarda che cosa cambiare, e dove: jabber-home dns",
  ],
  "dns-stray": (records, count) => [
    `Nel DNS, ${counted(count, "record non è", "record non sono")} di questo server: ${records}.`,
    "Guarda che cosa togliere, e perché: jabber-home dns",
  ],
  "dns-silent": (names) => [
    `Il DNS non risponde per ${names}: gli altri non trovano questo server, né lui trova loro.`,
    "Guarda se funzionano i server DNS del dominio (lo sa chi te li fornisce), e se questa macchina ne ha uno da interrogare: cat /etc/resolv.conf",
  ],
  "no-internet": () => [
    "Questa macchina non ha accesso a Internet: ciò che ne dipende non è stato controllato.",
    "Guarda il cavo, il Wi-Fi e il router. In casa ci si parla anche senza.",
  ],
  "port-taken": (address, listener, holder) => [
    `${address} (listen.${listener}) è in uso da parte di ${holder}: il server non può averla.`,
    "Ferma quel programma, o scegli un'altra porta in config.toml.",
  ],
  "port-taken-by-own": (address, listener, home) => [
    `${address} (listen.${listener}) è in uso da parte di un altro jabber-home, quello di ${home}.`,
    "Fermalo, o scegli un'altra porta in config.toml: due server non possono dividersi la stessa.",
  ],
  anotherProgram: "un altro programma",
  program: (name, pid) => `${name} (processo ${pid})`,
  "port-denied": (address, listener) => [
    `Questo utente non ha il permesso di mettersi in ascolto su ${address} (listen.${listener}): le porte sotto la 1024 sono riservate all'amministratore.`,
    "Come servizio, può: sudo jabber-home service install. Oppure scegli una porta più alta in config.toml.",
  ],
  "port-impossible": (address, listener, code) => [
    `Il server non può mettersi in ascolto su ${address} (listen.${listener}): ${code}. Questa macchina ha quell'indirizzo?`,
    "Scrivi in config.toml un indirizzo di questa macchina, o [::] per tutti.",
  ],
  "port-silent": (address, listener) => [
    `Il server è in ascolto su ${address} (${listener}), e nessuno vi entra, nemmeno da questa macchina.`,
    "Forse lo impedisce un firewall di questa macchina: nft list ruleset, ufw status. O il server è bloccato: jabber-home service restart",
  ],
  "administrator-missing": () => [
    "Nessun account è amministratore: in caso di problemi nessuno viene avvisato, e nessuno può usare /admin.",
    "Per farne uno: jabber-home user add INDIRIZZO --admin",
  ],
  "uploads-missing": (missing, looked, example) => [
    `Degli ultimi ${looked} file inviati, ${missing} non sono più sul disco (${example}): chi li apre vede un errore.`,
    "La cartella files è stata cancellata, o il suo disco non è montato? Riprendili da un backup, o di' a tutti che sono persi.",
  ],
  "push-failing": (service, accounts, failures) => [
    `${service}, che sveglia i telefoni di ${counted(accounts, "account", "account")}, non è riuscito ${failures} volte di seguito: i messaggi arrivano solo quando si apre l'app.`,
    "È raggiungibile? Lo mostra jabber-home federation. I tentativi continuano da soli.",
  ],
  "rooms-ownerless": (count, example) => [
    `${counted(count, "stanza non ha", "stanze non hanno")} più un proprietario, per esempio ${example}: nessuno può modificarla o chiuderla.`,
    "Dagliene uno: jabber-home room affiliation STANZA INDIRIZZO owner",
  ],
  "backup-off": () => [
    "Non si fa nessun backup: ciò che il disco perde è perso.",
    "Fanne fare uno ogni notte: backup.folder in config.toml. Di tanto in tanto a mano: jabber-home backup --to FILE",
  ],
  "backup-none": (folder) => [
    `Non c'è ancora nessun backup in ${folder}.`,
    "Fanne uno: jabber-home backup --to FILE. Il prossimo si farà da sé di notte, se il server è in funzione.",
  ],
  "backup-old": (folder, last) => [
    `L'ultimo backup in ${folder} è ${ofDay(last)}.`,
    "Il server è in funzione di notte? Allora guarda perché non ce ne sono: jabber-home logs. Subito: jabber-home backup --to FILE",
  ],
  "service-none": () => [
    "Questo server non è un servizio: dopo un riavvio della macchina, qualcuno deve avviarlo.",
    "Per farne uno: sudo jabber-home service install",
  ],
  "service-disabled": () => [
    "Il servizio non parte con la macchina: se manca la corrente, poi il server resta spento.",
    "Fallo partire: sudo systemctl enable jabber-home",
  ],
  "service-stopped": () => [
    "Il servizio non è in funzione: nessuno può connettersi.",
    "Avvialo: sudo jabber-home service start. Se si ferma di nuovo: jabber-home logs",
  ],
  "service-failed": (why) => [
    `Il servizio si è fermato da sé (${why}): nessuno può connettersi.`,
    "Guarda perché: jabber-home logs. Una volta riparato: sudo jabber-home service start",
  ],
  "service-other": () => [
    "L'unità del servizio non è quella che scriverebbe questa versione: possono mancarle dei permessi, o una protezione.",
    "Riscrivila: sudo jabber-home service install. Per vederla prima: jabber-home service install --dry-run",
  ],
  "service-program": (path) => [
    `Il servizio deve avviare ${path}, e questo programma non esiste: non parte.`,
    "Reinstallalo: sudo jabber-home service install",
  ],
  "service-hidden": (option, path) => [
    `Il servizio non ha il permesso di usare ${path} (${option}): la sua unità gli chiude quella cartella.`,
    "Per una cartella di backup: sudo jabber-home service install, che gliela apre. Per un file che legge soltanto: una copia fuori da /home e da /root.",
  ],
  "log-errors": (count, event, at) => [
    `Il server ha annotato ${counted(count, "errore", "errori")} in un giorno, l'ultimo: ${at}, ${event}.`,
    "Per leggerli: jabber-home logs",
  ],
};
