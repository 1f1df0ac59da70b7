/** What the server writes to its administrators, in Italian. */
import type { notices as en } from "../en/notices.ts";
import { fromDay, toDay } from "./units.ts";

/** "Dal 22 novembre 2026", at the beginning of a sentence. */
const beginning = (since: string): string => fromDay(since).replace(/^d/, "D");

export const notices: typeof en = {
  disk: {
    subject: "Disco",
    full: (freeMegabytes, reserveMegabytes) =>
      `Il disco del server è quasi pieno: sono liberi ${freeMegabytes} MB, e ${reserveMegabytes} MB devono restarlo. ` +
      "Fino ad allora non si conserva nulla di nuovo: chi invia un messaggio viene avvisato che non è stato accettato. " +
      "Elimina da quel disco ciò che non serve più, o dagli più spazio: il server riprenderà da sé. " +
      "Per vedere chi ne occupa quanto: jabber-home user list",
    over: "Sul disco del server c'è di nuovo spazio: si accetta tutto come prima.",
  },
  findings: {
    subject: "Server",
    wrong: (list) =>
      `Qualcosa non va sul server:\n\n${list}\n\nPer saperne di più, e per ciò che si può riparare da sé, sulla sua macchina: jabber-home doctor`,
    mended: (list) => `È riparato:\n\n${list}`,
  },
  darkness: {
    subject: "Connessione",
    offline: (since, until) =>
      `${beginning(since)} ${toDay(until)}, il server non aveva accesso a Internet: le app fuori casa e gli altri server non potevano raggiungerlo. ` +
      "Adesso è tornato. Il router era spento, o la linea interrotta? I messaggi degli altri server arrivano man mano che questi riprovano.",
    off: (since, until) =>
      `${beginning(since)} ${toDay(until)}, il server non era in funzione: il computer era spento (mancava la corrente?), o il server è stato fermato di forza. ` +
      "Nessuno poteva raggiungerlo. Adesso è tornato. I messaggi degli altri server arrivano man mano che questi riprovano.",
    both: (since, until, offSince, offUntil) =>
      `${beginning(since)} ${toDay(until)}, da fuori nessuno poteva raggiungere il server: non aveva accesso a Internet, e ${fromDay(offSince)} ${toDay(offUntil)} ` +
      "non era in funzione, perché il computer era spento (mancava la corrente?) o il server era stato fermato di forza. " +
      "Adesso è tornato. I messaggi degli altri server arrivano man mano che questi riprovano.",
  },
  expiry: {
    subject: "Certificato",
    body: (domains, when) =>
      `Il certificato di ${domains} scade ${when} e non è stato ancora possibile rinnovarlo. ` +
      "Dopo, le app e gli altri server rifiuteranno di connettersi. " +
      "Per sapere perché: jabber-home certificate",
    byHand: (domains, when) =>
      `Il certificato di ${domains} scade ${when}, e si rinnova a mano: solo tu puoi mettere il suo record DNS. ` +
      "Passata quella data, le app e gli altri server rifiuteranno di connettersi. Sulla macchina del server, esegui " +
      "jabber-home certificate renew: mostrerà il record da mettere. " +
      "Per un modo che fa a meno di te: jabber-home setup",
  },
};
