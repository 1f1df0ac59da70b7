/** Whether the world reaches the server, in Spanish. */
import type { reachability as en } from "../en/reachability.ts";

export const reachability: typeof en = {
  uses: {
    http: "certificado",
    https: "páginas, archivos",
    client: "aplicaciones",
    client_tls: "aplicaciones",
    server: "otros servidores",
    server_tls: "otros servidores",
    proxy: "archivos directos",
    turn: "llamadas",
    turns: "llamadas",
  },
  columns: { port: "Puerto", use: "Para", reached: "Se llega", by: "Quién, cuándo" },
  reached: { yes: "sí", no: "no", unknown: "no se sabe" },
  nobody: "nadie ha mirado",
  byPhone: (address) => `teléfono (${address})`,
  byApp: (address) => `aplicación (${address})`,
  justNow: "ahora mismo",
  ago: (duration) => `hace ${duration}`,
  heading: "Visto desde fuera:",
  byAndWhen: (who, when) => `${who}, ${when}`,
  authorityReached: (who, port, address) => `${who} llegó al puerto ${port} en ${address}.`,
  onlyIpv6: (who) => `${who} usa IPv6 si hay una dirección así: con eso no se sabe si IPv4 llega hasta aquí.`,
  unanswered: (who, addresses) =>
    `${addresses} no respondió a ${who}, y la otra dirección sí. Quien venga por ese camino llega despacio, o no llega.`,
  proofs: { external: "con su certificado (EXTERNAL)", dialback: "con dialback", certificate: "con su certificado" },
  answered: (who, address, port, proof) =>
    `${who} respondió por una conexión propia, desde ${address} al puerto ${port}, autenticado ${proof}.`,
  connected: (who, address, port, proof) =>
    `${who} tiene una conexión propia hasta aquí, desde ${address} al puerto ${port}, autenticado ${proof}.`,
  ownStream: (who) =>
    `${who} respondió por una conexión que había abierto este servidor: eso no dice nada del camino hasta aquí. Pregunta a otro servidor: --server DOMINIO.`,
  silent: (who) =>
    `Se envió un ping a ${who}, y en 30 segundos no hubo respuesta: no llega hasta aquí, o no responde a nadie.`,
  notReached: (who) => `${who} buscó este servidor, y no llegó hasta aquí.`,
  notSent: (who, why) => `No se pudo preguntar a ${who}: ${why}. Pregunta a otro servidor: --server DOMINIO.`,
  forward: (port) =>
    `Redirige en tu router el puerto TCP ${port} a este equipo, y ábrelo en su cortafuegos; en las páginas del router se llama reenvío o apertura de puertos, servidor virtual o NAT.`,
  shared:
    "Si el puerto ya está redirigido, puede que tu operador reparta una dirección IPv4 entre muchos clientes (CGNAT): compara la dirección que muestra la página del router con la que el DNS da de ti; pide al operador una dirección propia, o usa IPv6.",
  phone: {
    inside: (address) =>
      `Este teléfono (${address}) está en la wifi de este servidor: apágale la wifi, para que use los datos móviles, y vuelve a cargar la página.`,
    outside: (address, family) => `Un teléfono de fuera (${address}, ${family}) ha abierto la página.`,
    unknown: (address, family) =>
      `Un teléfono (${address}, ${family}) ha abierto la página. No se sabe si está fuera de esta red.`,
    trusted: "Ha aceptado el certificado.",
    untrusted: "Su navegador avisó por el certificado, y se le dijo que continuara.",
    socketOpen: "Ha abierto un WebSocket: el chat y las aplicaciones del navegador funcionan desde allí.",
    socketFailed:
      "No pudo abrir un WebSocket: algo entre el teléfono y este servidor solo deja pasar páginas, o el navegador no acepta el certificado.",
    scan: "Escanea esto con un teléfono que tenga la wifi apagada, o abre en él el enlace:",
    until: (moment) => `El enlace vale hasta el ${moment}, y solo para mirar esta vez. Ctrl-C lo termina.`,
    warns:
      "El certificado de aquí no es de los que conocen los navegadores (firmado por sí mismo, o de un servicio de prueba): el navegador del teléfono avisará. Continúa de todos modos, por esta vez.",
    waiting: "Esperando al teléfono …",
    ended: {
      seen: "Eso es todo. El teléfono puede cerrar la página.",
      expired: "El enlace ha terminado.",
      replaced: "Se ha creado otro enlace; este ha terminado.",
    },
  },
  asking: {
    authority: (who) => `${who} está mirando los puertos 80 y 443 …`,
    server: (who) => `Se pide a ${who} que responda por una conexión propia …`,
  },
  plan: "Para mirar desde fuera se pregunta a otros. Ven la dirección y el dominio de este servidor, que son públicos:",
  planAuthority: (who) => `${who}: una solicitud de prueba, para los puertos 80 y 443; no se emite ningún certificado`,
  planServer: (who) => `${who}: un ping de servidor a servidor, para el puerto de los otros servidores`,
  planServers: (first, others) =>
    `${first}: un ping de servidor a servidor, para el puerto de los otros servidores (${others} si aquel no lo sabe)`,
  question: "¿Preguntarles?",
  notAsked: "Se pregunta a otros por este servidor",
  notDone: "No se ha preguntado a nadie.",
  nobodyToAsk: "No hay a quién preguntar: ningún puerto está abierto para otros.",
  offer: (look, phone) =>
    `Si se puede entrar desde fuera, solo se sabe mirando desde fuera: ${look} pregunta a otros, ${phone} a un teléfono tuyo.`,
  page: {
    title: "Este servidor, visto desde aquí",
    lead: (domain, port) => `Esta página ha venido del puerto ${port} de ${domain}.`,
    address: (family) => `Tu dirección, tal como la ve el servidor (${family}):`,
    outside: "Vienes de fuera: desde allí se llega a este puerto.",
    inside:
      "Este teléfono está en la wifi del servidor. Apágale la wifi, para que use los datos móviles, y vuelve a cargar esta página.",
    unknown: "No se sabe si este teléfono está fuera. Para asegurarte, apágale la wifi y vuelve a cargar esta página.",
    trusted: "El certificado se ha aceptado.",
    untrusted: "El certificado no es de los que conocen los navegadores: el tuyo avisó antes de esta página.",
    trying: "Abriendo un WebSocket …",
    open: "Se ha abierto un WebSocket: el chat y las aplicaciones del navegador funcionan desde aquí.",
    failed: "No se pudo abrir ningún WebSocket: el chat y las aplicaciones del navegador no funcionan desde aquí.",
    noScript: "Sin JavaScript, esta página no puede probar un WebSocket.",
    close: "La terminal muestra lo mismo. Puedes cerrar esta página.",
    gone: "Este enlace ha terminado",
    goneLead: "Un enlace así vale diez minutos. Haz que se cree otro: jabber-home dns --phone",
  },
};
