/** What can go wrong with a certificate and what helps, in Portuguese. */
import type { certificateProblems as en } from "../en/certificate-problems.ts";

export const certificateProblems: typeof en = {
  reasons: {
    "nothing-listens": "Nada escuta na porta {port} de {name}: {ca} procurou no endereço {addresses}.",
    "no-answer":
      "{ca} não teve nenhuma resposta da porta {port} de {name} ({addresses}). Uma firewall ou um router impede a passagem.",
    "wrong-address": "{name} leva a {addresses}, mas esta máquina é {ours}. Foi lá que {ca} a procurou.",
    "no-such-name": "{name} não existe no DNS.",
    "no-address": "{name} não tem endereço (registo A ou AAAA) no DNS.",
    "dns-broken": "Os servidores de nomes de {name} não respondem como devem: {detail}",
    "caa-forbids": "Um registo CAA de {name} proíbe {ca} de emitir certificados para este domínio.",
    "other-server": "Outro servidor web respondeu a {ca} por {name} ({addresses}, porta {port}) em vez deste.",
    "alpn-refused": "É outro servidor TLS que responde a {ca} na porta {port} de {name} ({addresses}).",
    "txt-missing": "O registo TXT {record} não existe, ou ainda não é visível em toda a parte.",
    "txt-wrong": "O registo TXT {record} tem outro valor: {found}",
    "dns-api-failed": "Não foi possível escrever o registo TXT {record} ({provider}): {detail}",
    "name-refused": "{ca} não emite certificados para {name}: {detail}",
    "rate-limited": "{ca} não aceita mais tentativas antes de {until}: {detail}",
    paused: "{ca} suspendeu {name} depois de demasiadas falhas seguidas.",
    "too-many-failures": "{name} falhou {failures} vezes numa hora. {ca} não aceita mais tentativas antes de {until}.",
    "too-many-duplicates":
      "Este mesmo certificado foi obtido {count} vezes numa semana. {ca} não dá mais nenhum antes de {until}.",
    "too-many-orders": "Duas tentativas com o serviço a sério bastam por esta vez; o problema está noutro lado.",
    "account-refused": "{ca} recusa a conta deste servidor: {detail}",
    "no-challenge": "{ca} não propõe para {name} nenhuma prova possível aqui (propõe {offered}).",
    "ca-unreachable": "Daqui não se chega a {ca}: {detail}",
    "ca-untrusted": "Quem responde no endereço {host} não conseguiu provar que é {ca}: {detail}",
    "ca-busy": "{ca} tem um problema neste momento: {detail}",
    "ca-refused": "{ca} recusou: {detail}",
    "clock-wrong": "O relógio desta máquina marca {ours}, mas a hora certa é {theirs}.",
    "port-taken": "A porta {port} desta máquina já está a ser usada por outro programa.",
    "port-held": "A porta {port} desta máquina é {use}.",
    "port-forbidden": "Este programa não tem o direito de escutar na porta {port}.",
    "needs-a-hand": "{name} prova-se com um registo DNS criado à mão: a renovação precisa de si.",
    cancelled: "A operação foi cancelada.",
    "file-unreadable": "Não é possível ler {path}: {detail}",
    "file-missing": "O ficheiro {path} não existe.",
    "file-forbidden": "Este programa não tem o direito de ler {path}.",
    "not-a-certificate": "{path} não é um certificado em formato PEM: {detail}",
    "not-a-key": "{path} não é uma chave privada em formato PEM, ou está protegida por uma frase secreta.",
    "key-does-not-fit": "A chave {path} não é a do certificado.",
    "name-missing": "O certificado vale para {names}, não para {name}.",
    expired: "O certificado expirou em {until}.",
    "not-yet-valid": "O certificado não é válido antes de {from}.",
    "chain-incomplete":
      "Falta o certificado do emissor, «{issuer}»: as aplicações e os outros servidores não sabem quem responde por ele, e recusam-no.",
    "issuer-unknown":
      "O emissor, «{issuer}», é desconhecido das aplicações e dos outros servidores: avisam, ou recusam-no.",
    "own-signature": "Só está assinado por si mesmo: as aplicações avisam, os outros servidores recusam-no.",
    "too-weak":
      "A chave, ou uma assinatura acima dele, é demasiado fraca (RSA com menos de 2048 bits, MD5 ou SHA-1): as aplicações e os outros servidores recusam-no.",
    "not-for-servers":
      "Não foi emitido para um servidor, ou não por quem tem esse direito: as aplicações e os outros servidores recusam-no.",
    "service-missing": "Não vale para {name}: as pessoas de outros servidores podem não conseguir lá chegar.",
    "web-missing":
      "Não vale para {name}, onde estão as páginas e os ficheiros: os navegadores e as aplicações avisam, ou recusam-no.",
    "hidden-from-service": "O serviço, que funciona com o nome de {user}, não tem o direito de ler {path}.",
    "chain-broken":
      "Em {path}, o certificado número {number} não é o emissor do anterior. O do servidor vem primeiro, e a seguir o emissor dele.",
  },
  remedies: {
    "start-listening": "Ponha este servidor a escutar na porta {port}, e veja que nenhum outro programa a ocupa.",
    "forward-port": "No router, redirecione a porta TCP {port} para esta máquina, e abra-a na firewall dela.",
    "correct-address": "Faça o registo A (AAAA para IPv6) de {name} apontar para {ours}.",
    "add-name": "Acrescente {name} onde comprou o domínio, com um registo A que indique {ours}.",
    "wait-for-dns":
      "Um registo novo demora às vezes alguns minutos a ser visível em toda a parte: espere, e tente de novo.",
    "look-at-name-servers":
      "Fale com quem cuida dos servidores de nomes de {name}; quase sempre é uma assinatura DNSSEC inválida.",
    "use-dns-01":
      "Prove antes o domínio com um registo DNS: nenhuma porta tem de estar acessível, mas cada renovação, de dois em dois meses, faz-se à mão.",
    "use-dns-persist-01":
      "Prove o domínio com um registo DNS permanente: uma vez criado, as renovações fazem-se sozinhas.",
    "use-http-01": "Prove antes o domínio pela porta 80.",
    "use-tls-alpn-01": "Prove antes o domínio pela porta 443.",
    "redirect-to-here":
      "Faça o servidor web de {name} passar isto para cá: tudo o que está em /.well-known/acme-challenge/ tem de ser redirecionado para http://{host}.",
    "use-subdomain": "Escolha outro domínio para os endereços, por exemplo {name}.",
    "change-caa": "Acrescente o registo {record}, ou elimine os registos CAA.",
    "set-txt": "Dê ao registo TXT {record} o valor {value}",
    "look-at-token":
      "Veja o que diz jabber-home dns --write: o token talvez tenha expirado, ou não vale para esta zona (dns.token_file).",
    "renew-by-hand": "Execute: jabber-home certificate renew",
    "wait-until": "Tente de novo depois de {until}.",
    "try-later": "Tente de novo dentro de alguns minutos.",
    "keep-certificate": "Fique com o certificado atual: é válido.",
    unpause: "Levante a suspensão em {url}",
    "more-files":
      "Deixe o servidor ter mais ficheiros abertos: LimitNOFILE=65536 na unidade, ou ulimit -n 65536 antes de o iniciar.",
    "check-network": "Verifique se esta máquina está ligada à rede e se o DNS dela funciona.",
    "check-ca-file": "Verifique na configuração o ficheiro da autoridade e o endereço do diretório dela.",
    "set-clock": "Acerte o relógio desta máquina (com systemd: timedatectl set-ntp true).",
    "free-port": "Pare o programa que ocupa a porta {port}, ou prove o domínio de outra forma.",
    "stop-own":
      "Pare o servidor enquanto obtém um (jabber-home service stop, ou Ctrl-C na janela dele), ou deixe-o tratar disso: jabber-home certificate renew",
    "allow-port": "Execute o servidor como serviço (tem direito às portas baixas), ou prove o domínio de outra forma.",
    "check-path": "Verifique o caminho: o ficheiro está mesmo nesta máquina, e com este nome?",
    "permit-reading":
      "{what} é de {owner} (modo {mode}) e {user} não tem o direito de o ler: use sudo, ou dê esse direito a {user}.",
    "write-pem": "Se estiver em binário, converta-o para PEM: openssl x509 -inform der -in {path} -out fullchain.pem",
    "swap-files": "Os dois ficheiros estão trocados: primeiro o certificado, depois a chave.",
    "open-key": "Se tiver uma frase secreta, retire-a: openssl pkey -in {path} -out privkey.pem",
    "take-its-key": "Use a chave criada com este certificado: certbot guarda os dois na mesma pasta.",
    "order-chain": "No ficheiro, ponha primeiro o certificado do servidor, depois o do emissor, e assim por diante.",
    "use-full-chain":
      "Use o ficheiro que contém toda a cadeia (fullchain.pem em certbot e acme.sh), ou junte o certificado do emissor a seguir a este.",
    "order-for-name": "Peça um que valha também para {name}.",
    "order-for-web":
      "Faça {name} levar a esta máquina (jabber-home dns): a próxima renovação valerá também para este nome (jabber-home certificate renew). Se o certificado for um ficheiro seu, peça um que valha também para {name}.",
    "order-stronger": "Peça um com uma chave mais forte: ECDSA P-256, ou RSA de 2048 bits.",
    "order-for-servers":
      "Peça a uma autoridade pública um certificado para servidor (autenticação de servidor web TLS).",
    "order-one": "Deixe este servidor obter um de uma autoridade pública (jabber-home setup), é gratuito.",
    "renew-files": "Renove-o lá de onde veio (certbot renew, acme.sh --renew), ou deixe este servidor obter um.",
    "copy-for-service":
      "Mande copiar os dois ficheiros, com um «deploy hook» de certbot, para onde {user} os possa ler, e indique aqui essas cópias.",
    "own-for-now": "Continue por agora com um certificado caseiro; as aplicações mostrarão um aviso.",
  },
};
