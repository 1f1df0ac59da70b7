/** What the chat in the browser says around converse.js, in Italian. */
import type { chat as en } from "../en/chat.ts";

export const chat: typeof en = {
  title: "Chat",
  open: "Chatta in questo browser",
  back: "Il mio account",
  about: "Informazioni",
  loading: "Le chat si stanno aprendo…",
  welcome: "Scegli qualcuno dall'elenco, o un gruppo. I menu lì accanto aggiungono un contatto o aprono un gruppo.",
  encrypted: "Ciò che è stato cifrato da un'app (OMEMO) si legge in un'app, non qui.",
  noScript:
    "Le chat nel browser hanno bisogno di JavaScript, che qui è disattivato. Attivalo per questa pagina, o installa un'app: sa fare di più.",
  failed: "Le chat non si sono aperte. Ricarica la pagina; se non basta, usa una versione recente del tuo browser.",
  ended: "La tua sessione è terminata.",
  again: "Accedi di nuovo",
  password: "La password si cambia nella pagina dell'account.",
  lists: "Torna a tutte le conversazioni",
  changePassword: "Cambia la password",
  aboutPage: {
    title: "Informazioni su queste chat",
    lead: (domain: string) =>
      `Da qui, con qualsiasi browser, scrivi alle persone di ${domain} e di altri server. Non si installa nulla, e non si chiede nulla a nessun altro che a questo server.`,
    encryption: "Ciò che è cifrato si legge in un'app",
    encryptionText:
      "Molte app cifrano da un capo all'altro ciò che due persone si scrivono (OMEMO): solo i loro dispositivi possono leggerlo. Queste chat nel browser non possono. In questo caso, al posto del messaggio lo dice una riga: leggilo nella tua app. Ciò che scrivi qui è protetto lungo il percorso fino al server, e il server può leggerlo.",
    pictures: "Immagini",
    picturesText:
      "Le immagini inviate tramite questo server vengono mostrate. Quelle di altri server sono link: mostrarle direbbe a quei server chi legge che cosa, e quando.",
    install: "Nella schermata Home",
    installText:
      "Nel menu del browser, «Installa» o «Aggiungi a schermata Home» mette queste chat accanto alle tue app. Segnalano i nuovi messaggi solo finché sono aperte: per riceverli in ogni momento, installa un'app.",
    shared: "Sul computer di qualcun altro",
    sharedText:
      "Quando hai finito, esci dalla pagina del tuo account: così le chat si chiudono, e si cancella ciò che hanno conservato in questo browser.",
    software: "Software",
    softwareText: (version: string) =>
      `È converse.js ${version}, © 2013–2025 JC Brand e altri, immutato e senza la sua libreria OMEMO. La sua licenza è la Mozilla Public License 2.0.`,
    licence: "La licenza",
    source: "Il codice sorgente",
    others: "I programmi che contiene, e le loro licenze",
    back: "Torna alle chat",
  },
};
