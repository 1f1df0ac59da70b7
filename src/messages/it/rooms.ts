/** What the verbs of rooms say, in Italian. */
import type { rooms as en } from "../en/rooms.ts";
import { counted } from "./units.ts";

export const rooms: typeof en = {
  none: "ancora nessuna stanza: ognuno può crearne una dalla propria app, e anche tu",
  rooms: (count) => counted(count, "stanza", "stanze"),
  named: (name) => `«${name}»`,
  kinds: {
    private: "privata",
    public: "pubblica",
    listed: "nell'elenco ma riservata ai suoi membri",
    open: "fuori dall'elenco ma aperta a chi conosce il suo indirizzo",
    locked: "non ancora impostata da chi l'ha creata",
  },
  inside: (count) => (count === 0 ? "vuota in questo momento" : counted(count, "persona presente", "persone presenti")),
  members: (count) => counted(count, "membro", "membri"),
  separator: ", ",
  about: "descrizione",
  subject: "argomento",
  since: "dalla data",
  settings: "impostazioni",
  setTo: {
    temporary: "scompare quando sono usciti tutti",
    moderated: "vi parla solo chi ne ha il permesso",
    password: "chiede una password",
    anonymous: "solo i moderatori vedono gli indirizzi",
    unarchived: "non conserva la cronologia",
    logged: "chiunque può leggere la sua cronologia",
  },
  affiliations: {
    owner: "proprietario",
    admin: "amministratore",
    member: "membro",
    outcast: "escluso",
    none: "nulla",
  },
  roles: { moderator: "moderatore", participant: "partecipante", visitor: "visitatore", none: "nulla" },
  now: "presenza",
  apps: (count) => counted(count, "app", "app"),
  made: (jid, kind, owner) => `${jid} è pronta: ${kind}, proprietario ${owner}`,
  next: (command) => `per aggiungere membri: ${command}`,
  destroyIt: (jid) => `Eliminare ${jid} con la sua cronologia? Tutti quelli che vi si trovano ne saranno informati.`,
  irrevocable: "scompaiono anche la cronologia e gli elenchi della stanza",
  notDestroyed: "non è stato eliminato nulla",
  destroyed: (jid) => `${jid} non esiste più`,
  affiliated: {
    owner: (who, room) => `${who} è proprietario di ${room}`,
    admin: (who, room) => `${who} è amministratore di ${room}`,
    member: (who, room) => `${who} è membro di ${room}`,
    outcast: (who, room) => `${who} è escluso da ${room}`,
    none: (who, room) => `${who} non ha più un ruolo in ${room}`,
  },
};
