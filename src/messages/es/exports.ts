/** What `export` says, in Spanish. */
import type { exports as en } from "../en/exports.ts";

export const exports: typeof en = {
  noSuchFormat: (format, known) => [`no existe el formato ${format}`, `uno de estos: ${known}`],
  done: (path) => `todo está en ${path}`,
  secret: "Puede servir para adivinar contraseñas: guárdalo donde nadie más lo lea, y elimínalo después.",
  next: {
    xep0227: "Otro jabber-home lo acepta: jabber-home import ARCHIVO",
    ejabberd:
      "Dáselo al usuario ejabberd, que lo lee con ejabberd en marcha: ejabberdctl load ARCHIVO, y después ejabberdctl restart. Las salas: mod_muc con hosts: [rooms.DOMINIO].",
    prosody: `Detén Prosody, copia lo que hay en la carpeta a /var/lib/prosody, dáselo al usuario prosody y vuelve a arrancarlo. Las salas: Component "rooms.DOMINIO" "muc".`,
  },
  left: (count) => (count === 1 ? "Una cosa no tiene sitio allí:" : `${count} cosas no tienen sitio allí:`),
  kinds: {
    password: (account) => `${account}: la contraseña; dale otra allí`,
    files: (account, count) => `${account}: ${count} archivos enviados, que se quedan aquí`,
    push: (account) => `${account}: qué aplicaciones se despiertan; se vuelven a apuntar solas`,
    other: (account, what) => `${account}: <${what}/>`,
  },
};
