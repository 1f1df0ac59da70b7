/** What is wrong with a server, and what helps, in Italian. */
import type { findings as en } from "../en/findings.ts";
import { counted, ofDay, onDay, toDay } from "./units.ts";

export const findings: typeof en = {
  "disk-full": (free, reserve) => [
    `Il disco è quasi pieno: sono liberi ${free}, e ${reserve} devono restarlo. Fino ad allora non si accetta nulla di nuovo.`,
    "Fai spazio sul disco; jabber-home files mostra chi ha inviato quanto, e cancella ciò che è vecchio.",
  ],
  "backup-failed": (why, last, isAttempted) =>
    `${isAttempted ? "Non è stato possibile fare l'ultimo backup" : "Non si può fare nessun backup"}: ${why}. ${last === undefined ? "Non ce n'è ancora nessuno." : `Il più recente è ${ofDay(last)}.`}`,
  "backup-same-disk": (folder) => [
    `I backup sono sullo stesso disco di tutto il resto (${folder}): se quel disco si guasta, si perdono con esso.`,
    "Collega un altro disco o una chiavetta, e indicane una cartella: backup.folder in config.toml. Oppure copiane uno di tanto in tanto su un'altra macchina.",
  ],
  "update-undone": (failed, day, why) => [
    `La versione ${failed} non ha funzionato qui ${onDay(day)}, ed è di nuovo in funzione quella di prima: ${why}.`,
    "Trasmetti questo messaggio al progetto, e installa la versione successiva: jabber-home update.",
  ],
  "disk-low": (free, reserve) => [
    `Il disco si sta riempiendo: sono liberi ${free}. Quando ne resteranno solo ${reserve}, non si accetterà più nulla di nuovo.`,
    "Fai spazio sul disco; jabber-home files mostra chi ha inviato quanto, e cancella ciò che è vecchio.",
  ],
  "clock-wrong": (says) => [
    `L'orologio di questa macchina segna ${says}, il che è impossibile: finché non viene regolato, non si cancella nulla di ciò che è troppo vecchio.`,
    "Regolalo: timedatectl set-ntp true",
  ],
  "clock-leapt": (said, says, until) => [
    `L'orologio di questa macchina segna ${says}; la volta precedente segnava ${said}. Finché non viene regolato, o fino ${toDay(until)} se continua così, non si cancella nulla di ciò che è troppo vecchio.`,
    "Se nel frattempo il server era fermo, non c'è nulla da fare; altrimenti, regolalo: timedatectl set-ntp true",
  ],
  "shadow-unreadable": () => [
    "Il server non ha il permesso di leggere /etc/shadow, dove sono le password degli account di questa macchina: PAM le considera tutte sbagliate, e nessuno può accedere.",
    "Come servizio: sudo jabber-home service install, che lo aggiunge al gruppo shadow. Altrimenti: sudo usermod -aG shadow UTENTE, per l'utente che lo avvia; poi riavvialo. Se le password sono quelle di una directory, non c'è nulla da fare.",
  ],
  "groups-unknown": (groups) => [
    `Questa macchina non ha questi gruppi, indicati da auth.allow_groups o auth.deny_groups in config.toml: ${groups}.`,
    "Controlla come si scrivono; getent group mostra quelli che esistono.",
  ],
  "certificate-expired": (until) => [
    `Il certificato è scaduto ${onDay(until)}: le app avvisano, o non si connettono, e gli altri server lo rifiutano.`,
    "Rinnovalo: jabber-home certificate renew",
  ],
  "certificate-expires": (until, left) => [
    `Il certificato scade ${onDay(until)}, tra ${left}.`,
    "Guarda perché non è stato rinnovato: jabber-home certificate",
  ],
  "certificate-by-hand": (until) => [
    `Il certificato va rinnovato a mano prima ${ofDay(until)}.`,
    "jabber-home certificate renew",
  ],
  notRenewed: (why) => `Non è stato possibile rinnovare il certificato. ${why}`,
  certificate: (what) => `Le app e gli altri server hanno da ridire sul certificato. ${what}`,
  "web-refused": {
    https: (why) => [`${why}, quindi né pagine né file.`, "jabber-home setup sceglie un'altra porta."],
    http: (why) => [`${why}, quindi i browser non vengono rimandati da http:// a https://.`],
    http_proxied: (why) => [`${why}, quindi il server web messo davanti a questo non ottiene risposta.`],
  },
  "calls-refused": (why) => [
    `${why}, quindi le chiamate tra app che non possono raggiungersi direttamente rischiano di non riuscire.`,
    "Ferma ciò che occupa la porta, o scegline un'altra oppure off in config.toml, poi riavvia il server: docs/calls.md.",
  ],
  "calls-without-address": () => [
    "Questo server non conosce il proprio indirizzo pubblico: le chiamate tra app che non possono raggiungersi direttamente non riescono.",
    "Scrivi l'indirizzo del tuo router in turn.public_address (config.toml), o fai in modo che il record A del dominio porti lì. Per chiamate solo in casa: turn.private_peers.",
  ],
  "port-not-reached": (port, who, age) => [
    `${who} non è riuscito a entrare dalla porta ${port}, ${age} fa.`,
    "Guarda che cosa è stato visto, e che cosa aiuta: jabber-home dns. Per guardare un'altra volta: jabber-home dns --outside",
  ],
  "server-unreached": (domain, age, why, waiting) => [
    `${domain} non è stato raggiunto da ${age}: ${why}. ${waiting > 0 ? `${counted(waiting, "messaggio o stato aspetta", "messaggi e stati aspettano")} di partire.` : ""}`.trim(),
    `Guarda quale passo non riesce, e che cosa aiuta: jabber-home federation ${domain}`,
  ],
  "servers-unreached": (count) => [
    `${counted(count, "altro server non è stato raggiunto", "altri server non sono stati raggiunti")}.`,
    "jabber-home federation",
  ],
};
