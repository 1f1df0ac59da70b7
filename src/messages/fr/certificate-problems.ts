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
    "port-forbidden": "Ce programme n'a pas le droit d'écouter sur le port {port}.",
    "needs-a-hand": "{name} est prouvé par un enregistrement DNS posé à la main : son renouvellement a besoin de vous.",
    cancelled: "L'opération a été annulée.",
    "file-unreadable": "Impossible de lire {path} : {detail}",
    "not-a-certificate": "{path} n'est pas un certificat au format PEM : {detail}",
    "not-a-key": "{path} n'est pas une clé privée au format PEM, ou elle est protégée par une phrase secrète.",
    "key-does-not-fit": "La clé {path} n'est pas celle du certificat.",
    "name-missing": "Le certificat vaut pour {names}, pas pour {name}.",
    expired: "Le certificat a expiré le {until}.",
    "not-yet-valid": "Le certificat n'est pas valable avant le {from}.",
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
    "renew-by-hand": "Lancez : jabber-home certificate renew",
    "wait-until": "Réessayez après le {until}.",
    "try-later": "Réessayez dans quelques minutes.",
    "keep-certificate": "Gardez le certificat présent : il est valable.",
    unpause: "Levez la suspension sur {url}",
    "check-network": "Vérifiez que cette machine est connectée et que son DNS fonctionne.",
    "check-ca-file": "Vérifiez dans la configuration le fichier de l'autorité et l'adresse de son annuaire.",
    "set-clock": "Mettez cette machine à l'heure (avec systemd : timedatectl set-ntp true).",
    "free-port": "Arrêtez le programme qui occupe le port {port}, ou prouvez le domaine autrement.",
    "allow-port": "Lancez le serveur comme service (il a droit aux petits ports), ou prouvez le domaine autrement.",
    "check-file": "Vérifiez le chemin, et qui a le droit de lire le fichier.",
    "own-for-now":
      "Continuez pour l'instant avec un certificat maison ; les applications afficheront un avertissement.",
  },
};
