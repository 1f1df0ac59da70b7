/** How the server is, in Portuguese. */
import type { status as en } from "../en/status.ts";
import { counted } from "./units.ts";

export const status: typeof en = {
  runs: (version, domains, age, pid) =>
    `jabber-home ${version} serve ${domains}, a funcionar há ${age} (processo ${pid})`,
  load: (sessions, servers, accounts, megabytes) =>
    [
      `ligados: ${counted(sessions, "aplicação", "aplicações")} e ${counted(servers, "outro servidor", "outros servidores")}`,
      counted(accounts, "conta", "contas"),
      `${megabytes} MB de memória`,
    ].join(", "),
  certificate: (source, names, until) => `certificado (${source}) até ${until}, para ${names}`,
  web: (origin) => `páginas e ficheiros em ${origin}`,
  calls: (addresses) => `as chamadas passam por ${addresses}`,
  listens: "escuta em",
  notRunning: (directory) => `o servidor de ${directory} não está a funcionar`,
  start: (command) => `para o iniciar: ${command}`,
  examine: (command) => `se não iniciar: ${command}`,
  watch: {
    head: (version, domains, age) => `jabber-home ${version}: ${domains}, a funcionar há ${age}`,
    labels: { connected: "ligados", messages: "mensagens", waiting: "em espera", memory: "memória", disk: "disco" },
    connected: (apps, away, servers) =>
      [
        counted(apps, "aplicação", "aplicações"),
        `${away} em pausa`,
        counted(servers, "outro servidor", "outros servidores"),
      ].join(", "),
    messages: (incoming, outgoing, stanzas) =>
      `${incoming} recebidas e ${outgoing} enviadas por segundo (${stanzas} stanzas de todo o tipo)`,
    waiting: (apps, servers) => `${apps} para aplicações, ${servers} para outros servidores`,
    memory: (size, percent) => `${size}, processador ${percent}%`,
    disk: (database, log, free) =>
      `base de dados ${database} (diário ${log})${free === undefined ? "" : `, ${free} livres`}`,
    fine: "está tudo bem",
    keys: (seconds) => `q para sair; visto a cada ${counted(seconds, "segundo", "segundos")}`,
    badInterval: (given) => `«${given}» não é um intervalo: escreva de 500ms a 1h, por exemplo --interval 10s`,
  },
  notSetUp: (command) => `não foi configurado: ${command}`,
};
