/** What can go wrong with a certificate and what helps, in German. {ca} is the authority's name, {name} a domain. */
import type { certificateProblems as en } from "../en/certificate-problems.ts";

export const certificateProblems: typeof en = {
  reasons: {
    "nothing-listens": "{ca} hat an Port {port} von {name} nichts angetroffen (nachgesehen bei {addresses}).",
    "no-answer":
      "{ca} hat von Port {port} von {name} keine Antwort bekommen (nachgesehen bei {addresses}). Eine Firewall oder ein Router steht dazwischen.",
    "wrong-address": "{name} führt zu {addresses}, aber dieser Rechner ist {ours}. {ca} hat dort gesucht.",
    "no-such-name": "{name} gibt es im DNS nicht.",
    "no-address": "{name} hat im DNS keine Adresse (A- oder AAAA-Eintrag).",
    "dns-broken": "Die Nameserver von {name} antworten nicht richtig: {detail}",
    "caa-forbids": "Im DNS von {name} steht ein CAA-Eintrag, nach dem {ca} dafür keine Zertifikate ausstellen darf.",
    "other-server":
      "Unter {addresses}, Port {port}, hat {ca} für {name} einen anderen Webserver angetroffen, nicht diesen.",
    "alpn-refused": "An Port {port} von {name} (bei {addresses}) antwortet {ca} ein anderer TLS-Server, nicht dieser.",
    "txt-missing": "Der TXT-Eintrag {record} ist nicht da oder noch nicht überall.",
    "txt-wrong": "Der TXT-Eintrag {record} hat einen anderen Wert: {found}",
    "dns-api-failed": "Der TXT-Eintrag {record} konnte bei {provider} nicht geschrieben werden: {detail}",
    "name-refused": "{ca} stellt für {name} keine Zertifikate aus: {detail}",
    "rate-limited": "{ca} möchte bis {until} keine weiteren Versuche: {detail}",
    paused: "{ca} hat {name} nach zu vielen Fehlschlägen in Folge ausgesetzt.",
    "too-many-failures":
      "{name} ist innerhalb einer Stunde {failures}-mal gescheitert. {ca} erlaubt bis {until} keine weiteren Versuche.",
    "too-many-duplicates":
      "Genau dieses Zertifikat wurde innerhalb einer Woche {count}-mal bezogen. {ca} erlaubt bis {until} keine weiteren.",
    "too-many-orders": "Zwei Versuche beim echten Dienst sind genug für eine Sitzung; etwas anderes stimmt nicht.",
    "account-refused": "{ca} akzeptiert das Konto dieses Servers nicht: {detail}",
    "no-challenge": "{ca} bietet für {name} keinen Nachweis an, der hier funktioniert (angeboten wird {offered}).",
    "ca-unreachable": "{ca} ist von hier aus nicht zu erreichen: {detail}",
    "ca-untrusted": "Wer unter {host} antwortete, konnte nicht beweisen, {ca} zu sein: {detail}",
    "ca-busy": "{ca} hat gerade selbst ein Problem: {detail}",
    "ca-refused": "{ca} hat abgelehnt: {detail}",
    "clock-wrong": "Die Uhr dieses Rechners sagt {ours}, aber es ist {theirs}.",
    "port-taken": "Port {port} dieses Rechners wird von einem anderen Programm benutzt.",
    "port-held": "Port {port} dieses Rechners ist {use}.",
    "port-forbidden": "Dieses Programm darf nicht an Port {port} lauschen.",
    "needs-a-hand":
      "{name} wird durch einen DNS-Eintrag nachgewiesen, der von Hand gesetzt wird; die Erneuerung braucht also dich.",
    cancelled: "Es wurde abgebrochen.",
    "file-unreadable": "{path} lässt sich nicht lesen: {detail}",
    "file-missing": "Die Datei {path} gibt es nicht.",
    "file-forbidden": "Dieses Programm darf {path} nicht lesen.",
    "not-a-certificate": "{path} ist kein Zertifikat in PEM: {detail}",
    "not-a-key": "{path} ist kein privater Schlüssel in PEM, oder er hat eine Passphrase.",
    "key-does-not-fit": "Der Schlüssel in {path} gehört nicht zum Zertifikat.",
    "name-missing": "Das Zertifikat gilt für {names}, nicht für {name}.",
    expired: "Das Zertifikat ist am {until} abgelaufen.",
    "not-yet-valid": "Das Zertifikat gilt erst ab {from}.",
    "chain-incomplete":
      "Das Zertifikat seines Ausstellers, „{issuer}“, fehlt: Apps und andere Server können nicht erkennen, wer dafür bürgt, und lehnen es ab.",
    "issuer-unknown":
      "Ausgestellt hat es „{issuer}“, und das kennen Apps und andere Server nicht: Sie warnen davor oder lehnen es ab.",
    "own-signature": "Es ist nur von sich selbst unterschrieben: Apps warnen davor, und andere Server lehnen es ab.",
    "too-weak":
      "Sein Schlüssel oder eine Unterschrift darüber ist zu schwach (RSA unter 2048 Bit, MD5 oder SHA-1): Apps und andere Server lehnen es ab.",
    "not-for-servers":
      "Es wurde nicht für Server ausgestellt, oder nicht von jemandem, der das darf: Apps und andere Server lehnen es ab.",
    "service-missing": "Es gilt nicht für {name}: Leute auf anderen Servern kommen dort vielleicht nicht hin.",
    "web-missing":
      "Es gilt nicht für {name}, wo Seiten und Dateien sind: Browser und Apps warnen davor oder lehnen es ab.",
    "hidden-from-service": "Der Dienst, der als {user} läuft, darf {path} nicht lesen.",
    "chain-broken":
      "In {path} hat Zertifikat Nummer {number} das davor nicht ausgestellt. Zuerst kommt das des Servers, dann das seines Ausstellers.",
  },
  remedies: {
    "start-listening": "Lass diesen Server an Port {port} lauschen und kein anderes Programm ihn belegen.",
    "forward-port": "Leite TCP-Port {port} in deinem Router an diesen Rechner weiter und öffne ihn in dessen Firewall.",
    "correct-address": "Lass den A-Eintrag (AAAA für IPv6) von {name} auf {ours} lauten.",
    "add-name": "Trage {name} dort ein, wo du die Domain gekauft hast, mit einem A-Eintrag, der {ours} sagt.",
    "wait-for-dns":
      "Bei einem neuen Eintrag kann es einige Minuten dauern, bis alle ihn sehen: Warte und versuche es dann noch einmal.",
    "look-at-name-servers":
      "Frag den Betreiber der Nameserver von {name}; meist ist eine kaputte DNSSEC-Signatur der Grund.",
    "use-dns-01":
      "Weise die Domain stattdessen durch einen DNS-Eintrag nach: Kein Port muss erreichbar sein, aber jede Erneuerung, alle zwei Monate, geschieht von Hand.",
    "use-dns-persist-01":
      "Weise die Domain durch einen dauerhaften DNS-Eintrag nach: einmal gesetzt, brauchen Erneuerungen nichts weiter.",
    "use-http-01": "Weise die Domain stattdessen über Port 80 nach.",
    "use-tls-alpn-01": "Weise die Domain stattdessen über Port 443 nach.",
    "redirect-to-here":
      "Lass den Webserver von {name} weitergeben: alles unter /.well-known/acme-challenge/ an http://{host}.",
    "use-subdomain": "Nimm eine andere Domain für deine Adressen, zum Beispiel {name}.",
    "change-caa": "Füge den Eintrag {record} hinzu oder lösche die CAA-Einträge.",
    "set-txt": "Setze den TXT-Eintrag {record} auf {value}",
    "look-at-token":
      "Sieh nach, was jabber-home dns --write sagt: Das Token ist vielleicht abgelaufen oder nicht für diese Zone (dns.token_file).",
    "renew-by-hand": "Führe aus: jabber-home certificate renew",
    "wait-until": "Versuche es nach dem {until} noch einmal.",
    "try-later": "Versuche es in ein paar Minuten noch einmal.",
    "keep-certificate": "Verwende das vorhandene Zertifikat: Es ist gültig.",
    unpause: "Erlaube es wieder unter {url}",
    "more-files":
      "Erlaube dem Server mehr offene Dateien: LimitNOFILE=65536 in seiner Unit, oder ulimit -n 65536 vor dem Start.",
    "check-network": "Sieh nach, ob dieser Rechner verbunden ist und ob sein DNS funktioniert.",
    "check-ca-file": "Sieh nach der CA-Datei und der Adresse des Verzeichnisses in der Konfiguration.",
    "set-clock": "Stelle die Uhr dieses Rechners (auf Systemen mit systemd: timedatectl set-ntp true).",
    "free-port": "Beende das Programm, das Port {port} benutzt, oder weise die Domain anders nach.",
    "stop-own":
      "Beende den Server so lange (jabber-home service stop, oder Strg-C in seinem Fenster), oder lass ihn selbst eines beziehen: jabber-home certificate renew",
    "allow-port": "Lass es als Dienst laufen (der niedrige Ports benutzen darf), oder weise die Domain anders nach.",
    "check-path": "Sieh dir den Pfad an: Ist die Datei auf diesem Rechner, und heißt sie so?",
    "permit-reading":
      "{what} gehört {owner} (der Modus ist {mode}), und {user} darf es nicht lesen: Nimm sudo, oder lass {user} es lesen.",
    "write-pem": "Ist es die binäre Form, schreib sie als PEM: openssl x509 -inform der -in {path} -out fullchain.pem",
    "swap-files": "Die beiden Dateien sind vertauscht: Zuerst kommt das Zertifikat, dann sein Schlüssel.",
    "open-key": "Hat er eine Passphrase, entferne sie: openssl pkey -in {path} -out privkey.pem",
    "take-its-key":
      "Nimm den Schlüssel, der zu diesem Zertifikat erzeugt wurde: certbot legt beide in denselben Ordner.",
    "order-chain":
      "Stelle das Zertifikat des Servers an den Anfang der Datei, dann das seines Ausstellers, und so weiter.",
    "use-full-chain":
      "Nimm die Datei mit der ganzen Kette (fullchain.pem von certbot und acme.sh), oder hänge das Zertifikat des Ausstellers an dieses an.",
    "order-for-name": "Besorge eines, das auch für {name} gilt.",
    "order-for-web":
      "Lass {name} zu diesem Rechner führen (jabber-home dns): Die nächste Erneuerung gilt auch dafür (jabber-home certificate renew). Ist das Zertifikat eine eigene Datei, besorge eines, das auch für {name} gilt.",
    "order-stronger": "Besorge eines mit stärkerem Schlüssel: ECDSA P-256, oder RSA mit 2048 Bit.",
    "order-for-servers":
      "Besorge eines für Server (TLS web server authentication) von einer öffentlichen Zertifizierungsstelle.",
    "order-one":
      "Lass diesen Server eines von einer öffentlichen Zertifizierungsstelle beziehen (jabber-home setup); das kostet nichts.",
    "renew-files":
      "Erneuere es dort, wo es herkommt (certbot renew, acme.sh --renew), oder lass diesen Server eines beziehen.",
    "copy-for-service":
      "Lass den Deploy-Hook von certbot beide Dateien dorthin kopieren, wo {user} sie lesen darf, und gib hier diese Kopien an.",
    "own-for-now": "Mach vorerst mit einem eigenen Zertifikat weiter; Apps werden warnen.",
  },
};
