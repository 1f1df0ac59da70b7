/** What the web pages say, in Italian. */
import type { web as en } from "../en/web.ts";

export const web: typeof en = {
  language: "Lingua",
  skip: "Vai al contenuto",
  toStart: "Vai alla pagina iniziale",
  toAccount: "Il mio account",
  door: {
    title: (name) => `La messaggistica di ${name}`,
    lead: "Una famiglia, degli amici o un'associazione hanno qui il proprio server di messaggistica.",
    addresses: (example) => `Gli indirizzi di qui hanno l'aspetto di ${example}.`,
    others: "Permettono di scrivere a tutti gli altri server Jabber (XMPP), come la posta elettronica.",
    account: "Ho un account",
    registration: {
      open: (domain) => `Non hai un account? Crealo con un'app: come server, indica ${domain}.`,
      invitation: () => "Non hai un account? Chiedi un invito a qualcuno di qui.",
      closed: () => "Non hai un account? Chiedilo a chi si occupa di questo server: gli account si creano solo così.",
    },
    contact: "Scrivi a chi si occupa di questo server",
  },
  errors: {
    400: [
      "Richiesta illeggibile",
      "Ciò che il tuo browser ha inviato è incompleto o danneggiato. Torna indietro, ricarica la pagina e riprova.",
    ],
    403: [
      "Richiesta rifiutata",
      "Il tuo browser l'ha inviata da un'altra pagina, o da una pagina aperta da troppo tempo. Riapri la pagina e ricomincia; il browser deve accettare i cookie.",
    ],
    404: [
      "Qui non c'è nulla",
      "L'indirizzo è scritto male, o ciò che vi si trovava è stato eliminato. Chiedi un nuovo link alla persona che te l'ha dato.",
    ],
    405: [
      "Non in questo modo",
      "Questo indirizzo esiste, ma non per ciò che il tuo browser gli chiede. Passa dalla pagina iniziale.",
    ],
    413: ["È troppo grande", "Il server non accetta così tanto in una volta. Invia di meno, o in più volte."],
    421: [
      "Non è il server giusto",
      "Il nome che compare nell'indirizzo non è uno di quelli di questo server. Controlla l'indirizzo e inseriscilo di nuovo.",
    ],
    429: ["Troppi tentativi", "Aspetta qualche minuto, poi riprova."],
    500: [
      "Qualcosa non ha funzionato",
      "È colpa del server, non tua. Riprova tra un istante; se continua, avvisa chi se ne occupa.",
    ],
    503: ["Non in questo momento", "Il server si sta riavviando, o è sovraccarico. Riprova tra un minuto."],
  },
  otherError: ["Non ha funzionato", "Torna indietro e riprova."],
  errorId: (id) => `Nel registro del server, è ${id}.`,
};
