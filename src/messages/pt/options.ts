/** What options of config.toml are for, in Portuguese. */
import type { options as en } from "../en/options.ts";

export const options: typeof en = {
  domains: "Os domínios dos endereços servidos aqui; o primeiro é o que se entende quando nenhum é dito.",
  former_domains:
    "Domínios de antes de uma mudança de nome, cada um “ANTIGO=DOMÍNIO”: o que ainda chega para eles é para as mesmas pessoas no novo.",
  host: "O nome desta máquina na Internet, se não for o do domínio.",
  addresses:
    "Os endereços públicos que levam a esta máquina e não são seus, como o do seu router; vazio se forem desconhecidos ou mudarem.",
  language: "A língua para as pessoas; auto é a do sistema.",
  log_level: "Os acontecimentos menos importantes que ainda são registados.",
  log_format:
    "Como são escritos os acontecimentos: auto é texto num terminal, e com os prefixos de syslog sob systemd.",
  "listen.client": "Para aplicações, que protegem a ligação com STARTTLS.",
  "listen.client_tls": "Para aplicações, com TLS desde o primeiro byte.",
  "listen.server": "Para outros servidores, que protegem a ligação com STARTTLS.",
  "listen.server_tls": "Para outros servidores, com TLS desde o primeiro byte.",
  "listen.component": "Para componentes externos, se components.secrets indicar algum; sem proteção.",
  "listen.http":
    "Para as visitas da autoridade de certificação, se o domínio se provar por http-01; os navegadores são enviados para HTTPS.",
  "listen.https":
    "Para navegadores e ficheiros (HTTPS), para as visitas da autoridade por tls-alpn-01, e com web.multiplex também para aplicações, outros servidores e chamadas.",
  "listen.http_proxied": "Para um servidor web próprio que esteja à frente deste; sem proteção.",
  "listen.proxy": "Para aplicações que enviam ficheiros umas às outras e não se alcançam diretamente (SOCKS5).",
  "listen.turn": "Para chamadas entre aplicações que não se alcançam diretamente (STUN e TURN), por UDP e TCP.",
  "listen.turns": "O mesmo por TLS, para redes que pouco mais deixam passar.",
  "web.address":
    "O nome com que se veem as páginas e os ficheiros, com a sua porta se não for 443, como chat.example.com:5443; vazio: o domínio, com a porta de listen.https.",
  "web.also":
    "Outros nomes com que se encontram os ficheiros, como os de um servidor anterior: share.example.com. Cada um precisa de registos DNS, e de um lugar no certificado.",
  "web.trusted_proxies":
    "Quem se pode ligar a listen.http_proxied: endereços, ou redes como 10.0.0.0/8; dizem por quem perguntam (X-Forwarded-For).",
  "web.origins":
    "As páginas de outros sítios que podem iniciar sessão aqui por WebSocket ou BOSH, como https://chat.example.org; vazio: todas.",
  "web.multiplex":
    "Se aplicações e outros servidores (XMPP) e chamadas (TURN) têm resposta também na porta de listen.https, para redes que nada mais deixam passar.",
  "web.chat": "Se há um chat no navegador, em /chat.",
  "web.first_page": "Se a página em / diz o que isto é; senão, não há nada.",
  "web.title": "O título dessa página; vazio para o habitual.",
  "web.about": "A sua primeira frase, como de quem é este servidor; vazio para a habitual.",
  "web.accent": "A cor dos botões e das ligações em todas as páginas.",
  "gateway.enabled":
    "Se se pede ao router que reencaminhe as portas deste servidor (PCP, NAT-PMP, UPnP), enquanto estiver a funcionar; a instalação propõe-no.",
  "turn.relay_ports":
    "As portas UDP PRIMEIRA-ÚLTIMA por onde passam as chamadas, de três a seis por cada aplicação numa chamada; o router tem de as reencaminhar.",
  "turn.public_address":
    "O endereço público que leva a essas portas, ou um IPv4 e um IPv6 com uma vírgula no meio; vazio: encontrado pelos endereços desta máquina, pelo router e pelos registos do domínio.",
  "turn.private_peers":
    "Se as chamadas passam também para endereços da rede desta máquina; senão, ninguém pode fazer enviar nada para lá.",
  "turn.allocations_per_account":
    "Portas de passagem que uma conta pode ter ao mesmo tempo; uma aplicação usa de três a seis por chamada.",
  "turn.rate_per_account": "Bytes por segundo que passam para uma conta; o que for a mais é deitado fora.",
  "turn.total_rate": "Bytes por segundo que passam para todas juntas.",
  "bosh.max_wait":
    "Quanto tempo se retém o pedido de um navegador enquanto não há nada para lhe dizer; menos do que espera um servidor web à frente deste.",
  "bosh.inactivity":
    "Quanto tempo pode um navegador estar sem pedidos antes de a sua ligação contar como perdida; o dobro para os que só perguntam de vez em quando.",
  "bosh.max_pause": "O mesmo, para navegadores que anunciaram estar ausentes.",
  "certificate.source": "De onde vem o certificado.",
  "certificate.directory": "O diretório ACME da autoridade de certificação.",
  "certificate.trial_directory": "O diretório ACME para um ensaio, e para `dns --outside`; vazio para nenhum dos dois.",
  "certificate.ca_file":
    "Ficheiro PEM das raízes em que confiar ao falar com a autoridade de certificação; vazio: as públicas.",
  "certificate.challenge":
    "Como se prova o domínio: pela porta 80, pela porta 443, por um novo registo DNS de cada vez, posto à mão se dns.provider não tiver API, ou por um duradouro.",
  "certificate.contact":
    "O endereço de correio para onde a autoridade de certificação pode escrever; vazio para nenhum.",
  "certificate.chain_file":
    "Ficheiro PEM do certificado e da sua cadeia, para source = files; as mudanças são vigiadas.",
  "certificate.key_file": "Ficheiro PEM da chave privada, para source = files.",
  "limits.stanza_before_login": "O elemento mais longo antes de iniciar sessão.",
  "limits.stanza": "A stanza mais longa depois de iniciar sessão, de aplicações e de outros servidores.",
  "limits.login_time": "Quanto tempo pode uma ligação levar a iniciar sessão.",
  "limits.connections": "Ligações ao mesmo tempo.",
  "limits.logins_per_address":
    "Aplicações ao mesmo tempo de um endereço que ainda não iniciaram sessão, e outros tantos servidores.",
  "limits.web_connections": "Ligações de navegadores ao mesmo tempo.",
  "limits.web_connections_per_address": "Ligações de navegadores ao mesmo tempo de um endereço.",
  "limits.sessions_per_account": "Aplicações de uma conta ligadas ao mesmo tempo.",
  "limits.memory_per_account":
    "O que pode ficar em memória para todas as aplicações de uma conta: o que espera por elas e o que não confirmaram.",
  "limits.failures_per_account":
    "Inícios de sessão falhados numa conta durante failure_window antes de ter de esperar.",
  "limits.failures_per_address":
    "Inícios de sessão falhados de um endereço durante failure_window antes de ter de esperar.",
  "limits.failure_window": "O tempo em que se contam os inícios de sessão falhados.",
  "limits.rate": "Bytes por segundo que uma ligação pode enviar por muito tempo; dez vezes mais de uma vez são livres.",
  "limits.idle": "Ao fim de quanto silêncio uma ligação é sondada, para se notar se a outra ponta já não está.",
  "limits.unsent": "O que pode esperar por uma ligação que não lê, antes de ser cortada.",
  "limits.free_disk":
    'Quanto do disco fica livre: com menos, nada de novo é aceite até haver espaço outra vez; "0B" para não haver essa reserva.',
  "backup.folder":
    "Onde se escreve uma cópia de segurança todas as noites: backups é uma pasta na do servidor, um caminho inteiro outra, como numa pen; off: em lado nenhum.",
  "backup.recipient":
    "Para quem são cifradas as cópias de cada noite: a metade pública de uma chave de age (age-keygen faz uma), age1…; vazio: para ninguém.",
  "backup.hour": "A partir de que hora, pelo relógio da máquina.",
  "metrics.listen": "Onde se leem os números para Prometheus (HTTP, /metrics); sem proteção.",
  "metrics.token":
    "O token que tem de enviar quem os lê (Authorization: Bearer); necessário se outros além desta máquina chegarem à porta.",
  "update.url":
    "Onde estão as versões publicadas, para update: um endereço que começa por https://, ou uma pasta; vazio: em lado nenhum, pois o projeto ainda não tem um endereço assim.",
  "update.domain":
    "O nome cujo registo TXT diz a versão mais recente: é perguntado a cada hora, e só o servidor de nomes habitual vê quem pergunta; vazio: nada é perguntado.",
  "update.automatic":
    "Se as novas versões se instalam sozinhas, a partir de update.url, depois de uma cópia de segurança; as que não funcionam aqui são desfeitas.",
  "update.hour": "A partir de que hora isso se faz, pelo relógio da máquina.",
  "accounts.iterations":
    "Quantas vezes se aplica o hash a uma nova palavra-passe (SCRAM); mais é mais seguro, e mais lento para cada aplicação.",
  "auth.source":
    "Quem verifica as palavras-passe: este servidor, a máquina de que são as contas Unix (PAM), um programa, ou um diretório.",
  "auth.keep_keys":
    "Para system: se ficam guardadas chaves de uma palavra-passe certa, para as aplicações não terem de a enviar de cada vez (SCRAM).",
  "auth.allow_groups": "Para system: os grupos Unix cujos membros podem iniciar sessão; vazio: todos os que têm conta.",
  "auth.deny_groups": "Para system: os grupos Unix cujos membros não podem.",
  "auth.pam_service": "Para system: o ficheiro em /etc/pam.d que diz como se verificam as palavras-passe.",
  "auth.command":
    "Para command: o programa, com o seu caminho inteiro, e os seus argumentos, com espaços no meio; fala o protocolo de autenticação externa do ejabberd.",
  "auth.ldap_url": "Para ldap: onde está o diretório, como ldaps://ldap.example.com; sempre dentro de TLS.",
  "auth.ldap_dn":
    "Para ldap: o nome distinto de uma conta, com {name} pelo que está antes do @, como uid={name},ou=people,dc=example,dc=com.",
  "auth.ldap_ca_file":
    "Para ldap: ficheiro PEM de outras raízes em que confiar no seu certificado; vazio para nenhuma.",
  "auth.recheck":
    "Quanto tempo pode uma aplicação usar um token antes de lhe ser pedida outra vez a palavra-passe, se nada disser que ela mudou.",
  "auth.timeout": "Quanto tempo pode levar a resposta sobre se uma palavra-passe está certa.",
  "sessions.suspended_memory":
    "Quanto pode ficar em memória para todas as aplicações que perderam a ligação e podem voltar, antes de acabarem as que estão fora há mais tempo.",
  "sessions.resumption_time":
    "Durante quanto tempo pode voltar, como se nada fosse, uma aplicação que perdeu a ligação.",
  "sessions.max_unacknowledged": "Quantas stanzas podem esperar que uma aplicação as confirme.",
  "federation.enabled": "Se as pessoas daqui alcançam as de outros servidores, e são alcançadas por elas.",
  "federation.allow": "Os únicos outros domínios com que se fala; vazio: todos.",
  "federation.deny": "Outros domínios com que nunca se fala.",
  "federation.require_certificate":
    "Se outro servidor tem de ter um certificado válido; sem ele, só os seus registos DNS provam quem é.",
  "federation.plaintext": "Domínios com que se fala sem TLS, se não o tiverem: qualquer um no caminho pode ler.",
  "federation.unverified": "Domínios com que se fala sem certificado válido, como se require_certificate fosse false.",
  "federation.ca_file":
    "Ficheiro PEM de outras raízes em que confiar nos certificados de outros servidores; vazio para nenhuma.",
  "federation.private_addresses":
    "Se outros servidores podem estar em endereços desta máquina ou da sua rede; senão, ninguém os pode fazer chamar.",
  "federation.connect_time":
    "Quanto tempo pode uma máquina de outro servidor levar até o seu fluxo estar pronto, antes de se tentar a seguinte.",
  "federation.queue_time":
    "Quanto tempo espera uma stanza por um servidor que não se alcança, antes de quem a enviou o saber.",
  "federation.max_queued": "Quantas stanzas podem esperar por outro domínio.",
  "federation.max_queued_size": "Quanto pode esperar por outro domínio, em memória.",
  "federation.max_queued_total":
    "Quanto pode esperar por todos os outros domínios juntos, em memória; um quarto disso para um remetente daqui.",
  "federation.idle": "Ao fim de quanto tempo sem stanzas se fecha um fluxo para outro servidor ou vindo dele.",
  "federation.rate":
    "Bytes por segundo que outro domínio pode enviar por muito tempo; dez vezes mais de uma vez são livres.",
  "federation.max_domains": "Quantos outros domínios podem estar ligados ao mesmo tempo, em cada sentido.",
  "dns.resolvers": "Os servidores de nomes a perguntar, cada um ENDEREÇO ou ENDEREÇO:PORTA; vazio: os do sistema.",
  "dns.provider":
    "Quem aceita registos DNS por API: um fornecedor, qualquer servidor de nomes por rfc2136, ou só endereços por dyndns2; então dns-01 não precisa de mãos.",
  "dns.update":
    "Se os endereços do nome desta máquina se mantêm atuais por aí, quando mudam; se o router não disser o seu, pergunta-se de cinco em cinco minutos a um servidor DNS público qual é que vê.",
  "dns.token_file": "O ficheiro com o token ou a chave para isso, que só o seu dono pode ler (docs/dns.md).",
};
