/** What the chat in the browser says around converse.js, in Spanish. */
import type { chat as en } from "../en/chat.ts";

export const chat: typeof en = {
  title: "Chat",
  open: "Chatear en este navegador",
  back: "Mi cuenta",
  about: "Sobre este chat",
  loading: "Abriendo el chat…",
  welcome: "Elige a alguien de la lista, o un grupo. Los menús de al lado añaden un contacto o abren un grupo.",
  encrypted: "Lo que han cifrado las aplicaciones (OMEMO) se lee en una aplicación, no aquí.",
  noScript:
    "El chat en el navegador necesita JavaScript, que aquí está desactivado. Actívalo para esta página, o instala una aplicación: además hace más cosas.",
  failed: "El chat no se ha abierto. Vuelve a cargar la página; si no basta, usa una versión actual de tu navegador.",
  ended: "Ya no hay conexión.",
  again: "Conectar de nuevo",
  password: "La contraseña se cambia en la página de la cuenta.",
  lists: "Volver a todas las conversaciones",
  changePassword: "Cambiar la contraseña",
  aboutPage: {
    title: "Sobre este chat",
    lead: (domain: string) =>
      `Con él escribes desde cualquier navegador a la gente de ${domain} y de otros servidores. No se instala nada, y no se pide nada a nadie más que a este servidor.`,
    encryption: "Lo cifrado se lee en una aplicación",
    encryptionText:
      "Muchas aplicaciones cifran de extremo a extremo lo que se escriben dos personas (OMEMO): solo los dispositivos de ambas pueden leerlo. Este chat en el navegador no puede. En lugar del mensaje ves entonces una línea que lo dice: léelo en tu aplicación. Lo que escribes aquí va protegido hasta el servidor, y el servidor puede leerlo.",
    pictures: "Imágenes",
    picturesText:
      "Las imágenes enviadas a través de este servidor se muestran. Las de otros servidores son enlaces: mostrarlas les contaría a esos servidores quién lee qué, y cuándo.",
    install: "En la pantalla de inicio",
    installText:
      "En el menú del navegador, «Instalar» o «Añadir a la pantalla de inicio» coloca este chat junto a tus aplicaciones. Solo avisa de mensajes nuevos mientras está abierto: para recibirlos en cualquier momento, instala una aplicación.",
    shared: "En el ordenador de otra persona",
    sharedText:
      "Cuando te vayas, cierra la sesión en la página de tu cuenta: eso cierra el chat y borra lo que haya guardado en este navegador.",
    software: "Software",
    softwareText: (version: string) =>
      `El chat es converse.js ${version}, © 2013–2025 JC Brand y otras personas, sin cambios y sin su biblioteca OMEMO. Su licencia es la Mozilla Public License 2.0.`,
    licence: "La licencia",
    source: "El código fuente",
    others: "El software que contiene, y sus licencias",
    back: "Volver al chat",
  },
};
