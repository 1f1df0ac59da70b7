/** What options of config.toml are for, in German. */
import type { options as en } from "../en/options.ts";

export const options: typeof en = {
  domains: "Die Domains der Adressen, die hier bedient werden; die erste ist gemeint, wo keine gesagt wird.",
  former_domains:
    "Domains von vor einem Namenswechsel, jede als „ALT=DOMAIN“: Was noch für sie kommt, ist für dieselben Leute bei der neuen.",
  host: "Der Name dieses Rechners im Internet, wenn es ein anderer ist als der der Domain.",
  addresses:
    "Die öffentlichen Adressen, die zu diesem Rechner führen und nicht seine eigenen sind, wie die seines Routers; leer, wenn sie unbekannt sind oder wechseln.",
  language: "Die Sprache für Menschen; auto ist die des Systems.",
  log_level: "Die unwichtigsten Ereignisse, die noch protokolliert werden.",
  log_format:
    "Wie Ereignisse geschrieben werden: auto ist Text auf einem Terminal, und mit den Präfixen von syslog unter systemd.",
  "listen.client": "Für Apps, die die Verbindung mit STARTTLS sichern.",
  "listen.client_tls": "Für Apps, mit TLS vom ersten Byte an.",
  "listen.server": "Für andere Server, die die Verbindung mit STARTTLS sichern.",
  "listen.server_tls": "Für andere Server, mit TLS vom ersten Byte an.",
  "listen.component": "Für externe Komponenten, wenn components.secrets welche nennt; nicht gesichert.",
  "listen.http":
    "Für die Besuche der Zertifizierungsstelle, wenn die Domain durch http-01 bewiesen wird; Browser werden zu HTTPS geschickt.",
  "listen.https":
    "Für Browser und für Dateien (HTTPS), für die Besuche der Zertifizierungsstelle durch tls-alpn-01, und mit web.multiplex auch für Apps, andere Server und Anrufe.",
  "listen.http_proxied": "Für einen eigenen Webserver, der vor diesem steht; nicht gesichert.",
  "listen.proxy": "Für Apps, die einander Dateien schicken und sich nicht direkt erreichen (SOCKS5).",
  "listen.turn": "Für Anrufe zwischen Apps, die sich nicht direkt erreichen (STUN und TURN), über UDP und TCP.",
  "listen.turns": "Dasselbe über TLS, für Netze, die kaum etwas anderes durchlassen.",
  "web.address":
    "Der Name, unter dem man Seiten und Dateien sieht, mit seinem Port, wenn der nicht 443 ist, wie chat.example.com:5443; leer: die Domain, mit dem Port von listen.https.",
  "web.also":
    "Weitere Namen, unter denen Dateien zu finden sind, wie die eines früheren Servers: share.example.com. Jeder braucht DNS-Einträge und einen Platz im Zertifikat.",
  "web.trusted_proxies":
    "Wer sich mit listen.http_proxied verbinden darf: Adressen, oder Netze wie 10.0.0.0/8; sie sagen, für wen sie fragen (X-Forwarded-For).",
  "web.origins":
    "Die Seiten anderer Websites, die sich hier über WebSocket oder BOSH anmelden dürfen, wie https://chat.example.org; leer: alle.",
  "web.multiplex":
    "Ob Apps und andere Server (XMPP) und Anrufe (TURN) auch auf dem Port von listen.https Antwort bekommen, für Netze, die nichts anderes durchlassen.",
  "web.chat": "Ob es einen Chat im Browser gibt, unter /chat.",
  "web.first_page": "Ob die Seite unter / sagt, was das hier ist; sonst ist dort nichts.",
  "web.title": "Die Überschrift dieser Seite; leer für die übliche.",
  "web.about": "Ihr erster Satz, etwa wessen Server das ist; leer für den üblichen.",
  "web.accent": "Die Farbe der Knöpfe und Links auf allen Seiten.",
  "gateway.enabled":
    "Ob der Router gebeten wird, die Ports dieses Servers weiterzuleiten (PCP, NAT-PMP, UPnP), solange er läuft; die Einrichtung bietet es an.",
  "turn.relay_ports":
    "Die UDP-Ports ERSTER-LETZTER, über die Anrufe weitergereicht werden, drei bis sechs für jede App in einem Anruf; der Router muss sie weiterleiten.",
  "turn.public_address":
    "Die öffentliche Adresse, die zu diesen Ports führt, oder eine IPv4 und eine IPv6 mit einem Komma dazwischen; leer: gefunden durch die Adressen dieses Rechners, den Router und die Einträge der Domain.",
  "turn.private_peers":
    "Ob Anrufe auch zu Adressen im eigenen Netz dieses Rechners weitergereicht werden; sonst kann niemand etwas dorthin schicken lassen.",
  "turn.allocations_per_account":
    "Relay-Ports, die ein Konto zugleich haben darf; eine App nimmt drei bis sechs für einen Anruf.",
  "turn.rate_per_account": "Bytes pro Sekunde, die für ein Konto weitergereicht werden; was mehr ist, wird verworfen.",
  "turn.total_rate": "Bytes pro Sekunde, die für alle zusammen weitergereicht werden.",
  "bosh.max_wait":
    "Wie lange die Anfrage eines Browsers gehalten wird, solange es ihm nichts zu sagen gibt; weniger, als ein Webserver vor diesem wartet.",
  "bosh.inactivity":
    "Wie lange ein Browser ohne Anfrage sein darf, bevor seine Verbindung als verloren gilt; doppelt so lange für die, die nur ab und zu fragen.",
  "bosh.max_pause": "Dasselbe, für Browser, die angekündigt haben, weg zu sein.",
  "certificate.source": "Woher das Zertifikat kommt.",
  "certificate.directory": "Das ACME-Verzeichnis der Zertifizierungsstelle.",
  "certificate.trial_directory":
    "Das ACME-Verzeichnis für einen Probelauf, und für `dns --outside`; leer für keins von beiden.",
  "certificate.ca_file":
    "PEM-Datei der Wurzelzertifikate, denen im Gespräch mit der Zertifizierungsstelle zu trauen ist; leer: die öffentlichen.",
  "certificate.challenge":
    "Wie die Domain bewiesen wird: durch Port 80, durch Port 443, durch jedes Mal einen neuen DNS-Eintrag, von Hand gesetzt, wenn dns.provider keine API hat, oder durch einen bleibenden.",
  "certificate.contact": "Die E-Mail-Adresse, an die die Zertifizierungsstelle schreiben darf; leer für keine.",
  "certificate.chain_file":
    "PEM-Datei des Zertifikats und seiner Kette, für source = files; auf Änderungen wird geachtet.",
  "certificate.key_file": "PEM-Datei des privaten Schlüssels, für source = files.",
  "limits.stanza_before_login": "Das längste Element vor der Anmeldung.",
  "limits.stanza": "Die längste Stanza nach der Anmeldung, von Apps und anderen Servern.",
  "limits.login_time": "Wie lange eine Verbindung bis zur Anmeldung brauchen darf.",
  "limits.connections": "Verbindungen zugleich.",
  "limits.logins_per_address":
    "Apps zugleich von einer Adresse, die sich noch nicht angemeldet haben, und ebenso viele andere Server.",
  "limits.web_connections": "Verbindungen von Browsern zugleich.",
  "limits.web_connections_per_address": "Verbindungen von Browsern zugleich von einer Adresse.",
  "limits.sessions_per_account": "Apps eines Kontos, die zugleich verbunden sind.",
  "limits.memory_per_account":
    "Was für alle Apps eines Kontos im Speicher gehalten werden darf: was auf sie wartet und was sie nicht bestätigt haben.",
  "limits.failures_per_account":
    "Fehlgeschlagene Anmeldungen bei einem Konto innerhalb von failure_window, bevor es warten muss.",
  "limits.failures_per_address":
    "Fehlgeschlagene Anmeldungen von einer Adresse innerhalb von failure_window, bevor sie warten muss.",
  "limits.failure_window": "Die Zeit, über die fehlgeschlagene Anmeldungen gezählt werden.",
  "limits.rate": "Bytes pro Sekunde, die eine Verbindung auf Dauer schicken darf; zehnmal so viel auf einmal ist frei.",
  "limits.idle": "Nach wie viel Stille eine Verbindung geprüft wird, damit auffällt, wenn das andere Ende weg ist.",
  "limits.unsent": "Was auf eine Verbindung warten darf, die nicht liest, bevor sie getrennt wird.",
  "limits.free_disk":
    'Wie viel der Platte frei bleibt: Mit weniger wird nichts Neues angenommen, bis wieder Platz ist; "0B" für keine solche Reserve.',
  "backup.folder":
    "Wohin jede Nacht eine Sicherung geschrieben wird: backups ist ein Ordner in dem des Servers, ein ganzer Pfad ein anderer, etwa auf einem Stick; off: nirgends.",
  "backup.recipient":
    "Für wen die nächtlichen Sicherungen verschlüsselt werden: die öffentliche Hälfte eines Schlüssels von age (age-keygen macht einen), age1…; leer: für niemanden.",
  "backup.hour": "Ab welcher Stunde, nach der Uhr des Rechners.",
  "metrics.listen": "Wo Zahlen für Prometheus zu lesen sind (HTTP, /metrics); nicht gesichert.",
  "metrics.token":
    "Das Token, das schicken muss, wer sie liest (Authorization: Bearer); nötig, wenn andere als dieser Rechner den Port erreichen.",
  "update.url":
    "Wo Veröffentlichungen liegen, für update: eine Adresse, die mit https:// beginnt, oder ein Ordner; leer: nirgends, da das Projekt noch keine solche Adresse hat.",
  "update.domain":
    "Der Name, dessen TXT-Eintrag die neueste Version sagt: Er wird jede Stunde gefragt, und nur dein Nameserver sieht, wer fragt; leer: Es wird nichts gefragt.",
  "update.automatic":
    "Ob neue Versionen von selbst installiert werden, von update.url, nach einer Sicherung; solche, die hier nicht funktionieren, werden zurückgenommen.",
  "update.hour": "Ab welcher Stunde das geschieht, nach der Uhr des Rechners.",
  "accounts.iterations":
    "Wie oft ein neues Passwort gehasht wird (SCRAM); mehr ist sicherer, und langsamer für jede App.",
  "auth.source":
    "Wer Passwörter prüft: dieser Server, der Rechner, dessen Unix-Konten es sind (PAM), ein Programm, oder ein Verzeichnisdienst.",
  "auth.keep_keys":
    "Für system: ob von einem richtigen Passwort Schlüssel behalten werden, damit Apps es nicht jedes Mal schicken müssen (SCRAM).",
  "auth.allow_groups":
    "Für system: die Unix-Gruppen, deren Mitglieder sich anmelden dürfen; leer: alle mit einem Konto.",
  "auth.deny_groups": "Für system: die Unix-Gruppen, deren Mitglieder es nicht dürfen.",
  "auth.pam_service": "Für system: die Datei unter /etc/pam.d, die sagt, wie Passwörter geprüft werden.",
  "auth.command":
    "Für command: das Programm, mit seinem ganzen Pfad, und seine Argumente, mit Leerzeichen dazwischen; es spricht ejabberds Protokoll für externe Anmeldung.",
  "auth.ldap_url": "Für ldap: wo das Verzeichnis ist, wie ldaps://ldap.example.com; immer innerhalb von TLS.",
  "auth.ldap_dn":
    "Für ldap: der Distinguished Name eines Kontos, mit {name} für das, was vor dem @ steht, wie uid={name},ou=people,dc=example,dc=com.",
  "auth.ldap_ca_file":
    "Für ldap: PEM-Datei weiterer Wurzelzertifikate, denen in seinem Zertifikat zu trauen ist; leer für keine.",
  "auth.recheck":
    "Wie lange eine App ein Token benutzen darf, bevor sie wieder nach dem Passwort gefragt wird, wenn nichts sagt, dass das Passwort sich geändert hat.",
  "auth.timeout": "Wie lange die Antwort dauern darf, ob ein Passwort richtig ist.",
  "sessions.suspended_memory":
    "Wie viel im Speicher gehalten werden darf für alle Apps, die ihre Verbindung verloren haben und zurückkommen können, bevor die enden, die am längsten weg sind.",
  "sessions.resumption_time":
    "Wie lange eine App, die ihre Verbindung verloren hat, zurückkommen kann, als wäre nichts gewesen.",
  "sessions.max_unacknowledged": "Wie viele Stanzas darauf warten dürfen, dass eine App sie bestätigt.",
  "federation.enabled": "Ob die Leute hier die auf anderen Servern erreichen, und von ihnen erreicht werden.",
  "federation.allow": "Die einzigen anderen Domains, mit denen gesprochen wird; leer: alle.",
  "federation.deny": "Andere Domains, mit denen nie gesprochen wird.",
  "federation.require_certificate":
    "Ob ein anderer Server ein gültiges Zertifikat haben muss; ohne eins beweisen allein seine DNS-Einträge, wer er ist.",
  "federation.plaintext":
    "Domains, mit denen ohne TLS gesprochen wird, wenn sie keins haben: Jeder auf dem Weg kann es lesen.",
  "federation.unverified":
    "Domains, mit denen ohne gültiges Zertifikat gesprochen wird, als wäre require_certificate false.",
  "federation.ca_file":
    "PEM-Datei weiterer Wurzelzertifikate, denen in Zertifikaten anderer Server zu trauen ist; leer für keine.",
  "federation.private_addresses":
    "Ob andere Server unter Adressen dieses Rechners oder seines eigenen Netzes sein dürfen; sonst kann niemand sie anrufen lassen.",
  "federation.connect_time":
    "Wie lange ein Rechner eines anderen Servers brauchen darf, bis sein Stream bereit ist, bevor der nächste versucht wird.",
  "federation.queue_time":
    "Wie lange eine Stanza auf einen Server wartet, der nicht zu erreichen ist, bevor ihr Absender es erfährt.",
  "federation.max_queued": "Wie viele Stanzas auf eine andere Domain warten dürfen.",
  "federation.max_queued_size": "Wie viel auf eine andere Domain warten darf, im Speicher.",
  "federation.max_queued_total":
    "Wie viel auf alle anderen Domains zusammen warten darf, im Speicher; ein Viertel davon für einen Absender hier.",
  "federation.idle": "Nach wie langer Zeit ohne Stanza ein Stream zu oder von einem anderen Server geschlossen wird.",
  "federation.rate":
    "Bytes pro Sekunde, die eine andere Domain auf Dauer schicken darf; zehnmal so viel auf einmal ist frei.",
  "federation.max_domains": "Wie viele andere Domains zugleich verbunden sein dürfen, in jeder Richtung.",
  "dns.resolvers": "Die Nameserver, die gefragt werden, jeder als ADRESSE oder ADRESSE:PORT; leer: die des Systems.",
  "dns.provider":
    "Wer DNS-Einträge über eine API annimmt: ein Anbieter, jeder Nameserver durch rfc2136, oder nur Adressen durch dyndns2; dann braucht dns-01 keine Hand.",
  "dns.update":
    "Ob die Adressen zum Namen dieses Rechners dadurch aktuell gehalten werden, wo sie wechseln; sagt der Router seine Adresse nicht, wird alle fünf Minuten ein öffentlicher DNS-Server gefragt, welche er sieht.",
  "dns.token_file": "Die Datei mit dem Token oder Schlüssel dafür, die nur ihr Eigentümer lesen kann (docs/dns.md).",
};
