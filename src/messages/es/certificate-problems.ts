/** What can go wrong with a certificate and what helps, in Spanish. */
import type { certificateProblems as en } from "../en/certificate-problems.ts";

export const certificateProblems: typeof en = {
  reasons: {
    "nothing-listens": "{ca} no encontró nada que escuche en el puerto {port} de {name} (buscó en {addresses}).",
    "no-answer":
      "{ca} no obtuvo respuesta del puerto {port} de {name} (buscó en {addresses}). Hay un cortafuegos o un router de por medio.",
    "wrong-address": "{name} lleva a {addresses}, pero este equipo es {ours}. Es allí donde {ca} lo buscó.",
    "no-such-name": "{name} no existe en el DNS.",
    "no-address": "{name} no tiene dirección (registro A o AAAA) en el DNS.",
    "dns-broken": "Los servidores de nombres de {name} no responden como deben: {detail}",
    "caa-forbids": "El DNS de {name} tiene un registro CAA que no permite a {ca} emitir certificados para ese dominio.",
    "other-server": "A {ca} le respondió por {name} otro servidor web, en {addresses}, puerto {port}, y no este.",
    "alpn-refused":
      "Lo que responde a {ca} en el puerto {port} de {name} ({addresses}) es otro servidor TLS, y no este.",
    "txt-missing": "El registro TXT {record} no existe, o todavía no se ve en todas partes.",
    "txt-wrong": "El registro TXT {record} tiene otro valor: {found}",
    "dns-api-failed": "El registro TXT {record} no se pudo escribir ({provider}): {detail}",
    "name-refused": "{ca} no emite certificados para {name}: {detail}",
    "rate-limited": "{ca} no admite más intentos antes del {until}: {detail}",
    paused: "{ca} ha suspendido {name} tras demasiados fallos seguidos.",
    "too-many-failures":
      "{name} ha fallado {failures} veces en una hora. {ca} no admite más intentos antes del {until}.",
    "too-many-duplicates":
      "Este mismo certificado se ha obtenido {count} veces en una semana. {ca} no da más antes del {until}.",
    "too-many-orders": "Dos intentos con el servicio real bastan por esta vez; lo que falla es otra cosa.",
    "account-refused": "{ca} no acepta la cuenta de este servidor: {detail}",
    "no-challenge": "{ca} no ofrece para {name} ninguna prueba que sea posible aquí (ofrece {offered}).",
    "ca-unreachable": "Desde aquí no se llega a {ca}: {detail}",
    "ca-untrusted": "Quien respondió en {host} no pudo demostrar que es {ca}: {detail}",
    "ca-busy": "{ca} tiene ahora mismo un problema propio: {detail}",
    "ca-refused": "{ca} lo ha rechazado: {detail}",
    "clock-wrong": "El reloj de este equipo dice {ours}, pero son {theirs}.",
    "port-taken": "El puerto {port} de este equipo lo está usando otro programa.",
    "port-held": "El puerto {port} de este equipo está {use}.",
    "port-forbidden": "Este programa no tiene permiso para escuchar en el puerto {port}.",
    "needs-a-hand":
      "Que {name} es tuyo se demuestra con un registro DNS puesto a mano, así que su renovación depende de ti.",
    cancelled: "Se ha cancelado.",
    "file-unreadable": "No se puede leer {path}: {detail}",
    "file-missing": "No existe el archivo {path}.",
    "file-forbidden": "Este programa no tiene permiso para leer {path}.",
    "not-a-certificate": "{path} no es un certificado en formato PEM: {detail}",
    "not-a-key": "{path} no es una clave privada en formato PEM, o está protegida con una frase de contraseña.",
    "key-does-not-fit": "La clave de {path} no es la del certificado.",
    "name-missing": "El certificado vale para {names}, no para {name}.",
    expired: "El certificado caducó el {until}.",
    "not-yet-valid": "El certificado no vale antes del {from}.",
    "chain-incomplete":
      "Falta el certificado de su emisor, «{issuer}»: las aplicaciones y los otros servidores no saben quién responde de él, y lo rechazan.",
    "issuer-unknown":
      "Lo emitió «{issuer}», que las aplicaciones y los otros servidores no conocen: avisan de ello, o lo rechazan.",
    "own-signature":
      "No lo firma nadie más que él mismo: las aplicaciones avisan de ello, y los otros servidores lo rechazan.",
    "too-weak":
      "Su clave, o una firma por encima de él, es demasiado débil (RSA de menos de 2048 bits, MD5 o SHA-1): las aplicaciones y los otros servidores lo rechazan.",
    "not-for-servers":
      "No se emitió para servidores, o no lo hizo quien puede hacerlo: las aplicaciones y los otros servidores lo rechazan.",
    "service-missing": "No vale para {name}: puede que la gente de otros servidores no llegue allí.",
    "web-missing":
      "No vale para {name}, donde están las páginas y los archivos: los navegadores y las aplicaciones avisan de ello, o lo rechazan.",
    "hidden-from-service": "El servicio, que funciona como {user}, no tiene permiso para leer {path}.",
    "chain-broken":
      "En {path}, el certificado número {number} no emitió el anterior. Primero va el del servidor, después el de su emisor.",
  },
  remedies: {
    "start-listening": "Haz que este servidor escuche en el puerto {port}, y que no lo ocupe ningún otro programa.",
    "forward-port": "Redirige en tu router el puerto TCP {port} a este equipo, y ábrelo en su cortafuegos.",
    "correct-address": "Haz que el registro A (AAAA para IPv6) de {name} diga {ours}.",
    "add-name": "Añade {name} donde compraste el dominio, con un registro A que diga {ours}.",
    "wait-for-dns":
      "Un registro nuevo puede tardar unos minutos en verse en todas partes: espera, y después inténtalo de nuevo.",
    "look-at-name-servers":
      "Pregunta a quien lleve los servidores de nombres de {name}; lo más habitual es una firma DNSSEC rota.",
    "use-dns-01":
      "Demuestra con un registro DNS que el dominio es tuyo: no hace falta que se llegue a ningún puerto, pero cada renovación, cada dos meses, se hace a mano.",
    "use-dns-persist-01":
      "Demuestra con un registro DNS permanente que el dominio es tuyo: se pone una vez, y las renovaciones no necesitan nada más.",
    "use-http-01": "Demuestra por el puerto 80 que el dominio es tuyo.",
    "use-tls-alpn-01": "Demuestra por el puerto 443 que el dominio es tuyo.",
    "redirect-to-here":
      "Haz que el servidor web de {name} ceda el paso: que mande todo lo que está bajo /.well-known/acme-challenge/ a http://{host}.",
    "use-subdomain": "Usa otro dominio para tus direcciones, por ejemplo {name}.",
    "change-caa": "Añade el registro {record}, o elimina los registros CAA.",
    "set-txt": "Pon en el registro TXT {record} el valor {value}",
    "look-at-token":
      "Mira lo que dice jabber-home dns --write: puede que el token haya caducado, o que no valga para esta zona (dns.token_file).",
    "renew-by-hand": "Ejecuta: jabber-home certificate renew",
    "wait-until": "Inténtalo de nuevo después del {until}.",
    "try-later": "Inténtalo de nuevo dentro de unos minutos.",
    "keep-certificate": "Usa el certificado que ya hay: es válido.",
    unpause: "Levanta la suspensión en {url}",
    "more-files":
      "Deja que el servidor tenga más archivos abiertos: LimitNOFILE=65536 en su unidad, o ulimit -n 65536 antes de arrancarlo.",
    "check-network": "Mira si este equipo está conectado, y si su DNS funciona.",
    "check-ca-file": "Mira en la configuración el archivo de la autoridad y la dirección de su directorio.",
    "set-clock": "Pon en hora este equipo (en sistemas con systemd: timedatectl set-ntp true).",
    "free-port": "Detén el programa que usa el puerto {port}, o demuestra de otra manera que el dominio es tuyo.",
    "stop-own":
      "Detén el servidor entretanto (jabber-home service stop, o Ctrl-C en su ventana), o deja que él mismo obtenga uno: jabber-home certificate renew",
    "allow-port":
      "Haz que funcione como servicio (que sí puede usar los puertos bajos), o demuestra de otra manera que el dominio es tuyo.",
    "check-path": "Mira la ruta: ¿está el archivo en este equipo, y se llama así?",
    "permit-reading":
      "{what} es de {owner} (modo {mode}), y {user} no tiene permiso para leerlo: usa sudo, o dale ese permiso a {user}.",
    "write-pem": "Si está en binario, conviértelo en PEM: openssl x509 -inform der -in {path} -out fullchain.pem",
    "swap-files": "Los dos archivos están al revés: primero va el certificado, después su clave.",
    "open-key": "Si tiene una frase de contraseña, quítasela: openssl pkey -in {path} -out privkey.pem",
    "take-its-key": "Toma la clave que se creó con este certificado: certbot guarda los dos en la misma carpeta.",
    "order-chain":
      "Pon en el archivo primero el certificado del servidor, después el de su emisor, y así sucesivamente.",
    "use-full-chain":
      "Toma el archivo con la cadena entera (fullchain.pem en certbot y acme.sh), o añade a este el certificado del emisor.",
    "order-for-name": "Pide uno que valga también para {name}.",
    "order-for-web":
      "Haz que {name} lleve a este equipo (jabber-home dns): la próxima renovación valdrá también para ese nombre (jabber-home certificate renew). Si el certificado es un archivo tuyo, pide uno que valga también para {name}.",
    "order-stronger": "Pide uno con una clave más fuerte: ECDSA P-256, o RSA de 2048 bits.",
    "order-for-servers": "Pide a una autoridad pública uno para servidores (autenticación de servidor web TLS).",
    "order-one": "Deja que este servidor obtenga uno de una autoridad pública (jabber-home setup): es gratis.",
    "renew-files":
      "Renuévalo allí de donde viene (certbot renew, acme.sh --renew), o deja que este servidor obtenga uno.",
    "copy-for-service":
      "Haz que el «deploy hook» de certbot copie los dos archivos donde {user} pueda leerlos, e indica aquí esas copias.",
    "own-for-now": "Continúa de momento con un certificado propio; las aplicaciones avisarán.",
  },
};
