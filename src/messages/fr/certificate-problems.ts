/** What can go wrong with a certificate and what helps, in French. */
import type { certificateProblems as en } from "../en/certificate-problems.ts";

export const certificateProblems: typeof en = {
  reasons: {
    "nothing-listens": "Rien n'écoute sur le port {port} de {name} : {ca} a cherché à l'adresse {addresses}.",
    "no-answer":
      "{ca} n'a obtenu aucune réponse du port {port} de {name} ({addresses}). Un pare-feu ou une box fait barrage.",
    "wrong-address":
      "{name} mène à {addresses}, alors que cette machine est {ours}. C'est là-bas que {ca} l'a cherchée.",
    "no-such-name": "{name} n'existe pas dans le DNS.",
    "no-address": "{name} n'a pas d'adresse (enregistrement A ou AAAA) dans le DNS.",
    "dns-broken": "Les serveurs de noms de {name} ne répondent pas correctement : {detail}",
    "caa-forbids": "Un enregistrement CAA de {name} interdit à {ca} d'émettre des certificats pour ce domaine.",
    "other-server":
      "Un autre serveur web a répondu à {ca} pour {name} ({addresses}, port {port}) à la place de celui-ci.",
    "alpn-refused": "C'est un autre serveur TLS qui répond à {ca} sur le port {port} de {name} ({addresses}).",
    "txt-missing": "L'enregistrement TXT {record} n'existe pas, ou n'est pas encore visible partout.",
    "txt-wrong": "L'enregistrement TXT {record} a une autre valeur : {found}",
    "dns-api-failed": "L'enregistrement TXT {record} n'a pas pu être écrit ({provider}) : {detail}",
    "name-refused": "{ca} n'émet pas de certificat pour {name} : {detail}",
    "rate-limited": "{ca} n'accepte plus d'essai avant le {until} : {detail}",
    paused: "{ca} a suspendu {name} après trop d'échecs de suite.",
    "too-many-failures": "{name} a échoué {failures} fois en une heure. {ca} n'accepte plus d'essai avant le {until}.",
    "too-many-duplicates":
      "Ce même certificat a été obtenu {count} fois en une semaine. {ca} n'en donne plus avant le {until}.",
    "too-many-orders": "Deux essais avec le vrai service suffisent pour cette fois ; le problème est ailleurs.",
    "account-refused": "{ca} refuse le compte de ce serveur : {detail}",
    "no-challenge": "{ca} ne propose pour {name} aucune preuve possible ici (il propose {offered}).",
    "ca-unreachable": "{ca} est injoignable d'ici : {detail}",
    "ca-untrusted": "Ce qui répond à l'adresse {host} n'a pas pu prouver être {ca} : {detail}",
    "ca-busy": "{ca} a lui-même un problème en ce moment : {detail}",
    "ca-refused": "{ca} a refusé : {detail}",
    "clock-wrong": "L'horloge de cette machine indique {ours}, mais il est {theirs}.",
    "port-taken": "Le port {port} de cette machine est déjà utilisé par un autre programme.",
    "port-held": "Le port {port} de cette machine est {use}.",
    "port-forbidden": "Ce programme n'a pas le droit d'écouter sur le port {port}.",
    "needs-a-hand": "{name} est prouvé par un enregistrement DNS posé à la main : son renouvellement a besoin de vous.",
    cancelled: "L'opération a été annulée.",
    "file-unreadable": "Impossible de lire {path} : {detail}",
    "file-missing": "Le fichier {path} n'existe pas.",
    "file-forbidden": "Ce programme n'a pas le droit de lire {path}.",
    "not-a-certificate": "{path} n'est pas un certificat au format PEM : {detail}",
    "not-a-key": "{path} n'est pas une clé privée au format PEM, ou elle est protégée par une phrase secrète.",
    "key-does-not-fit": "La clé {path} n'est pas celle du certificat.",
    "name-missing": "Le certificat vaut pour {names}, pas pour {name}.",
    expired: "Le certificat a expiré le {until}.",
    "not-yet-valid": "Le certificat n'est pas valable avant le {from}.",
    "chain-incomplete":
      "Il manque le certificat de son émetteur, « {issuer} » : applications et autres serveurs ne savent pas qui s'en porte garant, et le refusent.",
    "issuer-unknown":
      "Son émetteur, « {issuer} », est inconnu des applications et des autres serveurs : ils avertissent, ou le refusent.",
    "own-signature": "Il n'est signé que par lui-même : les applications avertissent, les autres serveurs le refusent.",
    "too-weak":
      "Sa clé, ou une signature au-dessus de lui, est trop faible (RSA de moins de 2048 bits, MD5 ou SHA-1) : applications et autres serveurs le refusent.",
    "not-for-servers":
      "Il n'a pas été émis pour un serveur, ou pas par qui en a le droit : applications et autres serveurs le refusent.",
    "service-missing": "Il ne vaut pas pour {name} : les gens d'autres serveurs risquent de ne pas y accéder.",
    "web-missing":
      "Il ne vaut pas pour {name}, où sont les pages et les fichiers : navigateurs et applications avertissent, ou le refusent.",
    "hidden-from-service": "Le service, qui tourne sous le nom de {user}, n'a pas le droit de lire {path}.",
    "chain-broken":
      "Dans {path}, le certificat numéro {number} n'est pas l'émetteur du précédent. Celui du serveur vient en premier, puis son émetteur.",
  },
  remedies: {
    "start-listening":
      "Faites écouter ce serveur sur le port {port}, et veillez à ce qu'aucun autre programme ne l'occupe.",
    "forward-port": "Dans votre box, redirigez le port TCP {port} vers cette machine, et ouvrez-le dans son pare-feu.",
    "correct-address": "Faites pointer l'enregistrement A (AAAA pour IPv6) de {name} vers {ours}.",
    "add-name": "Ajoutez {name} chez votre bureau d'enregistrement, avec un enregistrement A qui indique {ours}.",
    "wait-for-dns":
      "Un nouvel enregistrement met parfois quelques minutes à être visible partout : patientez, puis réessayez.",
    "look-at-name-servers":
      "Adressez-vous à qui gère les serveurs de noms de {name} ; le plus souvent, c'est une signature DNSSEC invalide.",
    "use-dns-01":
      "Prouvez plutôt le domaine par un enregistrement DNS : aucun port n'a besoin d'être joignable, mais chaque renouvellement, tous les deux mois, se fait à la main.",
    "use-dns-persist-01":
      "Prouvez le domaine par un enregistrement DNS permanent : une fois posé, les renouvellements se font seuls.",
    "use-http-01": "Prouvez plutôt le domaine par le port 80.",
    "use-tls-alpn-01": "Prouvez plutôt le domaine par le port 443.",
    "redirect-to-here":
      "Faites passer le relais par le serveur web de {name} : tout ce qui est sous /.well-known/acme-challenge/ doit être redirigé vers http://{host}.",
    "use-subdomain": "Choisissez un autre domaine pour vos adresses, par exemple {name}.",
    "change-caa": "Ajoutez l'enregistrement {record}, ou supprimez les enregistrements CAA.",
    "set-txt": "Donnez à l'enregistrement TXT {record} la valeur {value}",
    "look-at-token":
      "Voyez ce que dit jabber-home dns --write : le jeton a peut-être expiré, ou ne vaut pas pour cette zone (dns.token_file).",
    "renew-by-hand": "Lancez : jabber-home certificate renew",
    "wait-until": "Réessayez après le {until}.",
    "try-later": "Réessayez dans quelques minutes.",
    "keep-certificate": "Gardez le certificat présent : il est valable.",
    unpause: "Levez la suspension sur {url}",
    "more-files":
      "Donnez au serveur le droit d'ouvrir plus de fichiers : LimitNOFILE=65536 dans son unité, ou ulimit -n 65536 avant de le démarrer.",
    "check-network": "Vérifiez que cette machine est connectée et que son DNS fonctionne.",
    "check-ca-file": "Vérifiez dans la configuration le fichier de l'autorité et l'adresse de son annuaire.",
    "set-clock": "Mettez cette machine à l'heure (avec systemd : timedatectl set-ntp true).",
    "free-port": "Arrêtez le programme qui occupe le port {port}, ou prouvez le domaine autrement.",
    "stop-own":
      "Arrêtez le serveur le temps d'en obtenir un (jabber-home service stop, ou Ctrl-C dans sa fenêtre), ou laissez-le faire : jabber-home certificate renew",
    "allow-port": "Lancez le serveur comme service (il a droit aux petits ports), ou prouvez le domaine autrement.",
    "check-path": "Vérifiez le chemin : le fichier est-il bien sur cette machine, et sous ce nom ?",
    "permit-reading":
      "{what} appartient à {owner} (mode {mode}) et {user} n'a pas le droit de le lire : utilisez sudo, ou donnez ce droit à {user}.",
    "write-pem": "S'il est en binaire, convertissez-le en PEM : openssl x509 -inform der -in {path} -out fullchain.pem",
    "swap-files": "Les deux fichiers sont inversés : le certificat d'abord, sa clé ensuite.",
    "open-key": "Si elle a une phrase secrète, retirez-la : openssl pkey -in {path} -out privkey.pem",
    "take-its-key": "Prenez la clé créée avec ce certificat : certbot range les deux dans le même dossier.",
    "order-chain":
      "Dans le fichier, mettez d'abord le certificat du serveur, puis celui de son émetteur, et ainsi de suite.",
    "use-full-chain":
      "Prenez le fichier qui contient toute la chaîne (fullchain.pem chez certbot et acme.sh), ou ajoutez le certificat de l'émetteur à la suite de celui-ci.",
    "order-for-name": "Demandez-en un qui vaille aussi pour {name}.",
    "order-for-web":
      "Faites mener {name} à cette machine (jabber-home dns) : le prochain renouvellement vaudra aussi pour ce nom (jabber-home certificate renew). Si le certificat est un fichier à vous, demandez-en un qui vaille aussi pour {name}.",
    "order-stronger": "Demandez-en un avec une clé plus solide : ECDSA P-256, ou RSA de 2048 bits.",
    "order-for-servers":
      "Demandez à une autorité publique un certificat pour serveur (authentification de serveur web TLS).",
    "order-one": "Laissez ce serveur en obtenir un d'une autorité publique (jabber-home setup), c'est gratuit.",
    "renew-files":
      "Renouvelez-le là d'où il vient (certbot renew, acme.sh --renew), ou laissez ce serveur en obtenir un.",
    "copy-for-service":
      "Faites copier les deux fichiers, par un « deploy hook » de certbot, là où {user} peut les lire, et indiquez ici ces copies.",
    "own-for-now":
      "Continuez pour l'instant avec un certificat maison ; les applications afficheront un avertissement.",
  },
};
