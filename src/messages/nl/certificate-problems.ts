/** What can go wrong with a certificate and what helps, in Dutch. */
import type { certificateProblems as en } from "../en/certificate-problems.ts";

export const certificateProblems: typeof en = {
  reasons: {
    "nothing-listens": "Er luistert niets op poort {port} van {name}: {ca} heeft gezocht op {addresses}.",
    "no-answer":
      "{ca} kreeg geen antwoord van poort {port} van {name} ({addresses}). Er zit een firewall of een router tussen.",
    "wrong-address": "{name} leidt naar {addresses}, maar deze machine is {ours}. {ca} heeft daar gezocht.",
    "no-such-name": "{name} bestaat niet in DNS.",
    "no-address": "{name} heeft geen adres (A- of AAAA-record) in DNS.",
    "dns-broken": "De naamservers van {name} antwoorden niet goed: {detail}",
    "caa-forbids": "Een CAA-record in de DNS van {name} verbiedt {ca} om er certificaten voor uit te geven.",
    "other-server": "Een andere webserver dan deze heeft {ca} geantwoord voor {name} ({addresses}, poort {port}).",
    "alpn-refused": "Wat {ca} antwoordt op poort {port} van {name} ({addresses}), is een andere TLS-server dan deze.",
    "txt-missing": "Het TXT-record {record} is er niet, of nog niet overal.",
    "txt-wrong": "Het TXT-record {record} heeft een andere waarde: {found}",
    "dns-api-failed": "Het TXT-record {record} kon niet worden geschreven ({provider}): {detail}",
    "name-refused": "{ca} geeft geen certificaten uit voor {name}: {detail}",
    "rate-limited": "{ca} wil geen pogingen meer vóór {until}: {detail}",
    paused: "{ca} heeft {name} op pauze gezet na te veel mislukkingen achter elkaar.",
    "too-many-failures": "{name} is {failures} keer mislukt binnen een uur. {ca} staat er vóór {until} geen meer toe.",
    "too-many-duplicates":
      "Ditzelfde certificaat is {count} keer verkregen binnen een week. {ca} staat er vóór {until} geen meer toe.",
    "too-many-orders": "Twee pogingen bij de echte dienst zijn genoeg voor één keer; er is iets anders mis.",
    "account-refused": "{ca} accepteert het account van deze server niet: {detail}",
    "no-challenge": "{ca} biedt voor {name} geen bewijs dat hier werkt (wel: {offered}).",
    "ca-unreachable": "{ca} is van hieruit niet te bereiken: {detail}",
    "ca-untrusted": "Wie op {host} antwoordde, kon niet bewijzen {ca} te zijn: {detail}",
    "ca-busy": "{ca} heeft op dit moment zelf een probleem: {detail}",
    "ca-refused": "{ca} weigerde: {detail}",
    "clock-wrong": "De klok van deze machine zegt {ours}, maar het is {theirs}.",
    "port-taken": "Poort {port} van deze machine is in gebruik bij een ander programma.",
    "port-held": "Poort {port} van deze machine is {use}.",
    "port-forbidden": "Dit programma mag niet luisteren op poort {port}.",
    "needs-a-hand":
      "{name} wordt bewezen met een DNS-record dat je met de hand zet: voor de vernieuwing ben jij nodig.",
    cancelled: "Het is geannuleerd.",
    "file-unreadable": "{path} is niet te lezen: {detail}",
    "file-missing": "Het bestand {path} bestaat niet.",
    "file-forbidden": "Dit programma mag {path} niet lezen.",
    "not-a-certificate": "{path} is geen certificaat in PEM: {detail}",
    "not-a-key": "{path} is geen geheime sleutel in PEM, of heeft een wachtwoordzin.",
    "key-does-not-fit": "De sleutel in {path} hoort niet bij het certificaat.",
    "name-missing": "Het certificaat is voor {names}, niet voor {name}.",
    expired: "Het certificaat is verlopen op {until}.",
    "not-yet-valid": "Het certificaat is pas geldig vanaf {from}.",
    "chain-incomplete":
      "Het certificaat van de uitgever, “{issuer}”, ontbreekt: apps en andere servers weten niet wie ervoor instaat, en weigeren het.",
    "issuer-unknown":
      "Het is uitgegeven door “{issuer}”, die apps en andere servers niet kennen: ze waarschuwen, of weigeren het.",
    "own-signature":
      "Het is door niemand ondertekend dan door zichzelf: apps waarschuwen, en andere servers weigeren het.",
    "too-weak":
      "De sleutel, of een handtekening erboven, is te zwak (RSA onder 2048 bits, MD5 of SHA-1): apps en andere servers weigeren het.",
    "not-for-servers":
      "Het is niet uitgegeven voor servers, of niet door iemand die dat mag: apps en andere servers weigeren het.",
    "service-missing": "Het is niet voor {name}: mensen op andere servers komen daar misschien niet.",
    "web-missing":
      "Het is niet voor {name}, waar pagina's en bestanden staan: browsers en apps waarschuwen, of weigeren het.",
    "hidden-from-service": "De service, die draait als {user}, mag {path} niet lezen.",
    "chain-broken":
      "In {path} is certificaat nummer {number} niet de uitgever van het vorige. Dat van de server komt eerst, dan dat van zijn uitgever.",
  },
  remedies: {
    "start-listening": "Laat deze server luisteren op poort {port}, en laat geen ander programma die innemen.",
    "forward-port": "Stuur in je router TCP-poort {port} door naar deze machine, en zet die open in de firewall ervan.",
    "correct-address": "Laat het A-record (AAAA voor IPv6) van {name} naar {ours} wijzen.",
    "add-name": "Voeg {name} toe waar je het domein hebt gekocht, met een A-record met {ours}.",
    "wait-for-dns":
      "Het kan een paar minuten duren voor iedereen een nieuw record ziet: wacht, en probeer het dan opnieuw.",
    "look-at-name-servers":
      "Vraag het aan wie de naamservers van {name} beheert; meestal ligt het aan een kapotte DNSSEC-handtekening.",
    "use-dns-01":
      "Bewijs het domein liever met een DNS-record: geen enkele poort hoeft bereikbaar te zijn, maar elke vernieuwing, om de twee maanden, gaat met de hand.",
    "use-dns-persist-01":
      "Bewijs het domein met één blijvend DNS-record: eenmaal gezet is er voor vernieuwingen niets meer nodig.",
    "use-http-01": "Bewijs het domein liever via poort 80.",
    "use-tls-alpn-01": "Bewijs het domein liever via poort 443.",
    "redirect-to-here":
      "Laat de webserver van {name} doorverwijzen: stuur alles onder /.well-known/acme-challenge/ naar http://{host}.",
    "use-subdomain": "Gebruik een ander domein voor je adressen, bijvoorbeeld {name}.",
    "change-caa": "Voeg het record {record} toe, of verwijder de CAA-records.",
    "set-txt": "Geef het TXT-record {record} de waarde {value}",
    "look-at-token":
      "Kijk wat jabber-home dns --write zegt: het token is misschien verlopen, of niet voor deze zone (dns.token_file).",
    "renew-by-hand": "Typ: jabber-home certificate renew",
    "wait-until": "Probeer het opnieuw na {until}.",
    "try-later": "Probeer het over een paar minuten opnieuw.",
    "keep-certificate": "Gebruik het certificaat dat er is: het is geldig.",
    unpause: "Sta het weer toe op {url}",
    "more-files":
      "Laat de server meer bestanden open hebben: LimitNOFILE=65536 in zijn unit, of ulimit -n 65536 voordat hij start.",
    "check-network": "Kijk of deze machine verbonden is, en of de DNS werkt.",
    "check-ca-file": "Kijk in de configuratie naar het CA-bestand en het adres van de directory.",
    "set-clock": "Zet de klok van deze machine gelijk (met systemd: timedatectl set-ntp true).",
    "free-port": "Stop het programma dat poort {port} gebruikt, of bewijs het domein op een andere manier.",
    "stop-own":
      "Stop de server zolang (jabber-home service stop, of Ctrl-C in zijn venster), of laat hem zelf een certificaat halen: jabber-home certificate renew",
    "allow-port": "Laat hem als service draaien (die mag lage poorten gebruiken), of bewijs het domein anders.",
    "check-path": "Kijk naar het pad: staat het bestand op deze machine, en heet het zo?",
    "permit-reading":
      "{what} is van {owner} (met modus {mode}), en {user} mag het niet lezen: gebruik sudo, of laat {user} het lezen.",
    "write-pem": "Is het de binaire vorm, maak er dan PEM van: openssl x509 -inform der -in {path} -out fullchain.pem",
    "swap-files": "De twee bestanden zijn verwisseld: het certificaat komt eerst, dan zijn sleutel.",
    "open-key": "Heeft de sleutel een wachtwoordzin, haal die dan weg: openssl pkey -in {path} -out privkey.pem",
    "take-its-key": "Neem de sleutel die met dit certificaat is gemaakt: certbot bewaart beide in één map.",
    "order-chain": "Zet in het bestand eerst het certificaat van de server zelf, dan dat van zijn uitgever, enzovoort.",
    "use-full-chain":
      "Neem het bestand met de hele keten (fullchain.pem van certbot en acme.sh), of zet het certificaat van de uitgever achter dit.",
    "order-for-name": "Haal er een dat ook voor {name} is.",
    "order-for-web":
      "Laat {name} naar deze machine leiden (jabber-home dns): de volgende vernieuwing is er dan ook voor (jabber-home certificate renew). Is het certificaat een bestand van jezelf, haal er dan een dat ook voor {name} is.",
    "order-stronger": "Haal er een met een sterkere sleutel: ECDSA P-256, of RSA van 2048 bits.",
    "order-for-servers":
      "Haal er een voor servers (TLS-authenticatie voor webservers) bij een openbare certificaatautoriteit.",
    "order-one":
      "Laat deze server er een halen bij een openbare certificaatautoriteit (jabber-home setup); dat kost niets.",
    "renew-files":
      "Vernieuw het waar het vandaan komt (certbot renew, acme.sh --renew), of laat deze server er een halen.",
    "copy-for-service":
      "Laat een deploy-hook van certbot beide bestanden kopiëren naar waar {user} ze mag lezen, en noem hier die kopieën.",
    "own-for-now": "Ga voorlopig verder met een zelfgemaakt certificaat; apps zullen waarschuwen.",
  },
};
