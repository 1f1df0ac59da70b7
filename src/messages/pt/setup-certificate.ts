/** What the wizard says about the certificate, in Portuguese. */
import type { setupCertificate as en } from "../en/setup-certificate.ts";
import { longDate } from "./units.ts";

export const setupCertificate: typeof en = {
  heading: (authority) => `4 de 5   Certificado   ${authority}`,
  question: "Como quer provar que o domínio é seu?",
  tryAgain: (method) => `Tentar de novo: ${method}`,
  methods: {
    "http-01": () => "Pela porta 80 (gratuito, renova-se sozinho)",
    "tls-alpn-01": () => "Pela porta 443 (gratuito, renova-se sozinho)",
    "dns-01": () => "À mão: um novo registo DNS de dois em dois meses",
    "dns-persist-01": () => "Por um registo DNS permanente (renova-se sozinho)",
    "hand-on": () => "Pela porta 80, que o servidor web passa para cá (renova-se sozinho)",
    redirect: (domain) => `O servidor web de ${domain} passa o pedido para cá`,
    subdomain: (domain) => `Outro domínio para os endereços, por exemplo chat.${domain}`,
    files: () => "Já tenho um certificado",
    "self-signed": () => "Continuar com um certificado caseiro (as aplicações avisam)",
  },
  former: (server, file, until) =>
    `O de ${server}, até ${longDate(until)} (copiado de ${file}; depois renova-se aqui sozinho)`,
  byDnsApi: "Por registos DNS escritos por API (renova-se sozinho)",
  leadsHere: (domain) => `${domain} traz até aqui`,
  leadsNowhere: (domain) => `${domain} ainda não tem endereço: um registo DNS pode provar que é seu`,
  leadsUnknown: (domain) => `Daqui não se pode saber se ${domain} traz até aqui.`,
  leadsElsewhere: (domain, theirs, ours) => [
    `${domain} leva a ${theirs}, esta máquina é ${ours || "outra"}.`,
    "Parece ser um site alojado noutro lado. Mesmo assim, o certificado tem de ter este nome; isto pode resultar, o melhor primeiro:",
  ],
  kept: (names, until) => `${names.join(", ")}   até ${longDate(until)}, fica`,
  trying: "ensaio com o serviço de teste",
  tried: "O ensaio correu bem",
  portReached: (port) => `${port}   acessível de fora`,
  portNotReached: (port, why) => `${port}   não visto de fora: ${why}`,
  slow: "A autoridade verifica esta máquina a partir de vários lugares; conte um minuto.",
  obtaining: (domain) => `certificado para ${domain}`,
  obtainedShown: "O certificado está pronto",
  obtained: (names, until) => `${names.join(", ")}   até ${longDate(until)}`,
  failed: "Não resultou",
  byHand: (until) => [
    `De novo à mão antes de ${longDate(until)}: jabber-home certificate renew`,
    "O administrador receberá a tempo uma mensagem que o lembra.",
  ],
  attemptsLeft: (left) =>
    left > 1
      ? `Restam ${left} tentativas nesta hora.`
      : left === 1
        ? "Resta uma tentativa nesta hora."
        : "Não resta nenhuma tentativa nesta hora.",
  selfSignedShown: "Um certificado caseiro",
  selfSigned: [
    "As aplicações e os outros servidores avisam, ou recusam-no. Execute setup de novo para um a sério: tudo o resto fica.",
  ],
  chainFile: "O certificado e a cadeia dele (ficheiro PEM)",
  keyFile: "A chave privada dele (ficheiro PEM)",
  noPath: "O caminho de um ficheiro, como /etc/ssl/exemplo.pt.pem",
  filesShown: "O seu certificado",
  usingFiles: (names, until) => `${names.join(", ")}   até ${longDate(until)}, lido de novo quando muda`,
  filesQuestion: "Usá-lo mesmo assim?",
  filesUnusable: "Outros ficheiros, ou outro meio?",
  filesUse: "Sim, tal como está",
  filesAgain: "Ver de novo, ou indicar outros ficheiros",
  handOnShown: (webServer, domain) =>
    `Acrescente isto ao que ${webServer} tem para ${domain} na porta 80, e mande-o ler de novo:`,
  redirectShown: (domain) => `A acrescentar à configuração do servidor web de ${domain}:`,
  redirectThere: (domain) => `O servidor web de ${domain} passa o pedido para cá.`,
  redirectMissing: (domain) => `O servidor web de ${domain} ainda não passa o pedido para cá.`,
  otherWay: "Outro meio",
  txtShown: "A acrescentar onde comprou o domínio:",
  txtState: (record, state, found) =>
    state === "right"
      ? `${record}   certo`
      : state === "wrong"
        ? `${record}   diz ${found.join(", ")}`
        : `${record}   não está lá`,
  watchActions: { o: "outro meio", enter: "já lá está, continuar" },
};
