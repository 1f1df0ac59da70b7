/** What options of config.toml are for, in French. */
import type { options as en } from "../en/options.ts";

export const options: typeof en = {
  domains: "Les domaines des adresses servies ici ; le premier est celui qu'on entend quand rien n'est dit.",
  former_domains:
    "Des domaines d'avant un changement de nom, chacun « ANCIEN=DOMAINE » : ce qui arrive encore pour eux est pour les mêmes personnes au nouveau.",
  host: "Le nom de cette machine sur Internet, s'il est autre que celui du domaine.",
  addresses:
    "Les adresses publiques qui mènent à cette machine sans être les siennes, comme celle de sa box ; vide si elles sont inconnues ou changent.",
  language: "La langue pour les gens ; auto : celle du système.",
  log_level: "Les événements les moins importants qui sont encore notés.",
  log_format:
    "Comment les événements sont écrits ; auto : du texte dans un terminal, avec les préfixes de syslog sous systemd.",
  "listen.client": "Pour les applications, qui sécurisent la connexion par STARTTLS.",
  "listen.client_tls": "Pour les applications, avec TLS dès le premier octet.",
  "listen.server": "Pour les autres serveurs, qui sécurisent la connexion par STARTTLS.",
  "listen.server_tls": "Pour les autres serveurs, avec TLS dès le premier octet.",
  "listen.component": "Pour des composants externes, si components.secrets en nomme ; non sécurisé.",
  "listen.http":
    "Pour les visites de l'autorité de certification, si le domaine se prouve par http-01 ; les navigateurs sont envoyés vers HTTPS.",
  "listen.https":
    "Pour les navigateurs et les fichiers (HTTPS), pour les visites de l'autorité par tls-alpn-01, et avec web.multiplex aussi pour les applications, les autres serveurs et les appels.",
  "listen.http_proxied": "Pour un serveur web à vous, placé devant celui-ci ; non sécurisé.",
  "listen.proxy": "Pour les applications qui s'envoient des fichiers sans pouvoir se joindre directement (SOCKS5).",
  "listen.turn":
    "Pour les appels entre applications qui ne peuvent pas se joindre directement (STUN et TURN), par UDP et TCP.",
  "listen.turns": "La même chose par TLS, pour les réseaux qui ne laissent guère passer autre chose.",
  "web.address":
    "Le nom sous lequel on voit les pages et les fichiers, avec son port s'il n'est pas 443, comme chat.example.com:5443 ; vide : le domaine, avec le port de listen.https.",
  "web.also":
    "D'autres noms sous lesquels se trouvent les fichiers, comme ceux d'un ancien serveur : share.example.com. Chacun a besoin d'enregistrements DNS, et d'une place dans le certificat.",
  "web.trusted_proxies":
    "Qui peut se connecter à listen.http_proxied : des adresses, ou des réseaux comme 10.0.0.0/8 ; ils disent pour qui ils demandent (X-Forwarded-For).",
  "web.origins":
    "Les pages d'autres sites qui peuvent se connecter ici par WebSocket ou BOSH, comme https://chat.example.org ; vide : toutes.",
  "web.multiplex":
    "Si les applications et les autres serveurs (XMPP) et les appels (TURN) ont aussi une réponse au port de listen.https, pour les réseaux qui ne laissent rien passer d'autre.",
  "web.chat": "S'il y a une messagerie dans le navigateur, à /chat.",
  "web.first_page": "Si la page à / dit ce que c'est ; sinon il n'y a rien.",
  "web.title": "Le titre de cette page ; vide : le titre habituel.",
  "web.about": "Sa première phrase, par exemple à qui est ce serveur ; vide : la phrase habituelle.",
  "web.accent": "La couleur des boutons et des liens de toutes les pages.",
  "gateway.enabled":
    "Si l'on demande à la box de transmettre les ports de ce serveur (PCP, NAT-PMP, UPnP), tant qu'il tourne ; l'installation le propose.",
  "turn.relay_ports":
    "Les ports UDP PREMIER-DERNIER par lesquels passent les appels relayés, de trois à six par application en appel ; la box doit les transmettre.",
  "turn.public_address":
    "L'adresse publique qui mène à ces ports, ou une IPv4 et une IPv6 séparées par une virgule ; vide : trouvée par les adresses de cette machine, la box et les enregistrements du domaine.",
  "turn.private_peers":
    "Si des appels sont aussi relayés vers des adresses du réseau de cette machine ; sinon personne ne peut rien y faire envoyer.",
  "turn.allocations_per_account":
    "Les ports de relais qu'un compte peut avoir à la fois ; une application en prend de trois à six par appel.",
  "turn.rate_per_account": "Les octets relayés par seconde pour un compte ; ce qui dépasse est jeté.",
  "turn.total_rate": "Les octets relayés par seconde pour tous ensemble.",
  "bosh.max_wait":
    "Combien de temps la requête d'un navigateur est retenue tant qu'il n'y a rien à lui dire ; moins que n'attend un serveur web placé devant celui-ci.",
  "bosh.inactivity":
    "Combien de temps un navigateur peut rester sans requête avant que sa connexion passe pour perdue ; le double pour ceux qui ne demandent que de temps en temps.",
  "bosh.max_pause": "La même chose, pour les navigateurs qui ont annoncé leur absence.",
  "certificate.source": "D'où vient le certificat.",
  "certificate.directory": "L'annuaire ACME de l'autorité de certification.",
  "certificate.trial_directory": "L'annuaire ACME pour un essai, et pour `dns --outside` ; vide : ni l'un ni l'autre.",
  "certificate.ca_file":
    "Le fichier PEM des racines à croire pour parler à l'autorité de certification ; vide : les racines publiques.",
  "certificate.challenge":
    "Comment le domaine se prouve : par le port 80, par le port 443, par un nouvel enregistrement DNS chaque fois, fait à la main si dns.provider n'a pas d'API, ou par un enregistrement durable.",
  "certificate.contact": "L'adresse électronique où l'autorité de certification peut écrire ; vide : aucune.",
  "certificate.chain_file":
    "Le fichier PEM du certificat et de sa chaîne, si source = files ; ses changements sont surveillés.",
  "certificate.key_file": "Le fichier PEM de la clé privée, si source = files.",
  "limits.stanza_before_login": "Le plus long élément avant la connexion au compte.",
  "limits.stanza": "La plus longue stanza après la connexion au compte, d'applications et d'autres serveurs.",
  "limits.login_time": "Combien de temps une connexion peut mettre à s'identifier.",
  "limits.connections": "Les connexions à la fois.",
  "limits.logins_per_address":
    "Les applications à la fois d'une même adresse qui ne se sont pas encore identifiées, et autant d'autres serveurs.",
  "limits.web_connections": "Les connexions de navigateurs à la fois.",
  "limits.web_connections_per_address": "Les connexions de navigateurs à la fois depuis une même adresse.",
  "limits.sessions_per_account": "Les applications d'un compte connectées à la fois.",
  "limits.memory_per_account":
    "Ce qui peut être gardé en mémoire pour toutes les applications d'un compte : ce qui les attend et ce qu'elles n'ont pas confirmé.",
  "limits.failures_per_account":
    "Les échecs de connexion à un compte pendant failure_window avant qu'il doive attendre.",
  "limits.failures_per_address":
    "Les échecs de connexion depuis une adresse pendant failure_window avant qu'elle doive attendre.",
  "limits.failure_window": "Le temps pendant lequel les échecs de connexion se comptent.",
  "limits.rate":
    "Les octets par seconde qu'une connexion peut envoyer longtemps ; dix fois autant d'un coup sont libres.",
  "limits.idle":
    "Après combien de silence une connexion est sondée, pour que l'on remarque la disparition de l'autre bout.",
  "limits.unsent": "Ce qui peut attendre une connexion qui ne lit pas, avant qu'elle soit coupée.",
  "limits.free_disk":
    "Combien du disque reste libre : en dessous, rien de nouveau n'est pris tant qu'il n'y a pas de nouveau de la place ; \"0B\" : pas de réserve.",
  "backup.folder":
    "Où une sauvegarde est écrite chaque nuit ; backups : un dossier dans celui du serveur, un chemin entier : un autre, par exemple sur une clé ; off : nulle part.",
  "backup.recipient":
    "Pour qui les sauvegardes de la nuit sont chiffrées : la moitié publique d'une clé de age (age-keygen en fait une), age1… ; vide : personne.",
  "backup.hour": "À partir de quelle heure, à l'horloge de la machine.",
  "metrics.listen": "Où se lisent les chiffres pour Prometheus (HTTP, /metrics) ; non sécurisé.",
  "metrics.token":
    "Le jeton que doit envoyer celui qui les lit (Authorization: Bearer) ; nécessaire si d'autres que cette machine atteignent le port.",
  "update.url":
    "Où sont les versions publiées, pour update : une adresse qui commence par https://, ou un dossier ; vide : nulle part, puisque le projet n'a pas encore d'adresse pour cela.",
  "update.domain":
    "Le nom dont l'enregistrement TXT dit la dernière version : il est demandé chaque heure, et seul votre serveur de noms voit qui demande ; vide : rien n'est demandé.",
  "update.automatic":
    "Si de nouvelles versions sont installées d'elles-mêmes, depuis update.url, après une sauvegarde ; celles qui ne marchent pas ici sont annulées.",
  "update.hour": "À partir de quelle heure cela se fait, à l'horloge de la machine.",
  "accounts.iterations":
    "Combien de fois un nouveau mot de passe est haché (SCRAM) ; plus est plus sûr, et plus lent pour chaque application.",
  "auth.source":
    "Qui vérifie les mots de passe : ce serveur, la machine dont ce sont les comptes Unix (PAM), un programme, ou un annuaire.",
  "auth.keep_keys":
    "Pour system : si des clés d'un mot de passe juste sont gardées, pour que les applications n'aient pas à l'envoyer chaque fois (SCRAM).",
  "auth.allow_groups":
    "Pour system : les groupes Unix dont les membres peuvent se connecter ; vide : tous ceux qui ont un compte.",
  "auth.deny_groups": "Pour system : les groupes Unix dont les membres ne peuvent pas se connecter.",
  "auth.pam_service": "Pour system : le fichier de /etc/pam.d qui dit comment se vérifient les mots de passe.",
  "auth.command":
    "Pour command : le programme, avec son chemin entier, et ses arguments, séparés par des espaces ; il parle le protocole d'authentification externe d'ejabberd.",
  "auth.ldap_url": "Pour ldap : où se trouve l'annuaire, comme ldaps://ldap.example.com ; toujours dans TLS.",
  "auth.ldap_dn":
    "Pour ldap : le nom distinctif d'un compte, avec {name} pour ce qui précède l'@, comme uid={name},ou=people,dc=example,dc=com.",
  "auth.ldap_ca_file": "Pour ldap : le fichier PEM d'autres racines à croire dans son certificat ; vide : aucune.",
  "auth.recheck":
    "Combien de temps une application peut se servir d'un jeton avant que le mot de passe lui soit redemandé, si rien ne dit qu'il a changé.",
  "auth.timeout": "Combien de temps peut prendre la réponse à la question si un mot de passe est juste.",
  "sessions.suspended_memory":
    "Combien peut être gardé en mémoire pour toutes les applications qui ont perdu leur connexion et peuvent revenir, avant que finissent celles qui sont parties depuis le plus longtemps.",
  "sessions.resumption_time":
    "Combien de temps une application qui a perdu sa connexion peut revenir comme si de rien n'était.",
  "sessions.max_unacknowledged": "Combien de stanzas peuvent attendre qu'une application les confirme.",
  "federation.enabled": "Si les gens d'ici joignent ceux d'autres serveurs, et sont joints par eux.",
  "federation.allow": "Les seuls autres domaines avec lesquels on parle ; vide : tous.",
  "federation.deny": "Les autres domaines avec lesquels on ne parle jamais.",
  "federation.require_certificate":
    "Si un autre serveur doit avoir un certificat valable ; sans cela, ses seuls enregistrements DNS prouvent qui il est.",
  "federation.plaintext":
    "Les domaines avec lesquels on parle sans TLS, s'ils n'en ont pas : tous ceux qui sont sur le chemin peuvent le lire.",
  "federation.unverified":
    "Les domaines avec lesquels on parle sans certificat valable, comme si require_certificate était false.",
  "federation.ca_file":
    "Le fichier PEM d'autres racines à croire dans les certificats des autres serveurs ; vide : aucune.",
  "federation.private_addresses":
    "Si d'autres serveurs peuvent être à des adresses de cette machine ou de son réseau ; sinon personne ne peut les faire appeler.",
  "federation.connect_time":
    "Combien de temps une machine d'un autre serveur peut mettre jusqu'à ce que son flux soit prêt, avant que la suivante soit essayée.",
  "federation.queue_time":
    "Combien de temps une stanza attend un serveur que l'on n'atteint pas, avant que son expéditeur l'apprenne.",
  "federation.max_queued": "Combien de stanzas peuvent attendre un autre domaine.",
  "federation.max_queued_size": "Combien peut attendre un autre domaine, en mémoire.",
  "federation.max_queued_total":
    "Combien peut attendre tous les autres domaines ensemble, en mémoire ; un quart de cela pour un expéditeur d'ici.",
  "federation.idle": "Après combien de temps sans stanza un flux vers un autre serveur, ou venant de lui, est fermé.",
  "federation.rate":
    "Les octets par seconde qu'un autre domaine peut envoyer longtemps ; dix fois autant d'un coup sont libres.",
  "federation.max_domains": "Combien d'autres domaines peuvent être reliés à la fois, dans chaque sens.",
  "dns.resolvers": "Les serveurs de noms à interroger, chacun ADRESSE ou ADRESSE:PORT ; vide : ceux du système.",
  "dns.provider":
    "Qui prend des enregistrements DNS par une API : un fournisseur, n'importe quel serveur de noms par rfc2136, ou les adresses seules par dyndns2 ; dns-01 se passe alors de vos mains.",
  "dns.update":
    "Si les adresses du nom de cette machine sont tenues à jour par là, quand elles changent ; si la box ne dit pas la sienne, un serveur DNS public est interrogé toutes les cinq minutes sur celle qu'il voit.",
  "dns.token_file": "Le fichier du jeton ou de la clé pour cela, que son propriétaire seul peut lire (docs/dns.md).",
};
