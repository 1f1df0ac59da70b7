/** What `jabber-home federation` says, in Portuguese. */
import type { federation as en } from "../en/federation.ts";
import { counted } from "./units.ts";

export const federation: typeof en = {
  nobody: "nenhum outro servidor está ligado: os fluxos abrem-se quando alguém escreve",
  connected: (count, lost) =>
    `ligado a ${counted(count, "servidor", "servidores")}${lost > 0 ? `; ${lost} ${lost > 1 ? "inacessíveis" : "inacessível"} neste momento` : ""}`,
  unknown: (count) =>
    count === 1 ? "1 ligação ainda não disse de quem vem" : `${count} ligações ainda não provaram de quem vêm`,
  from: (domain) => `de ${domain}`,
  to: (domain) => `para ${domain}`,
  secured: (by, age) => `${by}, há ${age}`,
  plaintext: "às claras",
  proofs: { certificate: "certificado", dns: "DNS (dialback)", nothing: "nenhuma" },
  separator: "; ",
  they: (proof) => `prova deles: ${proof}`,
  we: (proof) => `prova nossa: ${proof}`,
  adopted: "pelo fluxo que eles abriram",
  bothWays: "vai nos dois sentidos",
  received: (count) => counted(count, "stanza recebida", "stanzas recebidas"),
  connecting: (age) => `a ligar há ${age}`,
  waiting: (age) => `inacessível há ${age}`,
  queued: (count) => `${counted(count, "stanza", "stanzas")} por enviar`,
  unconfirmed: (count) => `${counted(count, "stanza", "stanzas")} por confirmar`,
  oldest: (count, age) => `${count === 1 ? "espera" : "a mais antiga espera"} há ${age}`,
  last: (problem) => `última tentativa: ${problem}`,
  more: (command) => `ver: ${command}`,
  excluded: {
    off: "nada é trocado com outros servidores (federation.enabled)",
    only: (domains) => `só há trocas com ${domains} (federation.allow)`,
    never: (domains) => `nada é trocado com ${domains} (federation.deny)`,
    list: (name, count) =>
      `nada é trocado com ${counted(count, "domínio", "domínios")} da lista ${name} (blocklists.block)`,
    strangers: (name, count) =>
      `as pessoas de ${counted(count, "domínio", "domínios")} da lista ${name} só escrevem a quem as conhece (blocklists.block_strangers)`,
  },
  ours: {
    heading: "este servidor, visto pelos outros",
    here: "encontrado",
    elsewhere: (targets) => `o DNS leva a ${targets}, e não aqui`,
    absent: "não está no DNS",
    absentService: "não está no DNS: só as pessoas daqui lá chegam",
    refused: "os registos DNS dele dizem que não participa",
    unknown: (reason) => `não foi possível perguntar ao DNS (${reason})`,
    private: "só para este computador ou esta rede",
    closed: "fechado: listen.server e listen.server_tls estão em off",
    certified: "certificado válido",
    uncertified: (why) => `certificado não válido: ${why}`,
    records: (command) => `Os registos DNS a acrescentar ou a mudar: ${command}`,
    certificate: (command) => `Um certificado válido para todos estes nomes: ${command}`,
    open: "Diga em config.toml onde escutar os outros servidores: listen.server, listen.server_tls.",
  },
  trial: {
    trying: (remote, local) => `a experimentar ${remote} em nome de ${local}`,
    ok: "bem",
    failed: "falha",
    steps: {
      dns: "DNS",
      tcp: "ligação",
      tls: "TLS",
      certificate: "certificado",
      features: "oferta",
      authentication: "autenticação",
    },
    reached: (remote) => `consegue-se chegar a ${remote}`,
    unreached: (remote) => `não se consegue chegar a ${remote}`,
    excluded: (remote) => `${remote} está excluído pela nossa própria configuração`,
    isOurs: (remote) => `${remote} é servido aqui: não há ninguém a quem perguntar`,
    broken: "o servidor parou a meio",
  },
};
