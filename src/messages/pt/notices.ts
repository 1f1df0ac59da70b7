/** What the server writes to its administrators, in Portuguese. */
import type { notices as en } from "../en/notices.ts";

export const notices: typeof en = {
  disk: {
    subject: "Disco",
    full: (freeMegabytes, reserveMegabytes) =>
      `O disco do servidor está quase cheio: estão livres ${freeMegabytes} MB, e têm de ficar livres ${reserveMegabytes} MB. ` +
      "Até lá, nada de novo é guardado: quem envia uma mensagem é avisado de que não foi aceite. " +
      "Elimine desse disco o que não é preciso, ou dê-lhe mais espaço: o servidor continua sozinho. " +
      "Para ver quem ocupa quanto: jabber-home user list",
    over: "Há de novo espaço no disco do servidor: tudo é aceite como antes.",
  },
  findings: {
    subject: "Servidor",
    wrong: (list) =>
      `Alguma coisa está mal no servidor:\n\n${list}\n\nMais, e o que pode ser reparado sozinho, na máquina dele: jabber-home doctor`,
    mended: (list) => `Isto está reparado:\n\n${list}`,
  },
  darkness: {
    subject: "Ligação",
    offline: (since, until) =>
      `De ${since} a ${until}, o servidor não teve acesso à Internet: as aplicações fora de casa e os outros servidores não lhe podiam chegar. ` +
      "Já voltou. O router esteve desligado, ou a linha cortada? As mensagens de outros servidores chegam à medida que eles tentam de novo.",
    off: (since, until) =>
      `De ${since} a ${until}, o servidor não esteve a funcionar: o computador esteve desligado (um corte de corrente?), ou o servidor foi parado à força. ` +
      "Ninguém lhe podia chegar. Já voltou. As mensagens de outros servidores chegam à medida que eles tentam de novo.",
    both: (since, until, offSince, offUntil) =>
      `De ${since} a ${until}, ninguém de fora podia chegar ao servidor: não teve acesso à Internet, e de ${offSince} a ${offUntil} ` +
      "não esteve a funcionar, porque o computador esteve desligado (um corte de corrente?) ou o servidor foi parado à força. " +
      "Já voltou. As mensagens de outros servidores chegam à medida que eles tentam de novo.",
  },
  expiry: {
    subject: "Certificado",
    body: (domains, when) =>
      `O certificado de ${domains} expira ${when} e ainda não foi possível renová-lo. ` +
      "Depois disso, as aplicações e os outros servidores recusam ligar-se. Para ver porquê: jabber-home certificate",
    byHand: (domains, when) =>
      `O certificado de ${domains} expira ${when}, e renova-se à mão: mais ninguém pode criar o registo DNS dele. ` +
      "Depois dessa data, as aplicações e os outros servidores recusam ligar-se. Na máquina do servidor, execute " +
      "jabber-home certificate renew: mostra o registo a criar. " +
      "Para um meio que se renove sozinho: jabber-home setup",
  },
};
