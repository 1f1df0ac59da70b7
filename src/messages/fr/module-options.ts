/** What options of modules are for, in French. */
import type { moduleOptions as en } from "../en/module-options.ts";

export const moduleOptions: typeof en = {
  "blocking.max_items": "Combien d'adresses un compte peut bloquer.",
  "blocking.max_size": "Combien peuvent occuper les adresses qu'un compte bloque.",
  "reports.reports_per_day":
    "Combien de signalements d'abus un compte peut faire en un jour ; les suivants ne sont pas gardés.",
  "reports.max_reports": "Combien de signalements d'un compte sont gardés ; les plus anciens cèdent la place.",
  "strangers.messages":
    "Quels inconnus peuvent écrire à un compte : tout le monde, ceux qui ont une adresse de ce serveur, ou personne qui ne soit un contact.",
  "blocklists.block":
    "Des listes publiées de domaines avec lesquels rien n'est échangé, chacune SERVICE/NŒUD ; si une liste recommande elle-même moins, c'est cela qui est fait.",
  "blocklists.block_strangers":
    'Des listes publiées de domaines dont les gens ne peuvent écrire qu\'à ceux qui les connaissent, comme "xmppbl.org/spam_source_domains".',
  "blocklists.except": "Les domaines pour lesquels aucune liste n'est suivie.",
  "blocklists.max_domains": "Combien de domaines d'une liste sont gardés ; ce qui dépasse est laissé de côté.",
  "roster.max_contacts": "Combien de contacts un compte peut avoir.",
  "roster.max_requests": "Combien de demandes de gens hors de la liste attendent la réponse d'un compte.",
  "roster.max_size": "Combien peuvent occuper les contacts d'un compte, avec leurs noms et leurs groupes.",
  "presence.max_directed": "À combien d'adresses une session peut envoyer une présence à part.",
  "presence.max_weight":
    "Combien peut peser une présence, dans un sens ou dans l'autre : ses octets, et 256 par élément qu'elle contient. Elle est gardée, et va à beaucoup.",
  "offline.max_messages": "Combien de messages attendent un compte absent.",
  "offline.max_size": "Combien peuvent occuper tous les messages qui attendent un compte.",
  "components.secrets":
    "Les composants externes qui peuvent se connecter à listen.component, chacun « DOMAINE=SECRET » ; sans aucun, personne n'écoute là.",
  "external_services.uris":
    'Des serveurs STUN et TURN, comme "stun:stun.example.com" ou "turn:192.0.2.1:3478?transport=udp".',
  "external_services.secret":
    "Ce que les serveurs TURN partagent avec ce serveur (static-auth-secret de coturn), pour des mots de passe qui expirent.",
  "external_services.username": "Le nom pour les serveurs TURN qui en connaissent un ; inutile avec un secret.",
  "external_services.password": "Son mot de passe.",
  "external_services.lifetime": "Combien de temps dure un mot de passe tiré du secret.",
  "proxy.max_connections": "Les connexions à la fois ; chaque fichier en prend deux.",
  "proxy.max_per_address": "De celles-ci, celles d'une même adresse qui attendent encore l'autre côté.",
  "proxy.max_per_account": "De celles-ci, celles des fichiers qu'un compte envoie.",
  "proxy.total_rate": "Les octets par seconde qu'elles peuvent envoyer toutes ensemble.",
  "contact.abuse": "Les adresses pour se plaindre d'abus, en URI : mailto:…, xmpp:… ou https://….",
  "contact.admin": "Les adresses des administrateurs, en URI : mailto:…, xmpp:… ou https://….",
  "contact.feedback": "Les adresses pour les avis, en URI : mailto:…, xmpp:… ou https://….",
  "contact.sales": "Les adresses commerciales, en URI : mailto:…, xmpp:… ou https://….",
  "contact.security": "Les adresses pour les questions de sécurité, en URI : mailto:…, xmpp:… ou https://….",
  "contact.status": "Les adresses sur l'état du service, en URI : mailto:…, xmpp:… ou https://….",
  "contact.support": "Les adresses pour obtenir de l'aide, en URI : mailto:…, xmpp:… ou https://….",
  "contact.administrators": "Si les adresses des administrateurs valent pour abuse et admin quand aucune n'est donnée.",
  "caps.max_known": "De combien de sortes d'applications on se souvient de ce qu'elles savent faire.",
  "version.show_system": "Si qui demande la version du serveur apprend aussi son système d'exploitation.",
  "fast.lifetime": "Combien de temps une application peut être absente et se connecter encore sans le mot de passe.",
  "fast.renewal": "L'âge auquel un jeton est remplacé quand son application se connecte.",
  "clients.keep":
    "Combien de temps une application que l'on n'a pas vue reste dans la liste, et peut revenir sans le mot de passe.",
  "clients.keep_names": "Si les noms que les applications se donnent, et donnent à leurs appareils, sont gardés.",
  "registration.policy":
    "Qui peut créer un compte avec une application : personne, qui a une invitation, ou tout le monde.",
  "registration.reserved": "Les noms que personne ne peut prendre.",
  "registration.per_address": "Les comptes qui peuvent être créés depuis une adresse en une heure.",
  "registration.per_hour": "Les comptes qui peuvent être créés en une heure en tout.",
  "invitations.contacts":
    "Qui peut inviter des gens à être des contacts : tous ceux qui ont un compte, les administrateurs, ou personne.",
  "invitations.accounts":
    "Qui peut inviter des gens à créer un compte ici : tous ceux qui ont un compte, les administrateurs, ou personne.",
  "invitations.validity": "Combien de temps vaut une invitation, si rien d'autre n'est dit ; un an au plus.",
  "invitations.max_open": "Les invitations d'un compte qui n'ont pas encore servi.",
  "vcard.max_size": "La longueur d'une vCard, photo comprise.",
  "private.max_size": "Combien un compte peut garder en XML privé.",
  "archive.keep": "Combien de temps les messages restent dans l'historique ; ce qui est plus ancien est supprimé.",
  "archive.max_size":
    "Combien les messages d'un compte ou d'un salon peuvent occuper dans l'historique ; au-delà, les plus anciens sont supprimés.",
  "files.max_size": "Le plus gros fichier ; par défaut 100 Mio et les 16 octets qu'ajoute le chiffrement.",
  "files.quota":
    "Combien les fichiers d'un compte peuvent occuper ; au-delà, ceux qui ont plus de 30 jours font de la place, les plus anciens d'abord.",
  "files.daily_quota": "Combien un compte peut envoyer de fichiers en un jour.",
  "files.disk_share":
    "Quel pourcentage du disque les fichiers peuvent remplir, de ce qui est libre et de ce qu'ils remplissent déjà.",
  "files.keep":
    "Combien de temps les fichiers restent ; au plus autant que les messages (archive.keep), mais 30 jours si ceux-ci partent plus tôt.",
  "files.uploads": "Les fichiers qu'un compte peut être en train d'envoyer à la fois.",
  "files.components": "Lesquels des composants externes peuvent envoyer des fichiers, comme bridge.example.com.",
  "push.sender": "Si le service de notification d'une application apprend qui a écrit.",
  "push.body": "S'il apprend ce qui a été écrit.",
  "push.ack_timeout":
    "Combien de temps une application connectée peut mettre à confirmer un message, avant d'être réveillée elle aussi.",
  "push.max_services":
    "Combien d'applications d'un compte sont réveillées ; celle qui l'a demandé la première cède la place.",
  "push.max_failures": "Après combien d'échecs de suite on renonce à un service de notification.",
  "rooms.subdomain": "Ce qui précède un domaine dans les adresses de ses salons.",
  "rooms.also":
    "D'autres noms devant un domaine auxquels les salons répondent, comme ceux d'un ancien serveur : [\"conference\"]. Chacun a besoin d'enregistrements DNS, et d'une place dans le certificat.",
  "rooms.creators":
    "Qui peut créer des salons : les comptes de ce serveur, ses administrateurs, ou aussi les gens d'autres serveurs.",
  "rooms.new":
    "Ce qu'est un salon quand l'application qui le crée ne dit rien d'autre : pour des membres invités, ou ouvert à qui connaît son adresse (dans aucune liste, et les adresses ne sont montrées qu'aux modérateurs).",
  "rooms.max_rooms": "Combien il peut y avoir de salons créés par un même compte.",
  "rooms.max_occupants": "Combien d'occupants un salon peut avoir en même temps.",
  "rooms.max_sessions": "Avec combien d'applications un compte peut être dans un salon.",
  "rooms.max_affiliations": "Combien de membres, d'administrateurs, de propriétaires et de bannis un salon peut avoir.",
  "rooms.max_history": "Combien de messages sont montrés à qui entre, quoi que permette le salon.",
  "rooms.max_broadcast":
    "Combien d'octets peuvent venir de ce que quelqu'un dit dans un salon, toutes copies comprises, et de tout ce qu'un compte dit d'un coup.",
  "rooms.broadcast_rate": "Combien de ces octets un compte peut causer longtemps par seconde.",
  "rooms.configuration_time":
    "Combien de temps un nouveau salon attend les réglages de qui l'a créé avant que d'autres puissent y entrer tel qu'il est.",
  "room_avatars.max_size": "La longueur de la vCard d'un salon, photo comprise.",
  "hats.max_hats": "Combien de chapeaux (« hats ») un salon peut avoir.",
  "hats.max_worn": "Combien de fois des chapeaux peuvent être portés dans un salon.",
  "circles.max_circles": "Combien il peut y avoir de cercles.",
  "circles.max_people": "Combien de personnes un cercle peut avoir : chacune a chacune comme contact.",
  "circles.max_per_account": "Dans combien de cercles un compte peut être.",
  "pubsub.creators": "Qui peut créer des nœuds à pubsub.DOMAINE.",
  "pubsub.max_nodes": "Combien de nœuds un compte peut avoir.",
  "pubsub.max_items": "Combien d'éléments un nœud peut avoir.",
  "pubsub.max_item_size": "Le plus long contenu d'un élément.",
  "pubsub.max_storage":
    "La place pour tous les nœuds d'un compte, avec leurs éléments et leurs affiliations ; un dixième de plus pour ceux qui s'y abonnent.",
  "pubsub.max_subscriptions": "À combien de nœuds un compte peut s'abonner.",
  "bookmarks.max_size":
    "Combien peuvent peser les marque-pages d'un compte : leurs octets, 256 par élément qu'ils contiennent et 64 par attribut.",
  "server_info.publish":
    "Si tout le monde peut voir à quels autres serveurs celui-ci est relié ; sont nommés ceux qui publient aussi les leurs.",
};
