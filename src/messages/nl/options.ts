/** What options of config.toml are for, in Dutch. */
import type { options as en } from "../en/options.ts";

export const options: typeof en = {
  domains: "De domeinen van de adressen die hier worden bediend; het eerste is bedoeld waar er geen wordt gezegd.",
  former_domains:
    "Domeinen van voor een naamswijziging, elk als “OUD=DOMEIN”: wat er nog voor komt, is voor dezelfde mensen bij het nieuwe.",
  host: "De naam van deze machine op internet, als dat een andere is dan die van het domein.",
  addresses:
    "De openbare adressen die naar deze machine leiden en niet van haarzelf zijn, zoals dat van haar router; leeg als ze onbekend zijn of veranderen.",
  language: "De taal voor mensen; auto is die van het systeem.",
  log_level: "De minst belangrijke gebeurtenissen die nog worden vastgelegd.",
  log_format:
    "Hoe gebeurtenissen worden geschreven: auto is tekst in een terminal, en met de voorvoegsels van syslog onder systemd.",
  "listen.client": "Voor apps, die de verbinding beveiligen met STARTTLS.",
  "listen.client_tls": "Voor apps, met TLS vanaf de eerste byte.",
  "listen.server": "Voor andere servers, die de verbinding beveiligen met STARTTLS.",
  "listen.server_tls": "Voor andere servers, met TLS vanaf de eerste byte.",
  "listen.component": "Voor externe componenten, als components.secrets er noemt; niet beveiligd.",
  "listen.http":
    "Voor de bezoeken van de certificaatautoriteit, als het domein wordt bewezen met http-01; browsers worden naar HTTPS gestuurd.",
  "listen.https":
    "Voor browsers en bestanden (HTTPS), voor de bezoeken van de autoriteit met tls-alpn-01, en met web.multiplex ook voor apps, andere servers en gesprekken.",
  "listen.http_proxied": "Voor een eigen webserver die voor deze staat; niet beveiligd.",
  "listen.proxy": "Voor apps die elkaar bestanden sturen en elkaar niet rechtstreeks bereiken (SOCKS5).",
  "listen.turn": "Voor gesprekken tussen apps die elkaar niet rechtstreeks bereiken (STUN en TURN), via UDP en TCP.",
  "listen.turns": "Hetzelfde via TLS, voor netwerken die weinig anders doorlaten.",
  "web.address":
    "De naam waaronder men pagina's en bestanden ziet, met de poort als dat niet 443 is, zoals chat.example.com:5443; leeg: het domein, met de poort van listen.https.",
  "web.also":
    "Andere namen waaronder bestanden te vinden zijn, zoals die van een vroegere server: share.example.com. Elk heeft DNS-records nodig, en een plaats in het certificaat.",
  "web.trusted_proxies":
    "Wie verbinding mag maken met listen.http_proxied: adressen, of netwerken zoals 10.0.0.0/8; ze zeggen voor wie ze vragen (X-Forwarded-For).",
  "web.origins":
    "De pagina's van andere sites die hier via WebSocket of BOSH mogen inloggen, zoals https://chat.example.org; leeg: alle.",
  "web.multiplex":
    "Of apps en andere servers (XMPP) en gesprekken (TURN) ook op de poort van listen.https antwoord krijgen, voor netwerken die niets anders doorlaten.",
  "web.chat": "Of er een chat in de browser is, op /chat.",
  "web.first_page": "Of de pagina op / zegt wat dit is; anders is er niets.",
  "web.title": "De kop van die pagina; leeg voor de gewone.",
  "web.about": "De eerste zin ervan, zoals van wie deze server is; leeg voor de gewone.",
  "web.accent": "De kleur van knoppen en links op alle pagina's.",
  "gateway.enabled":
    "Of de router wordt gevraagd de poorten van deze server door te sturen (PCP, NAT-PMP, UPnP), zolang hij draait; de installatie biedt het aan.",
  "turn.relay_ports":
    "De UDP-poorten EERSTE-LAATSTE waarover gesprekken worden doorgegeven, drie tot zes voor elke app in een gesprek; de router moet ze doorsturen.",
  "turn.public_address":
    "Het openbare adres dat naar deze poorten leidt, of een IPv4- en een IPv6-adres met een komma ertussen; leeg: gevonden via de adressen van deze machine, de router en de records van het domein.",
  "turn.private_peers":
    "Of gesprekken ook worden doorgegeven naar adressen in het eigen netwerk van deze machine; anders kan niemand daar iets heen laten sturen.",
  "turn.allocations_per_account":
    "Doorgeefpoorten die een account tegelijk mag hebben; een app neemt er drie tot zes voor een gesprek.",
  "turn.rate_per_account": "Bytes per seconde die voor een account worden doorgegeven; wat meer is, wordt weggegooid.",
  "turn.total_rate": "Bytes per seconde die voor allemaal samen worden doorgegeven.",
  "bosh.max_wait":
    "Hoelang een verzoek van een browser wordt vastgehouden zolang er niets te zeggen is; korter dan een webserver voor deze wacht.",
  "bosh.inactivity":
    "Hoelang een browser zonder verzoek mag zijn voordat de verbinding als verloren geldt; twee keer zo lang voor die welke maar af en toe vragen.",
  "bosh.max_pause": "Hetzelfde, voor browsers die hebben aangekondigd weg te zijn.",
  "certificate.source": "Waar het certificaat vandaan komt.",
  "certificate.directory": "De ACME-directory van de certificaatautoriteit.",
  "certificate.trial_directory": "De ACME-directory voor een proef, en voor `dns --outside`; leeg voor geen van beide.",
  "certificate.ca_file":
    "PEM-bestand van de wortels die te vertrouwen zijn in het gesprek met de certificaatautoriteit; leeg: de openbare.",
  "certificate.challenge":
    "Hoe het domein wordt bewezen: met poort 80, met poort 443, met elke keer een nieuw DNS-record, met de hand gezet als dns.provider geen API heeft, of met een blijvend record.",
  "certificate.contact": "Het e-mailadres waar de certificaatautoriteit naar mag schrijven; leeg voor geen.",
  "certificate.chain_file":
    "PEM-bestand van het certificaat en zijn keten, voor source = files; op wijzigingen wordt gelet.",
  "certificate.key_file": "PEM-bestand van de geheime sleutel, voor source = files.",
  "limits.stanza_before_login": "Het langste element voor het inloggen.",
  "limits.stanza": "De langste stanza na het inloggen, van apps en andere servers.",
  "limits.login_time": "Hoelang een verbinding over het inloggen mag doen.",
  "limits.connections": "Verbindingen tegelijk.",
  "limits.logins_per_address": "Apps tegelijk van één adres die nog niet hebben ingelogd, en evenveel andere servers.",
  "limits.web_connections": "Verbindingen van browsers tegelijk.",
  "limits.web_connections_per_address": "Verbindingen van browsers tegelijk van één adres.",
  "limits.sessions_per_account": "Apps van één account die tegelijk verbonden zijn.",
  "limits.memory_per_account":
    "Wat er in het geheugen mag staan voor alle apps van een account: wat op ze wacht en wat ze niet hebben bevestigd.",
  "limits.failures_per_account":
    "Mislukte keren inloggen op een account binnen failure_window voordat het moet wachten.",
  "limits.failures_per_address":
    "Mislukte keren inloggen vanaf een adres binnen failure_window voordat het moet wachten.",
  "limits.failure_window": "De tijd waarover mislukte keren inloggen worden geteld.",
  "limits.rate": "Bytes per seconde die een verbinding lang mag sturen; tien keer zoveel ineens is vrij.",
  "limits.idle": "Na hoeveel stilte een verbinding wordt getest, zodat het opvalt als het andere eind weg is.",
  "limits.unsent": "Wat er op een verbinding mag wachten die niet leest, voordat ze wordt verbroken.",
  "limits.free_disk":
    'Hoeveel van de schijf vrij blijft: met minder wordt niets nieuws aangenomen totdat er weer ruimte is; "0B" voor geen reserve.',
  "backup.folder":
    "Waar elke nacht een back-up wordt geschreven: backups is een map in die van de server, een heel pad een andere, zoals op een stick; off: nergens.",
  "backup.recipient":
    "Voor wie de nachtelijke back-ups worden versleuteld: de openbare helft van een sleutel van age (age-keygen maakt er een), age1…; leeg: voor niemand.",
  "backup.hour": "Vanaf welk uur, volgens de klok van de machine.",
  "metrics.listen": "Waar getallen voor Prometheus worden gelezen (HTTP, /metrics); niet beveiligd.",
  "metrics.token":
    "Het token dat moet sturen wie ze leest (Authorization: Bearer); nodig als anderen dan deze machine de poort bereiken.",
  "update.url":
    "Waar uitgaven staan, voor update: een adres dat met https:// begint, of een map; leeg: nergens, want het project heeft nog niet zo'n adres.",
  "update.domain":
    "De naam waarvan het TXT-record de nieuwste versie zegt: hij wordt elk uur opgevraagd, en alleen je nameserver ziet wie vraagt; leeg: er wordt niets gevraagd.",
  "update.automatic":
    "Of nieuwe versies vanzelf worden geïnstalleerd, vanaf update.url, na een back-up; die hier niet werken, worden teruggedraaid.",
  "update.hour": "Vanaf welk uur dat gebeurt, volgens de klok van de machine.",
  "accounts.iterations":
    "Hoe vaak een nieuw wachtwoord wordt gehasht (SCRAM); meer is veiliger, en trager voor elke app.",
  "auth.source":
    "Wie wachtwoorden controleert: deze server, de machine waarvan het de Unix-accounts zijn (PAM), een programma, of een directory.",
  "auth.keep_keys":
    "Voor system: of er sleutels van een juist wachtwoord worden bewaard, zodat apps het niet elke keer hoeven te sturen (SCRAM).",
  "auth.allow_groups": "Voor system: de Unix-groepen waarvan de leden mogen inloggen; leeg: iedereen met een account.",
  "auth.deny_groups": "Voor system: de Unix-groepen waarvan de leden dat niet mogen.",
  "auth.pam_service": "Voor system: het bestand in /etc/pam.d dat zegt hoe wachtwoorden worden gecontroleerd.",
  "auth.command":
    "Voor command: het programma, met het hele pad, en de argumenten, met spaties ertussen; het spreekt het protocol van ejabberd voor externe authenticatie.",
  "auth.ldap_url": "Voor ldap: waar de directory is, zoals ldaps://ldap.example.com; altijd binnen TLS.",
  "auth.ldap_dn":
    "Voor ldap: de distinguished name van een account, met {name} voor wat er voor de @ staat, zoals uid={name},ou=people,dc=example,dc=com.",
  "auth.ldap_ca_file":
    "Voor ldap: PEM-bestand van andere wortels die in het certificaat te vertrouwen zijn; leeg voor geen.",
  "auth.recheck":
    "Hoelang een app een token mag gebruiken voordat weer naar het wachtwoord wordt gevraagd, als niets zegt dat het is veranderd.",
  "auth.timeout": "Hoelang het antwoord mag duren of een wachtwoord juist is.",
  "sessions.suspended_memory":
    "Hoeveel er in het geheugen mag staan voor alle apps die hun verbinding kwijt zijn en terug kunnen komen, voordat die eindigen die het langst weg zijn.",
  "sessions.resumption_time": "Hoelang een app die haar verbinding kwijt is, terug kan komen alsof er niets was.",
  "sessions.max_unacknowledged": "Hoeveel stanza's erop mogen wachten dat een app ze bevestigt.",
  "federation.enabled": "Of mensen hier die op andere servers bereiken, en door hen worden bereikt.",
  "federation.allow": "De enige andere domeinen waarmee wordt gesproken; leeg: alle.",
  "federation.deny": "Andere domeinen waarmee nooit wordt gesproken.",
  "federation.require_certificate":
    "Of een andere server een geldig certificaat moet hebben; zonder bewijzen alleen zijn DNS-records wie hij is.",
  "federation.plaintext":
    "Domeinen waarmee zonder TLS wordt gesproken, als ze dat niet hebben: iedereen onderweg kan het lezen.",
  "federation.unverified":
    "Domeinen waarmee zonder geldig certificaat wordt gesproken, alsof require_certificate false was.",
  "federation.ca_file":
    "PEM-bestand van andere wortels die in certificaten van andere servers te vertrouwen zijn; leeg voor geen.",
  "federation.private_addresses":
    "Of andere servers op adressen van deze machine of haar eigen netwerk mogen zijn; anders kan niemand ze laten bellen.",
  "federation.connect_time":
    "Hoelang een machine van een andere server mag doen over het klaarzetten van haar stream, voordat de volgende wordt geprobeerd.",
  "federation.queue_time":
    "Hoelang een stanza wacht op een server die niet te bereiken is, voordat de afzender het hoort.",
  "federation.max_queued": "Hoeveel stanza's op een ander domein mogen wachten.",
  "federation.max_queued_size": "Hoeveel op een ander domein mag wachten, in het geheugen.",
  "federation.max_queued_total":
    "Hoeveel op alle andere domeinen samen mag wachten, in het geheugen; een kwart daarvan voor één afzender hier.",
  "federation.idle": "Na hoeveel tijd zonder stanza een stream naar of van een andere server wordt gesloten.",
  "federation.rate": "Bytes per seconde die een ander domein lang mag sturen; tien keer zoveel ineens is vrij.",
  "federation.max_domains": "Hoeveel andere domeinen tegelijk verbonden mogen zijn, in elke richting.",
  "dns.resolvers": "De nameservers die worden gevraagd, elk ADRES of ADRES:POORT; leeg: die van het systeem.",
  "dns.provider":
    "Wie DNS-records via een API aanneemt: een provider, elke nameserver met rfc2136, of alleen adressen met dyndns2; dan heeft dns-01 geen hand nodig.",
  "dns.update":
    "Of de adressen van de naam van deze machine daarmee actueel worden gehouden, waar ze veranderen; zegt de router zijn adres niet, dan wordt elke vijf minuten een openbare DNS-server gevraagd welk hij ziet.",
  "dns.token_file": "Het bestand met het token of de sleutel daarvoor, alleen leesbaar voor de eigenaar (docs/dns.md).",
};
