/** How the server is, in Spanish. */
import type { status as en } from "../en/status.ts";
import { counted } from "./units.ts";

export const status: typeof en = {
  runs: (version, domains, age, pid) =>
    `jabber-home ${version} sirve ${domains}, en marcha desde hace ${age} (proceso ${pid})`,
  load: (sessions, servers, accounts, megabytes) =>
    [
      `${counted(sessions, "aplicación", "aplicaciones")} y ${counted(servers, "otro servidor", "otros servidores")} con conexión`,
      counted(accounts, "cuenta", "cuentas"),
      `${megabytes}\u00a0MB de memoria`,
    ].join(", "),
  certificate: (source, names, until) => `certificado (${source}) hasta el ${until}, para ${names}`,
  web: (origin) => `páginas y archivos en ${origin}`,
  calls: (addresses) => `las llamadas pasan por ${addresses}`,
  listens: "escucha en",
  notRunning: (directory) => `el servidor de ${directory} no está en marcha`,
  start: (command) => `para arrancarlo: ${command}`,
  examine: (command) => `si no arranca: ${command}`,
  watch: {
    head: (version, domains, age) => `jabber-home ${version}: ${domains}, en marcha desde hace ${age}`,
    labels: { connected: "conexión", messages: "mensajes", waiting: "en espera", memory: "memoria", disk: "disco" },
    connected: (apps, away, servers) =>
      [
        counted(apps, "aplicación", "aplicaciones"),
        `${away} en pausa`,
        counted(servers, "otro servidor", "otros servidores"),
      ].join(", "),
    messages: (incoming, outgoing, stanzas) =>
      `${incoming} recibidos y ${outgoing} enviados por segundo (${stanzas} envíos de todo tipo)`,
    waiting: (apps, servers) => `${apps} para aplicaciones, ${servers} para otros servidores`,
    memory: (size, percent) => `${size}, procesador ${percent}\u00a0%`,
    disk: (database, log, free) =>
      `base de datos ${database} (diario ${log})${free === undefined ? "" : `, ${free} libres`}`,
    fine: "todo va bien",
    keys: (seconds) =>
      `q para salir; se mira cada ${seconds === 1 ? "segundo" : counted(seconds, "segundo", "segundos")}`,
    badInterval: (given) => `«${given}» no es un intervalo: escribe de 500ms a 1h, por ejemplo --interval 10s`,
  },
  notSetUp: (command) => `no se ha instalado: ${command}`,
};
