/** What setup says in a browser beside the wizard's own texts, in Portuguese. */
import type { setupBrowser as en } from "../en/setup-browser.ts";

export const setupBrowser: typeof en = {
  instead: {
    slow: "Pode demorar meio minuto.",
    slowDns: "Os servidores de nomes demoram a responder. Entretanto nada se perde.",
    trial: "Deixe vazio para só experimentar neste computador.",
    bringLong:
      "Muitos anos de mensagens demoram alguns minutos. Se a configuração parar, o servidor antigo volta a funcionar.",
    foreground: "Iniciá-lo agora, na janela onde a configuração foi iniciada",
  },
  title: "Configurar o seu servidor",
  lead: "Algumas perguntas, e esta máquina passa a ser o seu próprio servidor de mensagens.",
  code: {
    label: "Código",
    hint: "Está no terminal onde a configuração foi iniciada.",
    wrong: "Não é esse o código. Compare-o com o do terminal, letra a letra.",
    often: "Vieram demasiados códigos errados. Espere alguns minutos, e tente de novo.",
    begin: "Começar",
  },
  first: {
    lead: "Esta máquina é nova e ainda ninguém a configurou. Quem começar agora decide tudo o que se segue.",
    begin: "Começar",
  },
  taken: {
    title: "Alguém já está a tratar disto",
    lead: "Outro navegador chegou antes deste, e só um de cada vez pode responder.",
    hint: "Era o seu? Continue lá. Se já não existir, reinicie a máquina: quem chegar primeiro continua do mesmo ponto.",
  },
  outside: {
    title: "Só a partir da rede dela",
    lead: "A configuração só responde a navegadores da mesma rede que a máquina. Ligue-se a essa rede, e abra esta página de novo.",
  },
  answered: "Essa pergunta já foi respondida. É esta a atual.",
  inOrder: "O que entretanto foi encontrado e feito: tudo em ordem",
  wait: "Um momento …",
  goOn: "Continuar",
  back: "Voltar",
  stop: {
    summary: "Parar aqui",
    explained: "As respostas ficam guardadas. Quando a configuração for iniciada de novo, continua nesta pergunta.",
    button: "Parar a configuração",
  },
  overheard:
    "Esta página ainda não está cifrada: outras pessoas na sua rede poderiam ler o que escreve aqui. Se não confia em todas, responda a esta pergunta na própria máquina, ou através de ssh.",
  upload: {
    summary: "Tenho uma cópia de segurança deste servidor",
    explained: "É enviada a esta máquina, e o que contém é mostrado antes de ser posto no seu lugar.",
    label: "O ficheiro da cópia de segurança",
    button: "Enviar",
    problems: {
      none: "Não foi escolhido nenhum ficheiro.",
      cut: "O ficheiro não chegou inteiro. É preciso enviá-lo outra vez.",
      "no-backup":
        "Este ficheiro não é uma cópia de segurança de jabber-home. O nome costuma acabar em .tar.zst ou .tar.zst.age.",
      "no-room": "Não há espaço que chegue para ele nesta máquina.",
      busy: "Já está a ser enviado um ficheiro.",
    },
    wrongPassphrase: "Esta não é a frase secreta da cópia de segurança.",
    yes: "Pôr no seu lugar",
    no: "Deixar tudo como está",
  },
  qr: "Código QR deste link",
  marks: { right: "Em ordem:", wrong: "A fazer:", note: "Nota:", plain: "", paste: "" },
  copy: "Copiar",
  copied: "Copiado",
  show: "Mostrar a palavra-passe",
  failed: "A configuração não pode continuar",
  again: "Tentar de novo",
  lost: "A configuração deixou de responder. Talvez tenha sido parada: veja onde foi iniciada, e recarregue esta página.",
  starting: "O servidor está a iniciar. Dentro de momentos, um botão leva até lá.",
  finished: "É tudo. Pode fechar esta página.",
  handOver:
    "Não abre? Um nome novo demora até uma hora a ser conhecido em toda a parte, e alguns routers não deixam entrar a partir de dentro: experimente com um telefone, com o Wi-Fi desligado.",
  terminal: {
    open: "A configuração espera por um navegador desta rede:",
    code: (code) => `O código:  ${code}`,
    scan: "Ou aponte a câmara do telefone para isto:",
    first: "O primeiro navegador que começar pode entrar.",
    remote: (port) =>
      `Esta máquina não tem endereço numa rede local. A partir do seu computador, através de ssh:  ssh -L ${port}:127.0.0.1:${port} NOME-DESTA-MÁQUINA`,
    plain: "As páginas não estão cifradas, porque ainda não há certificado. São para a sua própria rede.",
    entered: (address) => `Entrou um navegador, a partir de ${address}.`,
    lingers: (seconds) => `A última página pode ser recarregada durante ${seconds} segundos; Ctrl-C termina já.`,
    idle: "Há muito tempo que ninguém responde: a configuração termina. As respostas ficam guardadas.",
  },
};
