/** What `export` says, in Italian. */
import type { exports as en } from "../en/exports.ts";

export const exports: typeof en = {
  noSuchFormat: (format, known) => [`il formato ${format} non esiste`, `uno di questi: ${known}`],
  done: (path) => `tutto è in ${path}`,
  secret: "Può servire a indovinare le password: tienilo dove nessun altro lo legge, e poi eliminalo.",
  next: {
    xep0227: "Un altro jabber-home lo riprende: jabber-home import FILE",
    ejabberd:
      "Dallo all'utente ejabberd, che lo legge mentre ejabberd è in funzione: ejabberdctl load FILE, poi ejabberdctl restart. Le stanze: mod_muc con hosts: [rooms.DOMINIO].",
    prosody: `Ferma Prosody, copia il contenuto della cartella in /var/lib/prosody, dallo all'utente prosody, riavvialo. Le stanze: Component "rooms.DOMINIO" "muc".`,
  },
  left: (count) => (count === 1 ? "Una cosa non vi trova posto:" : `${count} cose non vi trovano posto:`),
  kinds: {
    password: (account) => `${account}: la password; dagliene un'altra là`,
    files: (account, count) => `${account}: ${count} file inviati, che restano qui`,
    push: (account) => `${account}: le app da svegliare; si iscrivono di nuovo da sole`,
    other: (account, what) => `${account}: <${what}/>`,
  },
};
