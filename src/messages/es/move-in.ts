/** What `move-in` and the section of the account's page say, in Spanish. */
import type { moveIn as en } from "../en/move-in.ts";
import { counted } from "./units.ts";

export const moveIn: typeof en = {
  oldPassword: (account) => `Contraseña de ${account} en el servidor antiguo (no se guarda)`,
  followQuestion: "¿Pedir a tus contactos que sigan a la dirección nueva?",
  signedIn: (account) => `sesión iniciada como ${account}`,
  stages: {
    contacts: "contactos",
    vcards: "perfil",
    blocked: "direcciones bloqueadas",
    preferences: "elección de lo que se archiva",
    private: "marcadores y datos privados",
    nodes: "lo publicado",
    archived: "historial",
    following: "pidiendo a los contactos que sigan",
  },
  stage: (name, done, total) => (total === undefined ? `${name}: ${done}` : `${name}: ${done} de ${total}`),
  head: (from, to) => `Lo que ha venido de ${from} a ${to}:`,
  headTrial: (from, to) => `Lo que vendría de ${from} a ${to}; no se ha cambiado nada, ni allí ni aquí:`,
  noMessageCount: "mensajes del historial: el servidor antiguo no dice cuántos hay antes de copiarlos",
  nothing: "nada",
  alreadyHere: (count) => `, ${count} ya aquí`,
  leftHead: "Lo que no puede venir, y por qué:",
  moreLeft: (count) => `y ${count} más (--json lo nombra todo)`,
  stays: [
    "Algunas cosas se quedan en la cuenta antigua, porque no se le dan a ninguna aplicación: las personas que han pedido ser contactos y esperan respuesta; los archivos enviados (sus enlaces siguen llevando al servidor antiguo); la pertenencia a salas (pide a los propietarios de salas cerradas que dejen entrar a la dirección nueva).",
    "Las conversaciones cifradas empiezan de nuevo: cada aplicación crea sus propias claves para la dirección nueva.",
  ],
  asked: (count) =>
    `Se ha pedido a ${counted(count, "contacto", "contactos")} que ${count === 1 ? "siga" : "sigan"}. Si su servidor conoce XEP-0283, eso es todo; si no, se lo pregunta su aplicación, como con un contacto nuevo. Conserva la cuenta antigua hasta que hayan respondido: es la que responde de la dirección nueva.`,
  askedTrial: (count) =>
    `Se pediría a ${counted(count, "contacto", "contactos")} que ${count === 1 ? "siguiera" : "siguieran"}`,
  notAsked: "No se ha pedido a los contactos que sigan: hay que añadirlos de nuevo uno por uno.",
  notStated: (from) =>
    `No se ha logrado que ${from} diga adónde se ha mudado: cada contacto tiene que aceptar a mano la dirección nueva.`,
  choose: (to, link) => `Elige la contraseña de ${to} (el enlace vale un día): ${link}`,
  noPassword: (to) => `${to} no tiene ninguna contraseña que alguien sepa: jabber-home user passwd ${to}`,
  signInAgain: "Las aplicaciones que ya tenían la sesión abierta ven los contactos cuando vuelvan a iniciarla.",
  exists: (to) => `${to} ya existe`,
  existsRemedy: (to) => `si todo ha de venir a esta cuenta, indícala: --to ${to}; o elige otro nombre: --to NOMBRE`,
  ended: () => [
    "el servidor se ha detenido a la mitad",
    "lo que se copió se queda: arráncalo, y da otra vez la misma orden",
  ],
  problems: {
    "no-server": ({ domain, why }) => [`${domain} no es un servidor para aplicaciones: ${why}`, "mira la dirección"],
    unreachable: ({ domain, why }) => [`no se llega a ${domain}: ${why}`, "inténtalo más tarde"],
    "no-tls": ({ domain, why }) => [
      `a ${domain} no se le envía ninguna contraseña sin cifrar: ${why}`,
      "pregunta a quien lo administra",
    ],
    certificate: ({ domain, why }) => [
      `${domain} no demuestra que es ${domain}: ${why}`,
      "pregunta a quien lo administra; una autoridad propia se indica en federation.ca_file",
    ],
    password: ({ account }) => [
      `el servidor antiguo no acepta la contraseña de ${account}`,
      "mira la dirección y la contraseña",
    ],
    refused: ({ account, why }) => [
      `el servidor antiguo no deja a ${account} iniciar sesión: ${why}`,
      "pregunta a quien lo administra",
    ],
    lost: ({ domain, why }) => [
      `la conexión con ${domain} se cortó a la mitad: ${why}`,
      "lo que se copió se queda; empieza de nuevo, y sigue desde ahí",
    ],
  },
  page: {
    title: "Traer tu cuenta antigua",
    lead: "Si tienes una cuenta en otro servidor, todo lo suyo puede venir aquí: contactos, marcadores, perfil, lo publicado, direcciones bloqueadas y el historial. La contraseña se usa una vez, para iniciar sesión allí como lo hace una aplicación, y ni se guarda ni se anota.",
    address: "Tu dirección antigua",
    addressHint: "alice@otro-sitio.org",
    password: "Su contraseña",
    follow: "Pedir a mis contactos que sigan a esta dirección",
    button: "Traerla aquí",
    running: (from) => `Se está copiando ${from}. Puedes cerrar esta página; la copia continúa.`,
    look: "Mirar otra vez",
    done: (from) => `${from} ha venido.`,
    failed: (from) => `${from} no ha venido, o no del todo:`,
    started: "Ha empezado.",
    again: "Puedes empezar de nuevo: lo que ya está aquí no se duplica.",
  },
};
