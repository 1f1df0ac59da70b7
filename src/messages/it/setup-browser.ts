/** What setup says in a browser beside the wizard's own texts, in Italian. */
import type { setupBrowser as en } from "../en/setup-browser.ts";

export const setupBrowser: typeof en = {
  instead: {
    slow: "Può durare mezzo minuto.",
    slowDns: "I server DNS tardano a rispondere. Aspettando non si perde nulla.",
    trial: "Lascia vuoto per una semplice prova su questo computer.",
    bringLong: "Anni di messaggi richiedono qualche minuto. Se l'installazione si ferma, il vecchio server si riavvia.",
    foreground: "Avviarlo adesso, nella finestra dove è stata avviata l'installazione",
  },
  title: "Installa il tuo server",
  lead: "Qualche domanda, e questa macchina diventa il tuo server di messaggistica.",
  code: {
    label: "Codice",
    hint: "Si vede nel terminale dove è stata avviata l'installazione.",
    wrong: "Non è il codice. Confrontalo con il terminale, lettera per lettera.",
    often: "Sono arrivati troppi codici sbagliati. Aspetta qualche minuto, poi riprova.",
    begin: "Comincia",
  },
  first: {
    lead: "Questa macchina è nuova e nessuno l'ha ancora installata. Chi comincia adesso decide di tutto il resto.",
    begin: "Comincia",
  },
  taken: {
    title: "Se ne sta già occupando qualcuno",
    lead: "Un altro browser è arrivato prima di questo, e può rispondere solo uno per volta.",
    hint: "Era il tuo? Continua là. Se non c'è più, riavvia la macchina: il primo che si presenta riprenderà dallo stesso punto.",
  },
  outside: {
    title: "Solo dalla sua rete",
    lead: "L'installazione risponde solo ai browser che sono nella stessa rete della macchina. Connettiti a quella rete, poi riapri questa pagina.",
  },
  answered: "Hai già risposto a questa domanda. Ecco quella di adesso.",
  inOrder: "Che cosa è stato trovato e fatto nel frattempo: è tutto in ordine",
  wait: "Un istante …",
  goOn: "Continua",
  back: "Indietro",
  stop: {
    summary: "Fermarsi qui",
    explained:
      "Le tue risposte vengono conservate. Quando l'installazione verrà riavviata, riprenderà da questa domanda.",
    button: "Ferma l'installazione",
  },
  overheard:
    "Questa pagina non è ancora cifrata: altri sulla tua rete potrebbero leggere ciò che scrivi qui. Se non ti fidi di tutti, rispondi a questa domanda sulla macchina stessa, o attraverso ssh.",
  upload: {
    summary: "Ho un backup di questo server",
    explained: "Viene inviato a questa macchina, e ciò che contiene è mostrato prima di essere messo al suo posto.",
    label: "Il file del backup",
    button: "Invialo",
    problems: {
      none: "Non è stato scelto nessun file.",
      cut: "Il file non è arrivato intero. Invialo di nuovo.",
      "no-backup":
        "Questo file non è un backup di jabber-home. Il suo nome finisce di solito con .tar.zst o .tar.zst.age.",
      "no-room": "Su questa macchina non c'è abbastanza spazio.",
      busy: "Un file è già in arrivo.",
    },
    wrongPassphrase: "Questa non è la frase segreta del backup.",
    yes: "Mettilo al suo posto",
    no: "Lascia tutto com'è",
  },
  qr: "Codice QR di questo link",
  marks: { right: "In ordine:", wrong: "Da fare:", note: "Da sapere:", plain: "", paste: "" },
  copy: "Copia",
  copied: "Copiato",
  show: "Mostra la password",
  failed: "L'installazione non può continuare",
  again: "Riprova",
  lost: "L'installazione non risponde più. Forse è stata fermata: guarda dove è stata avviata, poi ricarica questa pagina.",
  starting: "Il server si sta avviando. Tra un istante un pulsante vi porta.",
  finished: "È finita. Puoi chiudere questa pagina.",
  handOver:
    "La pagina non si apre? Un nome nuovo ci mette fino a un'ora a essere conosciuto ovunque, e certi router non ti lasciano entrare dall'interno: prova con un telefono, con il Wi-Fi spento.",
  terminal: {
    open: "L'installazione aspetta un browser di questa rete:",
    code: (code) => `Il suo codice:  ${code}`,
    scan: "O inquadra questo:",
    first: "Può entrare il primo browser che comincia.",
    remote: (port) =>
      `Questa macchina non ha un indirizzo in una rete locale. Dal tuo computer, attraverso ssh:  ssh -L ${port}:127.0.0.1:${port} NOME-DI-QUESTA-MACCHINA`,
    plain: "Le pagine non sono cifrate, perché manca un certificato. Sono per la tua rete.",
    entered: (address) => `È entrato un browser, da ${address}.`,
    lingers: (seconds) => `L'ultima pagina si può ricaricare per ${seconds} secondi; Ctrl-C termina subito.`,
    idle: "Da molto tempo nessuno risponde: l'installazione termina. Le tue risposte sono conservate.",
  },
};
