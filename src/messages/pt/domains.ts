/** What `domain rename` says, in Portuguese. */
import type { domains as en } from "../en/domains.ts";
import { counted } from "./units.ts";

export const domains: typeof en = {
  notDomain: (given) => [`«${given}» não é um domínio`, "escreva só o domínio, como exemplo.pt"],
  notServed: (domain, served) => [`${domain} não é servido aqui`, `o que é servido aqui: ${served}`],
  served: (domain) => [
    `${domain} já é outro domínio deste servidor`,
    "dois domínios não se podem juntar num só: escolha um nome que não seja usado aqui",
  ],
  inUse: (domain) => [
    `a base de dados ainda contém contas ou salas de ${domain}`,
    "ponha-o de novo em config.toml (domains), elimine-as, e retire-o depois",
  ],
  service: (name) => [
    `${name} é o nome de um serviço do outro domínio, por exemplo das salas dele`,
    "escolha outro nome",
  ],
  space: (needed, free) => [
    `não há espaço que chegue no disco: são precisos ${needed}, também para uma cópia da base de dados, e estão livres ${free}`,
    "liberte espaço, e repita",
  ],
  runsNow: (home) => [
    `o servidor de ${home} está a funcionar`,
    "pare-o primeiro: jabber-home service stop, ou Ctrl-C na janela dele; para ver o que mudaria, pode estar a funcionar: --dry-run",
  ],
  plan: (from, to) => `${from} passa a ${to}:`,
  accounts: (count) => counted(count, "conta", "contas"),
  rooms: (count) => counted(count, "sala", "salas"),
  messages: (count) => counted(count, "mensagem do histórico", "mensagens do histórico"),
  services: (names) => `serviços: ${names}`,
  nothingDone: "Nada foi mudado.",
  question: (from, to) => `Mudar o nome de ${from} para ${to}?`,
  irrevocable: "cada pessoa recebe um novo endereço e tem de iniciar sessão de novo",
  notDone: "nada foi mudado",
  tellQuestion:
    "Anunciar os novos endereços aos contactos de outros servidores, quando o servidor estiver a funcionar?",
  progress: (done, total) => `${Math.floor((done / Math.max(1, total)) * 100)}% (${done} de ${total})`,
  done: (from, to) => `${from} chama-se agora ${to}.`,
  copy: (folder) =>
    `A base de dados e o config.toml anteriores estão em ${folder}. Para voltar atrás, ponha-os no lugar dos atuais, com o servidor parado; elimine a pasta quando tudo estiver bem.`,
  apps: (to) =>
    `Cada pessoa tem de iniciar sessão de novo nas suas aplicações: com o mesmo nome em ${to}, e a mesma palavra-passe. Histórico, contactos e salas estão lá.`,
  records: (to) => `Os registos DNS de ${to}; jabber-home dns mostra quais já são visíveis:`,
  noRecords: (to) => `${to} é o nome de uma rede local: não há nada a publicar.`,
  certificate: {
    acme: (to) => `O certificado de ${to} é obtido no próximo início, assim que os registos dele levem até aqui.`,
    files: (to) =>
      `Ponha um certificado de ${to} onde o diz config.toml: certificate.chain_file, certificate.key_file.`,
    "self-signed": (to) => `Um certificado de ${to} é criado no próximo início.`,
  },
  former: (from) =>
    `Enquanto os registos de ${from} levarem até aqui, chega o que for enviado para os endereços antigos (former_domains em config.toml), e os links para os ficheiros continuam válidos.`,
  told: "Os contactos de outros servidores são avisados assim que o servidor estiver a funcionar; é o servidor deles que decide se seguem sozinhos.",
  notTold:
    "Os contactos de outros servidores não foram avisados: veem o novo endereço quando se lhes escreve, e têm de o aceitar.",
  components: (names) => `Os componentes externos mantêm o nome: ${names}`,
  next: "Inicie depois o servidor: jabber-home run, ou jabber-home service start",
};
