/** What the chat in the browser says around converse.js, in Portuguese. */
import type { chat as en } from "../en/chat.ts";

export const chat: typeof en = {
  title: "Conversas",
  open: "Conversar neste navegador",
  back: "A minha conta",
  about: "Acerca disto",
  loading: "As conversas estão a abrir…",
  welcome:
    "Escolha alguém na lista, ou um grupo. Os menus ao lado servem para acrescentar um contacto ou abrir um grupo.",
  encrypted: "O que as aplicações cifraram (OMEMO) lê-se numa aplicação, não aqui.",
  noScript:
    "As conversas no navegador precisam de JavaScript, que aqui está desativado. Ative-o para esta página, ou instale uma aplicação: ela faz mais.",
  failed: "As conversas não abriram. Recarregue a página; se não bastar, use uma versão recente do navegador.",
  ended: "A sessão terminou.",
  again: "Iniciar sessão de novo",
  password: "A palavra-passe muda-se na página da conta.",
  lists: "Voltar a todas as conversas",
  changePassword: "Mudar a palavra-passe",
  aboutPage: {
    title: "Acerca destas conversas",
    lead: (domain: string) =>
      `Daqui, em qualquer navegador, pode escrever-se às pessoas de ${domain} e de outros servidores. Nada é instalado, e nada é pedido a mais ninguém além deste servidor.`,
    encryption: "O que está cifrado lê-se numa aplicação",
    encryptionText:
      "Muitas aplicações cifram de ponta a ponta o que duas pessoas escrevem uma à outra (OMEMO): só os aparelhos delas o podem ler. Estas conversas no navegador não podem. Uma linha di-lo então no lugar da mensagem: leia-a na sua aplicação. O que se escreve aqui vai protegido até ao servidor, e o servidor pode lê-lo.",
    pictures: "Imagens",
    picturesText:
      "As imagens enviadas por este servidor são mostradas. As de outros servidores são links: mostrá-las diria a esses servidores quem lê o quê, e quando.",
    install: "No ecrã inicial",
    installText:
      "No menu do navegador, «Instalar» ou «Adicionar ao ecrã inicial» põe estas conversas ao lado das aplicações. Só avisam de mensagens novas enquanto estão abertas: para as receber a qualquer momento, instale uma aplicação.",
    shared: "No computador de outra pessoa",
    sharedText:
      "Ao sair, termine a sessão na página da sua conta: isso fecha as conversas, e apaga o que elas guardaram neste navegador.",
    software: "Software",
    softwareText: (version: string) =>
      `É converse.js ${version}, © 2013–2025 JC Brand e outros, sem alterações e sem a biblioteca OMEMO. A licença é a Mozilla Public License 2.0.`,
    licence: "A licença",
    source: "O código-fonte",
    others: "Os programas que contém, e as licenças deles",
    back: "Voltar às conversas",
  },
};
