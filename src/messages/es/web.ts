/** What the web pages say, in Spanish. */
import type { web as en } from "../en/web.ts";

export const web: typeof en = {
  language: "Idioma",
  skip: "Ir al contenido",
  toStart: "Ir a la primera página",
  toAccount: "Mi cuenta",
  door: {
    title: (name) => `Mensajes para ${name}`,
    lead: "Aquí una familia, un grupo de amigos o una asociación tienen su propio servidor de mensajería.",
    addresses: (example) => `Las direcciones de aquí se parecen a ${example}.`,
    others: "Con ellas se escribe a la gente de todos los demás servidores Jabber (XMPP), como con el correo.",
    account: "Tengo una cuenta",
    registration: {
      open: (domain) => `¿Sin cuenta? Créala con una aplicación: como servidor, pon ${domain}.`,
      invitation: () => "¿Sin cuenta? Pide una invitación a alguien que ya esté aquí.",
      closed: () => "¿Sin cuenta? Pídela a las personas que llevan este servidor: son ellas quienes las crean.",
    },
    contact: "Escribir a las personas que llevan este servidor",
  },
  errors: {
    400: [
      "Esto no se pudo leer",
      "Lo que envió tu navegador está incompleto o dañado. Vuelve atrás, carga otra vez la página e inténtalo de nuevo.",
    ],
    403: [
      "Desde ahí no",
      "Tu navegador lo envió desde otra página, o desde una que llevaba demasiado tiempo abierta. Abre otra vez la página y repite lo que querías hacer; el navegador tiene que aceptar cookies.",
    ],
    404: [
      "Aquí no hay nada",
      "La dirección está mal escrita, o lo que había se ha eliminado. Pide un enlace nuevo a quien te lo dio.",
    ],
    405: [
      "De esta manera no",
      "Esta dirección existe, pero no para lo que tu navegador quería de ella. Ve a la primera página.",
    ],
    413: ["Esto es demasiado grande", "El servidor no acepta tanto de una vez. Envía menos, o en varias partes."],
    421: [
      "Este no es el servidor",
      "El nombre que figura en la dirección no es de este servidor. Mira la dirección, y escríbela otra vez.",
    ],
    429: ["Demasiados intentos", "Espera unos minutos e inténtalo de nuevo."],
    500: [
      "Algo ha fallado",
      "La culpa es del servidor, no tuya. Inténtalo de nuevo en un momento; si sigue igual, díselo a las personas que llevan el servidor.",
    ],
    503: [
      "Ahora no",
      "El servidor se está reiniciando, o tiene demasiado que hacer. Inténtalo de nuevo dentro de un minuto.",
    ],
  },
  otherError: ["Esto no ha funcionado", "Vuelve atrás e inténtalo de nuevo."],
  errorId: (id) => `En el diario del servidor, esto es ${id}.`,
};
