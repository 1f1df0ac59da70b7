/** What the wizard says about the certificate, in Italian. */
import type { setupCertificate as en } from "../en/setup-certificate.ts";
import { longDate, ofDay, toDay } from "./units.ts";

const until = (time: number): string => `fino ${toDay(longDate(time))}`;

export const setupCertificate: typeof en = {
  heading: (authority) => `4 di 5   Certificato   ${authority}`,
  question: "Come vuoi dimostrare che il dominio è tuo?",
  tryAgain: (method) => `Riprova: ${method}`,
  methods: {
    "http-01": () => "Con la porta 80 (gratuito, si rinnova da sé)",
    "tls-alpn-01": () => "Con la porta 443 (gratuito, si rinnova da sé)",
    "dns-01": () => "A mano: un nuovo record DNS ogni due mesi",
    "dns-persist-01": () => "Con un record DNS messo una volta (si rinnova da sé)",
    "hand-on": () => "Con la porta 80, che il server web inoltra (si rinnova da sé)",
    redirect: (domain) => `Il server web di ${domain} rimanda a questa macchina`,
    subdomain: (domain) => `Un altro dominio per gli indirizzi, per esempio chat.${domain}`,
    files: () => "Ho già un certificato",
    "self-signed": () => "Continua con un certificato fatto in casa (avvisi nelle app)",
  },
  former: (server, file, time) => `Quello di ${server}, ${until(time)} (copia di ${file}; poi qui si rinnova da sé)`,
  byDnsApi: "Con record DNS scritti tramite API (si rinnova da sé)",
  leadsHere: (domain) => `${domain} porta qui`,
  leadsNowhere: (domain) => `${domain} non ha ancora un indirizzo: un record DNS può dimostrare che è tuo`,
  leadsUnknown: (domain) => `Da qui non si può dire se ${domain} porta qui.`,
  leadsElsewhere: (domain, theirs, ours) => [
    `${domain} porta a ${theirs}, questa macchina è ${ours || "altrove"}.`,
    "Probabilmente è un sito web ospitato altrove. Il certificato deve comunque avere quel nome; ecco che cosa può funzionare, il meglio per primo:",
  ],
  kept: (names, time) => `${names.join(", ")}   ${until(time)}, conservato`,
  trying: "prova con il servizio di test",
  tried: "Prova riuscita",
  portReached: (port) => `${port}   raggiunta da fuori`,
  portNotReached: (port, why) => `${port}   non vista da fuori: ${why}`,
  slow: "L'autorità controlla questa macchina da più luoghi: ci vuole circa un minuto.",
  obtaining: (domain) => `certificato per ${domain}`,
  obtainedShown: "Il certificato c'è",
  obtained: (names, time) => `${names.join(", ")}   ${until(time)}`,
  failed: "Non ha funzionato",
  byHand: (time) => [
    `Da rifare a mano prima ${ofDay(longDate(time))}: jabber-home certificate renew`,
    "L'amministratore riceverà in tempo un messaggio che glielo ricorda.",
  ],
  attemptsLeft: (left) =>
    left > 1
      ? `Restano ${left} tentativi in quest'ora.`
      : left === 1
        ? "Resta un tentativo in quest'ora."
        : "Non restano tentativi in quest'ora.",
  selfSignedShown: "Un certificato fatto in casa",
  selfSigned: [
    "Le app e gli altri server ne diffideranno, o lo rifiuteranno.",
    "Esegui di nuovo setup per ottenerne uno vero: tutto il resto si conserva.",
  ],
  chainFile: "Il certificato e la sua catena (file PEM)",
  keyFile: "La sua chiave privata (file PEM)",
  noPath: "Il percorso di un file, come /etc/ssl/esempio.it.pem",
  filesShown: "Il tuo certificato",
  usingFiles: (names, time) => `${names.join(", ")}   ${until(time)}, riletto appena cambia`,
  filesQuestion: "Usarlo comunque?",
  filesUnusable: "Altri file, o un altro modo?",
  filesUse: "Sì, così com'è",
  filesAgain: "Controlla di nuovo, o indica altri file",
  handOnShown: (webServer, domain) =>
    `Aggiungi questo a ciò che ${webServer} serve per ${domain} sulla porta 80, poi ricaricalo:`,
  redirectShown: (domain) => `Da aggiungere alla configurazione del server web di ${domain}:`,
  redirectThere: (domain) => `Il server web di ${domain} rimanda qui.`,
  redirectMissing: (domain) => `Il server web di ${domain} non rimanda ancora qui.`,
  otherWay: "Un altro modo",
  txtShown: "Da aggiungere dove hai comprato il dominio:",
  txtState: (record, state, found) =>
    state === "right"
      ? `${record}   corretto`
      : state === "wrong"
        ? `${record}   dice ${found.join(", ")}`
        : `${record}   assente`,
  watchActions: { o: "un altro modo", enter: "è al suo posto, continua" },
};
