/** What `jabber-home federation` says, in Spanish. */
import type { federation as en } from "../en/federation.ts";
import { counted } from "./units.ts";

export const federation: typeof en = {
  nobody: "no hay ningún otro servidor conectado: las conexiones se abren cuando alguien escribe",
  connected: (count, lost) =>
    `conectado con ${counted(count, "servidor", "servidores")}${lost > 0 ? `; a ${lost} no se llega ahora` : ""}`,
  unknown: (count) =>
    count === 1
      ? "1 conexión todavía no ha dicho de quién es"
      : `${count} conexiones todavía no han demostrado de quién son`,
  from: (domain) => `desde ${domain}`,
  to: (domain) => `hacia ${domain}`,
  secured: (by, age) => `${by}, desde hace ${age}`,
  plaintext: "sin cifrar",
  proofs: { certificate: "certificado", dns: "DNS (dialback)", nothing: "nada" },
  separator: "; ",
  they: (proof) => `su prueba: ${proof}`,
  we: (proof) => `la nuestra: ${proof}`,
  adopted: "por la conexión que abrieron ellos",
  bothWays: "va en los dos sentidos",
  received: (count) => counted(count, "envío recibido", "envíos recibidos"),
  connecting: (age) => `conectando desde hace ${age}`,
  waiting: (age) => `sin llegar a él desde hace ${age}`,
  queued: (count) => `${counted(count, "envío", "envíos")} por salir`,
  unconfirmed: (count) => `${counted(count, "envío", "envíos")} sin confirmar todavía`,
  oldest: (count, age) => `${count === 1 ? "espera" : "el más antiguo espera"} desde hace ${age}`,
  last: (problem) => `último intento: ${problem}`,
  more: (command) => `ver: ${command}`,
  excluded: {
    off: "no se intercambia nada con otros servidores (federation.enabled)",
    only: (domains) => `solo con ${domains} (federation.allow)`,
    never: (domains) => `nunca con ${domains} (federation.deny)`,
    list: (name, count) =>
      `no se intercambia nada con ${counted(count, "dominio", "dominios")} de la lista ${name} (blocklists.block)`,
    strangers: (name, count) =>
      `la gente de ${counted(count, "dominio", "dominios")} de la lista ${name} solo escribe a quien la conoce (blocklists.block_strangers)`,
  },
  ours: {
    heading: "este servidor, visto por los demás",
    here: "encontrado",
    elsewhere: (targets) => `el DNS lleva a ${targets}, no aquí`,
    absent: "no está en el DNS",
    absentService: "no está en el DNS: solo llega la gente de aquí",
    refused: "sus registros DNS dicen que no participa",
    unknown: (reason) => `no se pudo preguntar al DNS (${reason})`,
    private: "solo para este ordenador o esta red",
    closed: "cerrado: listen.server y listen.server_tls están en off",
    certified: "certificado válido",
    uncertified: (why) => `certificado no válido: ${why}`,
    records: (command) => `Los registros DNS que hay que añadir o cambiar: ${command}`,
    certificate: (command) => `Un certificado válido para todos estos nombres: ${command}`,
    open: "Di en config.toml dónde se escucha a los otros servidores: listen.server, listen.server_tls.",
  },
  trial: {
    trying: (remote, local) => `probando con ${remote} en nombre de ${local}`,
    ok: "bien",
    failed: "falla",
    steps: {
      dns: "DNS",
      tcp: "conexión",
      tls: "TLS",
      certificate: "certificado",
      features: "oferta",
      authentication: "autenticación",
    },
    reached: (remote) => `se llega a ${remote}`,
    unreached: (remote) => `no se llega a ${remote}`,
    excluded: (remote) => `nuestra propia configuración excluye ${remote}`,
    isOurs: (remote) => `${remote} se sirve aquí: no hay que preguntar a nadie`,
    broken: "el servidor se ha detenido a la mitad",
  },
};
