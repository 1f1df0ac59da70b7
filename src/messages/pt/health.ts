/** What is found of a home and its names, and what helps, in Portuguese. */
import type { health as en } from "../en/health.ts";
import { counted } from "./units.ts";

export const health: typeof en = {
  "server-stopped": () => [
    "O servidor não está a funcionar.",
    "Para o iniciar: jabber-home run, ou jabber-home service start",
  ],
  "server-silent": (pid) => [
    `O processo ${pid} ocupa esta pasta e não responde: está a iniciar, a parar, ou bloqueado.`,
    "Espere um minuto e veja de novo. Se nada mudar, reinicie-o: jabber-home service restart, ou termine esse processo.",
  ],
  "server-version": (running, here) => [
    `O servidor que está a funcionar é a versão ${running}, o programa instalado é a versão ${here}.`,
    "Reinicie-o para que a nova versão entre em uso: jabber-home service restart",
  ],
  "version-old": (newest, here) => [
    `Há uma versão mais recente de jabber-home: ${newest}. Esta é a ${here}.`,
    "Veja o que seria feito: jabber-home update --check. Depois: jabber-home update",
  ],
  "lock-damaged": (path) => [
    `O bloqueio desta pasta (${path}) está danificado: o servidor não inicia. Não contém nada de importante.`,
    `Elimine-o: rm ${path}`,
  ],
  "server-root": () => [
    "O servidor funciona como root: quem encontrar nele uma falha fica com a máquina inteira.",
    "Faça dele um serviço com um utilizador próprio: jabber-home service install",
  ],
  "config-missing": (path) => [
    `Aqui nada foi configurado: ${path} não existe, ou não indica nenhum domínio.`,
    "Para o configurar: jabber-home setup. Ou indique a pasta do servidor: --home PASTA",
  ],
  "config-unreadable": (path, why) => [
    `Não é possível ler ${path}: ${why}.`,
    "Tem de ser um ficheiro do utilizador que executa o servidor: ls -l mostra de quem é.",
  ],
  "config-wrong": (problem) => [
    `O servidor não inicia com este config.toml. ${problem}`,
    "Corrija-o, e verifique: jabber-home config check",
  ],
  "config-hint": (problem) => [`Em config.toml, há uma coisa que pode ficar melhor. ${problem}`],
  "home-missing": (path) => [
    `A pasta ${path} não existe.`,
    "Indique a do servidor: --home PASTA. Se estiver noutro disco, monte-o. Para um novo servidor: jabber-home setup",
  ],
  "home-shut": (path) => [
    `Este utilizador não tem o direito de abrir ${path}: quase nada foi verificado.`,
    "Verifique como administrador: sudo jabber-home doctor",
  ],
  "home-no-folder": (path) => [
    `${path} é um ficheiro, e aqui é precisa uma pasta.`,
    `Ponha-o de parte: mv ${path} ${path}.old`,
  ],
  "home-open": (path, mode) => [
    `Outros utilizadores desta máquina podem abrir ${path} (modo ${mode}): estão lá as mensagens de toda a gente.`,
    `Feche-a: chmod 700 ${path}`,
  ],
  "file-open": (path, mode, more) => [
    `Outros utilizadores desta máquina podem ler ${path} (modo ${mode})${more > 0 ? `, e mais ${counted(more, "ficheiro", "ficheiros")}` : ""}: contém mensagens ou chaves.`,
    `Feche-o: chmod 600 ${path}`,
  ],
  "file-locked": (path, mode) => [
    `O servidor não tem o direito de ler e escrever ${path} (modo ${mode}).`,
    `Devolva-lhe esse direito: chmod 600 ${path}`,
  ],
  "file-foreign": (path, more, owner, wanted, home) => [
    `${path} pertence a ${owner}${more > 0 ? `, tal como mais ${counted(more, "ficheiro", "ficheiros")}` : ""}, e a pasta a ${wanted}: o servidor não o pode usar.`,
    `Devolva-lho: sudo chown -R ${wanted}: ${home}`,
  ],
  "file-in-the-way": {
    file: (path) => [`${path} não é um ficheiro, e aí é preciso um.`, `Ponha-o de parte: mv ${path} ${path}.old`],
    folder: (path) => [`${path} não é uma pasta, e aí é precisa uma.`, `Ponha-o de parte: mv ${path} ${path}.old`],
    socket: (path) => [
      `${path} ocupa o lugar do socket pelo qual este comando fala com o servidor.`,
      `Ponha-o de parte: mv ${path} ${path}.old`,
    ],
  },
  "link-broken": (path, target) => [
    `${path} leva a ${target}, onde não há nada: o disco não está montado?`,
    "Monte-o, e reinicie o servidor.",
  ],
  "secret-damaged": (path) => [
    `${path} está danificado: o servidor vai criar outro, e quem tiver sessão iniciada nas páginas dele terá de a iniciar de novo.`,
    "Reponha-o a partir de uma cópia de segurança, se houver: jabber-home restore",
  ],
  "import-unfinished": (path, size) => [
    `Uma importação foi começada e não acabou: ${size} de mensagens esperam em ${path}.`,
    "Repita-a com a mesma origem, e continua onde estava: jabber-home import ORIGEM",
    `Se já não a quiser: rm ${path}`,
  ],
  "database-missing": (path, backups) => [
    `A base de dados ${path} não está lá, embora este servidor já tenha sido usado: se iniciar agora, começa do nada.`,
    backups
      ? "Reponha a última cópia de segurança: jabber-home restore FICHEIRO"
      : "Se estiver noutro disco, monte-o antes de iniciar o servidor.",
  ],
  "database-damaged": (path, why) => [
    `A base de dados ${path} está danificada: ${why}.`,
    "Pare o servidor e reponha a última cópia de segurança: jabber-home restore FICHEIRO",
    "Veja também o disco: um cartão ou disco que está a falhar danificará também a próxima. dmesg mostra os erros dele.",
  ],
  "database-index": (path, why) => [
    `Um índice da base de dados ${path} está danificado, as mensagens não: ${why}.`,
    "Pare o servidor e mande refazer o índice: jabber-home doctor --fix",
  ],
  "database-newer": (path, by) => [
    `A base de dados ${path} foi escrita ${by === "" ? "por uma versão mais recente" : `pela versão ${by}`} de jabber-home: esta não inicia com ela.`,
    "Use essa versão, ou uma posterior: jabber-home update. Para voltar atrás, há a cópia de segurança feita antes da atualização.",
  ],
  "log-large": (size) => [
    `O diário da base de dados tem ${size} e já não passa para o ficheiro: ocupa espaço e torna o início demorado.`,
    "Se o servidor estiver a funcionar, reinicie-o. Se estiver parado: jabber-home doctor --fix",
  ],
  "database-unused": (unused, size) => [
    `Dos ${size} da base de dados, ${unused} estão vazios: o que lá estava foi eliminado.`,
    "Esse espaço volta a servir; para o recuperar já, pare o servidor: jabber-home doctor --fix",
  ],
  "certificate-unmatched": (folder) => [
    `A chave em ${folder} não é a do certificado que lá está: o servidor usa um assinado por si mesmo, e as aplicações avisam.`,
    "Obtenha um novo: jabber-home certificate renew",
  ],
  "certificate-none": () => [
    "A autoridade ainda não emitiu nenhum certificado: o servidor usa um assinado por si mesmo, e as aplicações avisam.",
    "Veja porquê: jabber-home certificate. Do que uma autoridade precisa: jabber-home dns --outside",
  ],
  "renewal-port": (port, challenge) => [
    `O certificado não pode ser renovado da forma escolhida (${challenge}): a autoridade não consegue entrar pela porta ${port}.`,
    "Abra essa porta, nesta máquina e no router (jabber-home dns --outside verifica-o), ou prove o domínio por DNS: jabber-home setup",
  ],
  "renewal-record": (name) => [
    `O registo que permite renovar o certificado não está no DNS: TXT ${name}.`,
    "Para o ver e o pôr de novo: jabber-home certificate renew",
  ],
  "dns-missing": (records, count) => [
    `${count === 1 ? "Falta" : "Faltam"} ${counted(count, "registo", "registos")} no DNS, sem ${count === 1 ? "o qual" : "os quais"} os outros não encontram este servidor: ${records}.`,
    "Veja o que escrever, e onde: jabber-home dns",
  ],
  "dns-recommended": (records, count) => [
    `Com mais ${counted(count, "registo", "registos")} no DNS, tudo correria melhor: ${records}.`,
    "Veja o que escrever, e onde: jabber-home dns",
  ],
  "dns-wrong": (records, count) => [
    `No DNS, ${counted(count, "registo leva", "registos levam")} a outro lado: ${records}. Quem ${count === 1 ? "o" : "os"} seguir não encontra este servidor.`,
    "Veja o que mudar, e onde: jabber-home dns",
  ],
  "dns-stray": (records, count) => [
    `No DNS, ${counted(count, "registo não é", "registos não são")} deste servidor: ${records}.`,
    "Veja o que retirar, e porquê: jabber-home dns",
  ],
  "dns-silent": (names) => [
    `O DNS não responde para ${names}: os outros também não encontram este servidor, e ele não os encontra a eles.`,
    "Veja se os servidores de nomes do domínio funcionam (o fornecedor sabe-o), e se esta máquina tem um a quem perguntar: cat /etc/resolv.conf",
  ],
  "no-internet": () => [
    "Esta máquina não tem acesso à Internet: o que depende disso não foi verificado.",
    "Veja o cabo, o Wi-Fi e o router. Dentro de casa, as pessoas falam-se mesmo sem Internet.",
  ],
  "port-taken": (address, listener, holder) => [
    `${address} (listen.${listener}) está ocupado por ${holder}: o servidor não o pode ter.`,
    "Pare esse programa, ou escolha outra porta em config.toml.",
  ],
  "port-taken-by-own": (address, listener, home) => [
    `${address} (listen.${listener}) está ocupado por outro jabber-home, o de ${home}.`,
    "Pare-o, ou escolha outra porta em config.toml: dois servidores não podem partilhar a mesma.",
  ],
  anotherProgram: "outro programa",
  program: (name, pid) => `${name} (processo ${pid})`,
  "port-denied": (address, listener) => [
    `Este utilizador não tem o direito de escutar em ${address} (listen.${listener}): as portas abaixo de 1024 são do administrador.`,
    "Como serviço, tem: sudo jabber-home service install. Ou escolha uma porta mais alta em config.toml.",
  ],
  "port-impossible": (address, listener, code) => [
    `O servidor não consegue escutar em ${address} (listen.${listener}): ${code}. Esta máquina tem esse endereço?`,
    "Escreva em config.toml um endereço desta máquina, ou [::] para todos.",
  ],
  "port-silent": (address, listener) => [
    `O servidor escuta em ${address} (${listener}), e ninguém lá entra, nem sequer a partir desta máquina.`,
    "Talvez uma firewall desta máquina o impeça: nft list ruleset, ufw status. Ou o servidor está bloqueado: jabber-home service restart",
  ],
  "administrator-missing": () => [
    "Nenhuma conta é de administrador: ninguém é avisado quando alguma coisa corre mal, e ninguém pode usar /admin.",
    "Para nomear uma: jabber-home user add JID --admin",
  ],
  "uploads-missing": (missing, looked, example) => [
    `Dos últimos ${looked} ficheiros enviados, ${missing} já não estão no disco (${example}): quem os abre vê um erro.`,
    "A pasta files foi eliminada, ou o disco dela não está montado? Reponha-os a partir de uma cópia de segurança, ou diga às pessoas que se perderam.",
  ],
  "push-failing": (service, accounts, failures) => [
    `${service}, que acorda os telefones de ${counted(accounts, "conta", "contas")}, falhou ${failures} vezes seguidas: as mensagens só chegam quando se abre a aplicação.`,
    "Consegue-se lá chegar? jabber-home federation mostra-o. As tentativas continuam sozinhas.",
  ],
  "rooms-ownerless": (count, example) => [
    `${counted(count, "sala já não tem", "salas já não têm")} proprietário, por exemplo ${example}: ninguém a pode modificar nem fechar.`,
    "Dê-lhe um: jabber-home room affiliation SALA JID owner",
  ],
  "backup-off": () => [
    "Não se fazem cópias de segurança: o que o disco perder está perdido.",
    "Mande fazer uma todas as noites: backup.folder em config.toml. De vez em quando, à mão: jabber-home backup --to FICHEIRO",
  ],
  "backup-none": (folder) => [
    `Ainda não há nenhuma cópia de segurança em ${folder}.`,
    "Faça uma: jabber-home backup --to FICHEIRO. A próxima é feita sozinha durante a noite, se o servidor estiver a funcionar.",
  ],
  "backup-old": (folder, last) => [
    `A última cópia de segurança em ${folder} é de ${last}.`,
    "O servidor está a funcionar durante a noite? Veja então porque não há nenhuma: jabber-home logs. Já: jabber-home backup --to FICHEIRO",
  ],
  "service-none": () => [
    "Este servidor não é um serviço: quando a máquina reinicia, alguém tem de o iniciar.",
    "Para fazer dele um serviço: sudo jabber-home service install",
  ],
  "service-disabled": () => [
    "O serviço não inicia com a máquina: depois de um corte de corrente, o servidor fica desligado.",
    "Faça-o iniciar com ela: sudo systemctl enable jabber-home",
  ],
  "service-stopped": () => [
    "O serviço não está a funcionar: ninguém se consegue ligar.",
    "Inicie-o: sudo jabber-home service start. Se parar de novo: jabber-home logs",
  ],
  "service-failed": (why) => [
    `O serviço parou sozinho (${why}): ninguém se consegue ligar.`,
    "Veja porquê: jabber-home logs. Depois de reparado: sudo jabber-home service start",
  ],
  "service-other": () => [
    "A unidade do serviço não é a que esta versão escreveria: podem faltar-lhe direitos, ou proteção.",
    "Escreva-a de novo: sudo jabber-home service install. Para a ver antes: jabber-home service install --dry-run",
  ],
  "service-program": (path) => [
    `O serviço devia executar ${path}, e esse programa não existe: não inicia.`,
    "Instale-o de novo: sudo jabber-home service install",
  ],
  "service-hidden": (option, path) => [
    `O serviço não tem o direito de usar ${path} (${option}): a unidade dele fecha-lhe essa pasta.`,
    "Para uma pasta de cópias de segurança: sudo jabber-home service install, que lha abre. Para um ficheiro que só lê: uma cópia fora de /home e de /root.",
  ],
  "log-errors": (count, event, at) => [
    `O servidor registou ${counted(count, "erro", "erros")} num dia, o último em ${at}: ${event}.`,
    "Para os ler: jabber-home logs",
  ],
};
