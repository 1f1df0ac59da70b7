/** What helps when another server cannot be reached, in Portuguese. */
import type { federationRemedies as en } from "../en/federation-remedies.ts";

export const federationRemedies: typeof en = {
  wait: () => "Talvez esteja fora por um momento: espere, e tente de novo.",
  tell: ({ remote }) => `Avise o administrador de ${remote}.`,
  spelling: ({ remote }) => `Verifique se ${remote} está bem escrito.`,
  respect: () => "A decisão é deles: daqui não há nada a fazer.",
  resolver: () =>
    "Se for assim com todos os domínios: verifique se esta máquina chega ao DNS, ou indique um resolvedor em dns.resolvers (config.toml).",
  outgoing: ({ port }) =>
    `Se for assim com todos os domínios: deixe esta máquina ligar-se à porta TCP ${port} das outras (a firewall dela, a do router, a da operadora).`,
  internet: () => "Se for assim com todos os domínios: verifique se esta máquina está ligada à Internet.",
  plaintext: ({ remote }) =>
    `Se qualquer pessoa no caminho puder ler o que se escreve: acrescente ${remote} a federation.plaintext em config.toml.`,
  unverified: ({ remote }) =>
    `Se os registos DNS dele lhe bastarem como prova: acrescente ${remote} a federation.unverified em config.toml.`,
  root: () =>
    "Se confiar na autoridade que o emitiu: ponha a raiz dela num ficheiro, e indique-o em federation.ca_file.",
  clock: () => "Verifique a data e a hora desta máquina.",
  certificate: ({ command }) => `Verifique se o nosso próprio certificado é válido para os outros: ${command}`,
  records: ({ command }) => `Verifique se o DNS traz os outros até aqui: ${command}`,
  incoming: ({ ourPort }) =>
    `Deixe os outros ligarem-se à porta TCP ${ourPort} desta máquina (a firewall dela, a do router).`,
  unwanted: ({ remote, local }) => `Pergunte ao administrador de ${remote} se ${local} é lá bem-vindo.`,
  wrongMachine: ({ remote }) =>
    `O DNS leva a uma máquina que não serve ${remote}: avise o administrador desse servidor.`,
  private: ({ remote }) =>
    `Se ${remote} estiver em sua casa: ponha private_addresses em true na secção [federation] de config.toml, e reinicie o servidor.`,
  options: () =>
    "Se não é isso que quer: veja enabled, allow e deny na secção [federation] de config.toml, e as listas de [blocklists].",
};
