/** What options of modules are for, in Portuguese. */
import type { moduleOptions as en } from "../en/module-options.ts";

export const moduleOptions: typeof en = {
  "blocking.max_items": "Quantos endereços pode uma conta bloquear.",
  "blocking.max_size": "Quanto podem ocupar os endereços que uma conta bloqueia.",
  "reports.reports_per_day": "Quantas denúncias de abuso pode uma conta fazer num dia; as seguintes não são guardadas.",
  "reports.max_reports": "Quantas denúncias de uma conta são guardadas; as mais antigas dão lugar.",
  "strangers.messages":
    "Que desconhecidos podem escrever a uma conta: todos, os que têm um endereço deste servidor, ou ninguém que não seja um contacto.",
  "blocklists.block":
    "Listas publicadas de domínios com que nada se troca, cada uma SERVIÇO/NÓ; se a própria lista recomendar menos, é isso que se faz.",
  "blocklists.block_strangers":
    'Listas publicadas de domínios cujas pessoas só podem escrever a quem as conhece, como "xmppbl.org/spam_source_domains".',
  "blocklists.except": "Domínios sobre os quais nenhuma lista é seguida.",
  "blocklists.max_domains": "Quantos domínios de uma lista são guardados; o que passar fica de fora.",
  "roster.max_contacts": "Quantos contactos pode uma conta ter.",
  "roster.max_requests": "Quantos pedidos de pessoas fora da lista esperam a resposta de uma conta.",
  "roster.max_size": "Quanto podem ocupar os contactos de uma conta, com os seus nomes e grupos.",
  "presence.max_directed": "A quantos endereços pode uma sessão enviar uma presença própria.",
  "presence.max_weight":
    "Quanto pode pesar uma presença, em cada sentido: os seus bytes, e 256 por cada elemento nela. É guardada, e vai para muitos.",
  "offline.max_messages": "Quantas mensagens esperam por uma conta ausente.",
  "offline.max_size": "Quanto podem ocupar todas as mensagens que esperam por uma conta.",
  "components.secrets":
    "Componentes externos que se podem ligar a listen.component, cada um “DOMÍNIO=SEGREDO”; sem nenhum, ninguém escuta ali.",
  "external_services.uris":
    'Servidores STUN e TURN, como "stun:stun.example.com" ou "turn:192.0.2.1:3478?transport=udp".',
  "external_services.secret":
    "O que os servidores TURN partilham com este servidor (static-auth-secret do coturn), para palavras-passe que expiram.",
  "external_services.username": "O nome para servidores TURN que conhecem um; não se usa com um segredo.",
  "external_services.password": "A sua palavra-passe.",
  "external_services.lifetime": "Quanto dura uma palavra-passe feita a partir do segredo.",
  "proxy.max_connections": "Ligações ao mesmo tempo; cada ficheiro usa duas.",
  "proxy.max_per_address": "Destas, as de um endereço que ainda esperam pelo outro lado.",
  "proxy.max_per_account": "Destas, as de ficheiros que uma conta envia.",
  "proxy.total_rate": "Bytes por segundo que podem enviar todas juntas.",
  "contact.abuse": "Endereços para queixas de abuso, como URI: mailto:…, xmpp:… ou https://….",
  "contact.admin": "Endereços dos administradores, como URI: mailto:…, xmpp:… ou https://….",
  "contact.feedback": "Endereços para opiniões, como URI: mailto:…, xmpp:… ou https://….",
  "contact.sales": "Endereços comerciais, como URI: mailto:…, xmpp:… ou https://….",
  "contact.security": "Endereços para questões de segurança, como URI: mailto:…, xmpp:… ou https://….",
  "contact.status": "Endereços sobre o estado do serviço, como URI: mailto:…, xmpp:… ou https://….",
  "contact.support": "Endereços para pedir ajuda, como URI: mailto:…, xmpp:… ou https://….",
  "contact.administrators": "Se os endereços dos administradores valem por abuse e admin quando nenhum é dado.",
  "caps.max_known": "De quantos tipos de aplicação se recorda o que sabem fazer.",
  "version.show_system": "Se quem pergunta a versão do servidor fica a saber também o seu sistema operativo.",
  "fast.lifetime": "Quanto tempo pode uma aplicação estar ausente e ainda iniciar sessão sem a palavra-passe.",
  "fast.renewal": "A idade com que um token é substituído quando a sua aplicação inicia sessão.",
  "clients.keep": "Quanto tempo uma aplicação que não foi vista continua na lista, e pode voltar sem a palavra-passe.",
  "clients.keep_names": "Se são guardados os nomes que as aplicações dão a si e aos seus dispositivos.",
  "registration.policy": "Quem pode criar uma conta com uma aplicação: ninguém, quem tem um convite, ou todos.",
  "registration.reserved": "Nomes que ninguém pode tomar.",
  "registration.per_address": "Contas que podem ser criadas de um endereço numa hora.",
  "registration.per_hour": "Contas que podem ser criadas numa hora ao todo.",
  "invitations.contacts":
    "Quem pode convidar pessoas a ser contactos: todos os que têm conta, os administradores, ou ninguém.",
  "invitations.accounts":
    "Quem pode convidar pessoas a criar aqui uma conta: todos os que têm conta, os administradores, ou ninguém.",
  "invitations.validity": "Quanto vale um convite, se nada mais for dito; um ano no máximo.",
  "invitations.max_open": "Convites de uma conta que ainda não foram usados.",
  "vcard.max_size": "O tamanho que pode ter um vCard, com a sua fotografia.",
  "private.max_size": "Quanto pode uma conta guardar como XML privado.",
  "archive.keep": "Quanto tempo ficam as mensagens no histórico; o que for mais antigo é apagado.",
  "archive.max_size":
    "Quanto podem ocupar no histórico as mensagens de uma conta ou sala; para lá disso, apagam-se as mais antigas.",
  "files.max_size": "O maior ficheiro; se nada for dito, 100 MiB e os 16 bytes que a cifra acrescenta.",
  "files.quota":
    "Quanto podem ocupar os ficheiros de uma conta; para lá disso, os de mais de 30 dias dão lugar, primeiro os mais antigos.",
  "files.daily_quota": "Quanto pode uma conta enviar num dia.",
  "files.disk_share": "Que percentagem do disco podem encher os ficheiros, do que está livre e do que já enchem.",
  "files.keep":
    "Quanto tempo ficam os ficheiros; no máximo tanto como as mensagens (archive.keep), mas 30 dias se estas forem antes.",
  "files.uploads": "Ficheiros que uma conta pode estar a enviar ao mesmo tempo.",
  "files.components": "Quais dos componentes externos podem enviar ficheiros, como bridge.example.com.",
  "push.sender": "Se o serviço de avisos de uma aplicação fica a saber quem escreveu.",
  "push.body": "Se fica a saber o que foi escrito.",
  "push.ack_timeout":
    "Quanto tempo pode uma aplicação ligada levar a confirmar uma mensagem, antes de ser também acordada.",
  "push.max_services": "Quantas aplicações de uma conta são acordadas; a que pediu primeiro dá lugar.",
  "push.max_failures": "Ao fim de quantas falhas seguidas se desiste de um serviço de avisos.",
  "rooms.subdomain": "O que está antes de um domínio nos endereços das suas salas.",
  "rooms.also":
    'Outros nomes antes de um domínio a que as salas respondem, como os de um servidor anterior: ["conference"]. Cada um precisa de registos DNS, e de um lugar no certificado.',
  "rooms.creators":
    "Quem pode criar salas: as contas deste servidor, os seus administradores, ou também pessoas de outros servidores.",
  "rooms.new":
    "O que é uma sala quando a aplicação que a cria não diz outra coisa: para membros convidados, ou aberta a quem sabe o seu endereço (em nenhuma lista, e só os moderadores veem os endereços).",
  "rooms.max_rooms": "Quantas salas pode haver que uma conta tenha criado.",
  "rooms.max_occupants": "Quantos ocupantes pode uma sala ter ao mesmo tempo.",
  "rooms.max_sessions": "Com quantas aplicações pode uma conta estar numa sala.",
  "rooms.max_affiliations": "Quantos membros, administradores, proprietários e expulsos pode uma sala ter.",
  "rooms.max_history": "Quantas mensagens são mostradas a quem entra, permita a sala o que permitir.",
  "rooms.max_broadcast":
    "Quantos bytes podem vir do que alguém diz numa sala, todas as cópias juntas, e de tudo o que uma conta diz de uma vez.",
  "rooms.broadcast_rate": "Quantos desses bytes por segundo pode uma conta causar por muito tempo.",
  "rooms.configuration_time":
    "Quanto tempo uma nova sala espera pelas definições de quem a criou antes de outros poderem entrar tal como está.",
  "room_avatars.max_size": "O tamanho que pode ter o vCard de uma sala, com a sua fotografia.",
  "hats.max_hats": "Quantos chapéus pode uma sala ter.",
  "hats.max_worn": "Quantas vezes podem ser usados chapéus numa sala.",
  "circles.max_circles": "Quantos círculos pode haver.",
  "circles.max_people": "Quantas pessoas podem estar num círculo: cada uma tem cada uma como contacto.",
  "circles.max_per_account": "Em quantos círculos pode uma conta estar.",
  "pubsub.creators": "Quem pode criar nós em pubsub.DOMÍNIO.",
  "pubsub.max_nodes": "Quantos nós pode uma conta ter.",
  "pubsub.max_items": "Quantos elementos pode um nó ter.",
  "pubsub.max_item_size": "O conteúdo mais longo de um elemento.",
  "pubsub.max_storage":
    "O espaço para todos os nós de uma conta, com os seus elementos e afiliações; mais um décimo para quem os subscreve.",
  "pubsub.max_subscriptions": "Quantos nós pode uma conta subscrever.",
  "bookmarks.max_size":
    "Quanto podem pesar os marcadores de uma conta: os seus bytes, 256 por cada elemento neles e 64 por cada atributo.",
  "server_info.publish":
    "Se todos podem ver a que outros servidores este está ligado; são indicados os que também publicam os seus.",
};
