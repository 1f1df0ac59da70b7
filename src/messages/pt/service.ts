/** The service of systemd, in the wizard and in `jabber-home service`, in Portuguese. */
import type { service as en } from "../en/service.ts";

export const service: typeof en = {
  question: "Iniciá-lo agora, e sempre que esta máquina iniciar?",
  questionLocal: "Iniciá-lo agora?",
  modes: {
    service: "Sim, como serviço",
    foreground: "Agora, nesta janela",
    later: "Não, inicio-o eu",
    already: "Não, já está a funcionar",
  },
  installing: "a instalar e iniciar o serviço",
  failed: "O serviço não está a funcionar",
  blocked: "Ainda não pode iniciar",
  problems: {
    "no-systemd": "este sistema não tem systemd: jabber-home service file  mostra o que o gestor dele precisa",
    "no-manager": (given, managers) =>
      `«${given}» não é um gestor de serviços conhecido aqui: escolha entre ${managers}`,
    "not-administrator": "só o administrador pode fazer isto: ponha sudo antes",
    "not-compiled": "só o programa compilado pode ser um serviço: npm run build cria-o",
    "not-set-up": (home) => `${home} não tem config.toml: execute jabber-home setup --home ${home}`,
    path: (path) => `${path}: escolha um caminho só com letras, algarismos e . _ @ + -`,
    failed: (command, output) => `${command}: ${output}`,
  },
  installed: "o serviço está instalado e a funcionar",
  joined: (person) => `${person} pode usá-lo sem sudo a partir da próxima vez que iniciar sessão`,
  removed: (home) => `o serviço foi retirado; ${home} e o utilizador dele ficam`,
  done: {
    start: "o serviço está a funcionar",
    stop: "o serviço está parado",
    restart: "o serviço reiniciou",
    reload: "o serviço leu config.toml de novo; o que diz disso: jabber-home logs",
  },
  notInstalled: "o serviço não está instalado: jabber-home service install",
  logs: {
    notANumber: (given) => `«${given}» não é um número de linhas: escreva por exemplo --lines 1000`,
    notADuration: (given) => `«${given}» não é uma duração: escreva por exemplo --since 1h`,
    notShown: "não foi possível ler o diário de systemd",
    withSudo: (command) => `journald mostra-o aos administradores e ao grupo systemd-journal: ${command}`,
    elsewhere: (pid, target) =>
      `O registo do servidor (processo ${pid}) vai para onde foi iniciado${target === undefined ? "" : `, ${target}`}.\n  2>> FICHEIRO  depois do comando que o inicia guarda-o, para o mostrar aqui.`,
    notRunning: (command) =>
      `O servidor não está a funcionar; também não é um serviço, de que systemd\nguardaria o registo.\n  ${command}\n  escreve-o no terminal; com  2>> FICHEIRO  depois, num ficheiro.`,
  },
  state: (state, isEnabled) => `${state}, ${isEnabled ? "inicia" : "não inicia"} com a máquina`,
};
