/** What `export` says, in Portuguese. */
import type { exports as en } from "../en/exports.ts";

export const exports: typeof en = {
  noSuchFormat: (format, known) => [`o formato ${format} não existe`, `um destes: ${known}`],
  done: (path) => `está tudo em ${path}`,
  secret: "Serve para adivinhar as palavras-passe: guarde-o onde mais ninguém o leia, e elimine-o depois.",
  next: {
    xep0227: "Outro jabber-home lê-o: jabber-home import FICHEIRO",
    ejabberd:
      "Dê-o ao utilizador ejabberd, que o lê com ejabberd a funcionar: ejabberdctl load FICHEIRO, e depois ejabberdctl restart. As salas: mod_muc com hosts: [rooms.DOMÍNIO].",
    prosody: `Pare Prosody, copie o conteúdo da pasta para /var/lib/prosody, dê-o ao utilizador prosody, e inicie-o de novo. As salas: Component "rooms.DOMÍNIO" "muc".`,
  },
  left: (count) => (count === 1 ? "Uma coisa não cabe lá:" : `${count} coisas não cabem lá:`),
  kinds: {
    password: (account) => `${account}: a palavra-passe; dê-lhe lá outra`,
    files: (account, count) => `${account}: ${count} ficheiros enviados, que ficam aqui`,
    push: (account) => `${account}: as aplicações a acordar; inscrevem-se de novo sozinhas`,
    other: (account, what) => `${account}: <${what}/>`,
  },
};
