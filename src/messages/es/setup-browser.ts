/** What setup says in a browser beside the wizard's own texts, in Spanish. */
import type { setupBrowser as en } from "../en/setup-browser.ts";

export const setupBrowser: typeof en = {
  instead: {
    slow: "Puede tardar medio minuto.",
    slowDns: "Los servidores de nombres tardan en responder. Entretanto no se pierde nada.",
    trial: "Déjalo vacío para probarlo solo en este ordenador.",
    bringLong:
      "Muchos años de mensajes tardan unos minutos. Si se detiene la instalación, el servidor antiguo vuelve a arrancar.",
    foreground: "Arrancarlo ahora, en la ventana donde se inició la instalación",
  },
  title: "Instala tu servidor",
  lead: "Unas preguntas, y este equipo será tu propio servidor de mensajería.",
  code: {
    label: "Código",
    hint: "Está en la terminal donde se inició la instalación.",
    wrong: "Ese no es el código. Compáralo con la terminal, letra por letra.",
    often: "Han llegado demasiados códigos equivocados. Espera unos minutos e inténtalo de nuevo.",
    begin: "Empezar",
  },
  first: {
    lead: "Este equipo es nuevo, y nadie lo ha instalado todavía. Quien empiece ahora decide todo lo que sigue.",
    begin: "Empezar",
  },
  taken: {
    title: "Ya hay alguien instalándolo",
    lead: "Otro navegador llegó antes que este, y solo puede responder uno a la vez.",
    hint: "¿Era el tuyo? Continúa allí. Si ya no está, reinicia el equipo: quien llegue primero seguirá en el mismo punto.",
  },
  outside: {
    title: "Solo desde su propia red",
    lead: "La instalación solo responde a navegadores de la misma red que el equipo. Conéctate a esa red, y abre otra vez esta página.",
  },
  answered: "Esa pregunta ya estaba respondida. Esta es la actual.",
  inOrder: "Lo que se ha encontrado y hecho entretanto: todo en orden",
  wait: "Un momento …",
  goOn: "Continuar",
  back: "Atrás",
  stop: {
    summary: "Dejarlo aquí",
    explained: "Lo que has respondido se conserva. Cuando se inicie otra vez la instalación, seguirá en esta pregunta.",
    button: "Detener la instalación",
  },
  overheard:
    "Esta página todavía no va cifrada: otras personas de tu red podrían leer lo que escribas aquí. Si no te fías de todas, responde a esta pregunta en el propio equipo, o por ssh.",
  upload: {
    summary: "Tengo una copia de seguridad de este servidor",
    explained: "Se envía a este equipo, y se muestra lo que contiene antes de ponerlo en su sitio.",
    label: "El archivo de la copia de seguridad",
    button: "Enviarlo",
    problems: {
      none: "No se ha elegido ningún archivo.",
      cut: "El archivo no ha llegado entero. Envíalo otra vez.",
      "no-backup":
        "Este archivo no es una copia de seguridad de jabber-home. Su nombre suele terminar en .tar.zst o .tar.zst.age.",
      "no-room": "No hay bastante espacio para él en este equipo.",
      busy: "Ya se está enviando un archivo.",
    },
    wrongPassphrase: "Esta no es la frase de contraseña de la copia de seguridad.",
    yes: "Ponerla en su sitio",
    no: "Dejarlo todo como está",
  },
  qr: "Código QR de este enlace",
  marks: { right: "En orden:", wrong: "Por hacer:", note: "Nota:", plain: "", paste: "" },
  copy: "Copiar",
  copied: "Copiado",
  show: "Mostrar la contraseña",
  failed: "La instalación no puede continuar",
  again: "Intentarlo de nuevo",
  lost: "La instalación ya no responde. Puede que se haya detenido: mira donde se inició, y vuelve a cargar esta página.",
  starting: "El servidor está arrancando. En un momento habrá un botón que lleva a él.",
  finished: "Eso era todo. Puedes cerrar esta página.",
  handOver:
    "¿No se abre? Un nombre nuevo tarda hasta una hora en conocerse en todas partes, y algunos routers no dejan entrar desde dentro: prueba con un teléfono que tenga la wifi apagada.",
  terminal: {
    open: "La instalación espera a un navegador de esta red:",
    code: (code) => `Su código:  ${code}`,
    scan: "O escanea esto:",
    first: "Se deja entrar al primer navegador que empiece.",
    remote: (port) =>
      `Este equipo no tiene dirección en una red local. Desde tu ordenador, por ssh:  ssh -L ${port}:127.0.0.1:${port} NOMBRE-DE-ESTE-EQUIPO`,
    plain: "Las páginas no van cifradas, porque todavía no hay certificado. Son para tu propia red.",
    entered: (address) => `Ha entrado un navegador, desde ${address}.`,
    lingers: (seconds) => `La última página se puede volver a cargar durante ${seconds} segundos; Ctrl-C termina ya.`,
    idle: "Hace mucho que nadie responde: la instalación termina. Tus respuestas se conservan.",
  },
};
