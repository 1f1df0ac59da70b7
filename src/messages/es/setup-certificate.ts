/** What the wizard says about the certificate, in Spanish. */
import type { setupCertificate as en } from "../en/setup-certificate.ts";
import { longDate } from "./units.ts";

export const setupCertificate: typeof en = {
  heading: (authority) => `4 de 5   Certificado   ${authority}`,
  question: "¿Cómo quieres demostrar que el dominio es tuyo?",
  tryAgain: (method) => `Intentarlo de nuevo: ${method}`,
  methods: {
    "http-01": () => "Por el puerto 80 (gratis, se renueva solo)",
    "tls-alpn-01": () => "Por el puerto 443 (gratis, se renueva solo)",
    "dns-01": () => "A mano: un registro DNS nuevo cada vez, cada dos meses",
    "dns-persist-01": () => "Con un registro DNS puesto una sola vez (se renueva solo)",
    "hand-on": () => "Por el puerto 80, que cede el servidor web (se renueva solo)",
    redirect: (domain) => `El servidor web de ${domain} cede el paso a este equipo`,
    subdomain: (domain) => `Otro dominio para las direcciones, por ejemplo chat.${domain}`,
    files: () => "Ya tengo un certificado",
    "self-signed": () => "Seguir de momento con un certificado propio (con avisos)",
  },
  former: (server, file, until) =>
    `El que tiene ${server}, hasta el ${longDate(until)} (copia de ${file}; después se renueva solo aquí)`,
  byDnsApi: "Con registros DNS que se escriben por API (se renueva solo)",
  leadsHere: (domain) => `${domain} lleva hasta aquí`,
  leadsNowhere: (domain) => `${domain} no tiene dirección (todavía): un registro DNS puede demostrar que es tuyo`,
  leadsUnknown: (domain) => `Desde aquí no se puede saber si ${domain} lleva hasta aquí.`,
  leadsElsewhere: (domain, theirs, ours) => [
    `${domain} lleva a ${theirs}, y este equipo es ${ours || "otro"}.`,
    "Parece un sitio web alojado en otra parte. El certificado tiene que llevar ese nombre de todos modos; esto puede funcionar, lo mejor primero:",
  ],
  kept: (names, until) => `${names.join(", ")}   hasta el ${longDate(until)}, se conserva`,
  trying: "ensayo con el servicio de prueba",
  tried: "El ensayo ha salido bien",
  portReached: (port) => `${port}   se llega desde fuera`,
  portNotReached: (port, why) => `${port}   no se ve desde fuera: ${why}`,
  slow: "La autoridad mira este equipo desde varios lugares; dale un minuto.",
  obtaining: (domain) => `certificado para ${domain}`,
  obtainedShown: "El certificado ya está",
  obtained: (names, until) => `${names.join(", ")}   hasta el ${longDate(until)}`,
  failed: "No ha funcionado",
  byHand: (until) => [
    `A mano otra vez antes del ${longDate(until)}: jabber-home certificate renew`,
    "Un mensaje lo recordará a tiempo a quien administra.",
  ],
  attemptsLeft: (left) =>
    left === 1
      ? "Queda 1 intento en esta hora."
      : left > 1
        ? `Quedan ${left} intentos en esta hora.`
        : "No queda ningún intento en esta hora.",
  selfSignedShown: "Un certificado propio",
  selfSigned: [
    "Las aplicaciones y los otros servidores avisarán de él, o lo rechazarán. Ejecuta setup otra vez para tener uno de verdad: todo lo demás se conserva.",
  ],
  chainFile: "El certificado y su cadena (archivo PEM)",
  keyFile: "Su clave privada (archivo PEM)",
  noPath: "La ruta de un archivo, como /etc/ssl/ejemplo.es.pem",
  filesShown: "Tu certificado",
  usingFiles: (names, until) => `${names.join(", ")}   hasta el ${longDate(until)}, se vuelve a leer si cambia`,
  filesQuestion: "¿Usarlo de todos modos?",
  filesUnusable: "¿Otros archivos, u otra manera?",
  filesUse: "Sí, tal como está",
  filesAgain: "Mirar otra vez, o indicar otros archivos",
  handOnShown: (webServer, domain) =>
    `Añade esto a lo que ${webServer} tiene para ${domain} en el puerto 80, y haz que lo vuelva a leer:`,
  redirectShown: (domain) => `Añade la línea de tu servidor web a su configuración para ${domain}:`,
  redirectThere: (domain) => `El servidor web de ${domain} cede el paso.`,
  redirectMissing: (domain) => `El servidor web de ${domain} todavía no cede el paso.`,
  otherWay: "Otra manera",
  txtShown: "Añade esto donde compraste el dominio:",
  txtState: (record, state, found) =>
    state === "right"
      ? `${record}   correcto`
      : state === "wrong"
        ? `${record}   dice ${found.join(", ")}`
        : `${record}   no está`,
  watchActions: { o: "otra manera", enter: "ya está, continuar" },
};
