/** What the web pages say, in Portuguese. */
import type { web as en } from "../en/web.ts";

export const web: typeof en = {
  language: "Língua",
  skip: "Ir para o conteúdo",
  toStart: "Ir para a página inicial",
  toAccount: "A minha conta",
  door: {
    title: (name) => `As mensagens de ${name}`,
    lead: "Uma família, um grupo de amigos ou uma associação tem aqui o seu próprio servidor de mensagens.",
    addresses: (example) => `Os endereços daqui são como ${example}.`,
    others: "Com eles pode escrever-se a todos os outros servidores Jabber (XMPP), como no correio eletrónico.",
    account: "Tenho uma conta",
    registration: {
      open: (domain) => `Ainda sem conta? Crie-a com uma aplicação: como servidor, indique ${domain}.`,
      invitation: () => "Ainda sem conta? Peça um convite a alguém que já esteja aqui.",
      closed: () => "Ainda sem conta? Peça-a a quem cuida deste servidor: são essas pessoas que as criam.",
    },
    contact: "Escrever a quem cuida deste servidor",
  },
  errors: {
    400: [
      "Não foi possível ler este pedido",
      "O que o navegador enviou está incompleto ou danificado. Volte atrás, recarregue a página e tente de novo.",
    ],
    403: [
      "Pedido recusado",
      "O navegador enviou-o a partir de outra página, ou de uma página aberta há demasiado tempo. Abra a página de novo e repita; o navegador tem de aceitar cookies.",
    ],
    404: [
      "Aqui não há nada",
      "O endereço está mal escrito, ou o que aqui estava foi eliminado. Peça um novo link a quem lho deu.",
    ],
    405: ["Assim não", "Este endereço existe, mas não para o que o navegador lhe pede. Vá para a página inicial."],
    413: ["É demasiado grande", "O servidor não aceita tanto de uma vez. Envie menos, ou em várias partes."],
    421: [
      "Não é este o servidor",
      "O nome que está no endereço não é nenhum dos nomes deste servidor. Verifique o endereço e escreva-o de novo.",
    ],
    429: ["Demasiadas tentativas", "Espere alguns minutos e tente de novo."],
    500: [
      "Alguma coisa correu mal",
      "A culpa é do servidor, não sua. Tente de novo daqui a pouco; se continuar, avise quem cuida dele.",
    ],
    503: ["Agora não", "O servidor está a reiniciar, ou tem demasiado que fazer. Tente de novo dentro de um minuto."],
  },
  otherError: ["Não resultou", "Volte atrás e tente de novo."],
  errorId: (id) => `No registo do servidor, isto é ${id}.`,
};
