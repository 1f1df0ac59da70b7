# KEY: sets the text, in Portuguese.
words_pt() {
  case $1 in
    usage) text="sh install.sh [--from URL] [--to PASTA]
    instala, ou atualiza
sh install.sh --version [--from URL]
    diz que versão seria
sh install.sh --uninstall [--to PASTA] [--purge]
    desinstala; com --purge, também todos os dados" ;;
    no-machine) text="jabber-home não funciona nesta máquina ($kernel, $machine): é preciso um Linux ou um macOS de 64 bits, em x86-64 ou ARM. Num Raspberry Pi 3 ou posterior, instalar o Raspberry Pi OS de 64 bits." ;;
    no-openssl) text="A assinatura não pode ser verificada: é preciso o openssl, versão 3 ou posterior. Instalar e correr isto outra vez:
  Debian, Ubuntu, Raspberry Pi OS   sudo apt install openssl
  Fedora                            sudo dnf install openssl
  Alpine                            sudo apk add openssl
  macOS                             brew install openssl@3" ;;
    no-keys) text="Este install.sh não conhece nenhuma chave que possa ter assinado uma versão. É preciso o que acompanha a versão." ;;
    no-place) text="Onde está a versão? --from https://…" ;;
    no-curl) text="Primeiro é preciso instalar curl ou wget." ;;
    asking) text="A perguntar que versão há: $from" ;;
    not-downloaded) text="Não foi possível transferir $from/$name. Esta máquina está ligada? Tentar mais tarde." ;;
    verifying-signature) text="A verificar a assinatura" ;;
    not-signed) text="A versão não está assinada com uma chave que este install.sh conheça: nada dela é usado. Quem serve $from pode tê-la alterado; obter install.sh de novo onde o projeto indica." ;;
    later-kind) text="Esta versão é de um tipo posterior: é preciso o install.sh que a acompanha." ;;
    clock) text="O relógio desta máquina diz $now, antes de sair a versão ($released): acertá-lo e correr isto outra vez." ;;
    expired) text="A versão em $from era válida até $expires: uma mais recente pode estar a ser retida. Tentar mais tarde, ou perguntar ao projeto." ;;
    not-made) text="A versão $version não existe para esta máquina ($target)." ;;
    newer-here) text="A versão $here já cá está, mais recente que a $version: fica." ;;
    no-room) text="Não há espaço que chegue em $place: são precisos $needed MB, restam $free MB." ;;
    downloading) text="A transferir a versão $version para $target: $needed MB" ;;
    cut) text="A transferência foi cortada após $have de $bytes bytes. Correr isto outra vez: continua daí." ;;
    verifying-sum) text="A verificar a soma de controlo" ;;
    wrong-download) text="O que foi transferido não é o que a versão diz: é deitado fora. Correr isto outra vez; se voltar a acontecer, perguntar ao projeto." ;;
    full) text="Não foi possível escrever em $place: o disco está cheio? Arranjar espaço e correr isto outra vez." ;;
    no-permission) text="Não é permitido escrever em $folder: escolher outra pasta com --to, ou correr isto como root." ;;
    wrong-unpacked) text="O que foi descomprimido não é o que a versão diz: é deitado fora." ;;
    does-not-run) text="O programa não funciona nesta máquina: $says" ;;
    versions) text="lá: $version
aqui: $here" ;;
    none) text="nenhuma" ;;
    installing) text="A instalar $program" ;;
    then-service) text="jabber-home $version está instalado. O serviço continua com ele depois de:" ;;
    then-setup) text="jabber-home $version está instalado. O último passo faz algumas perguntas e inicia-o:" ;;
    by-package) text="Foi um pacote que o instalou:  sudo apt remove jabber-home" ;;
    is-service) text="É um serviço desta máquina:  sudo sh install.sh --uninstall" ;;
    stopping) text="A parar e a retirar o serviço" ;;
    runs) text="O servidor está a funcionar: é preciso pará-lo primeiro." ;;
    removing) text="A apagar $place" ;;
    removed) text="jabber-home está desinstalado." ;;
    ask-data) text="Todas as mensagens, contas, ficheiros e cópias de segurança em $home: apagar também? Não há volta. Escrever sim:" ;;
    yes) text="sim" ;;
    stays) text="$home fica, com todos os dados." ;;
  esac
}
