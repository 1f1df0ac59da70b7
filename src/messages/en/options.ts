/** What options of config.toml are for, in English: made by `npm run docs` from where they are defined. */

export const options = {
  domains: "The domains of the addresses served here; the first is the one that is meant where none is said.",
  former_domains:
    'Domains of before a change of name, each "FORMER=DOMAIN": what still comes for them is for the same people at the new one.',
  host: "The name of this machine on the Internet, if it is another than the domain's.",
  addresses:
    "The public addresses that lead to this machine and are not its own, such as its router's; empty where they are unknown or change.",
  language: "The language for people; auto is the system's.",
  log_level: "The least important events that are still logged.",
  log_format: "How events are written: auto is text on a terminal and syslog prefixes under systemd.",
  "listen.client": "For apps, which secure the connection with STARTTLS.",
  "listen.client_tls": "For apps, with TLS from the first byte.",
  "listen.server": "For other servers, which secure the connection with STARTTLS.",
  "listen.server_tls": "For other servers, with TLS from the first byte.",
  "listen.component": "For external components, where components.secrets names any; not secured.",
  "listen.http":
    "For the certificate authority's visits, where the domain is proven by http-01; browsers are sent on to HTTPS.",
  "listen.https":
    "For browsers and for files (HTTPS), for the authority's visits by tls-alpn-01, and with web.multiplex for apps, other servers and calls, too.",
  "listen.http_proxied": "For a web server of yours that stands before this one; not secured.",
  "listen.proxy": "For apps that send each other files and cannot reach each other directly (SOCKS5).",
  "listen.turn": "For calls between apps that cannot reach each other directly (STUN and TURN), over UDP and TCP.",
  "listen.turns": "The same over TLS, for networks that let little else through.",
  "web.address":
    "The name under which people see pages and files, with its port where that is not 443, such as chat.example.com:5443; empty: the domain, with the port of listen.https.",
  "web.also":
    "Further names under which files are found, such as those of a former server: share.example.com. Each needs DNS records, and a place in the certificate.",
  "web.trusted_proxies":
    "Who may connect to listen.http_proxied: addresses, or networks such as 10.0.0.0/8; they tell whom they ask for (X-Forwarded-For).",
  "web.origins":
    "The pages of other sites that may sign in here by WebSocket or BOSH, such as https://chat.example.org; empty: all.",
  "web.multiplex":
    "Whether apps and other servers (XMPP) and calls (TURN) are answered on the port of listen.https as well, for networks that let nothing else through.",
  "web.chat": "Whether there is a chat in the browser, at /chat.",
  "web.first_page": "Whether the page at / says what this is; otherwise there is nothing.",
  "web.title": "The heading of that page; empty for the usual one.",
  "web.about": "Its first sentence, such as whose server this is; empty for the usual one.",
  "web.accent": "The colour of buttons and links on all pages.",
  "gateway.enabled":
    "Whether the router is asked to forward the ports of this server (PCP, NAT-PMP, UPnP), for as long as it runs; setup offers it.",
  "turn.relay_ports":
    "The UDP ports FIRST-LAST over which calls are relayed, three to six for each app in a call; the router has to forward them.",
  "turn.public_address":
    "The public address that leads to these ports, or an IPv4 and an IPv6 one with a comma between them; empty: found by this machine's addresses, the router and the domain's records.",
  "turn.private_peers":
    "Whether calls are relayed to addresses of this machine's own network as well; otherwise nobody can have anything sent there.",
  "turn.allocations_per_account":
    "Relay ports that one account may have at once; an app takes three to six for a call.",
  "turn.rate_per_account": "Bytes a second that are relayed for one account; what is more is dropped.",
  "turn.total_rate": "Bytes a second that are relayed for all of them together.",
  "bosh.max_wait":
    "How long a browser's request is held while there is nothing to tell it; less than a web server before this one waits.",
  "bosh.inactivity":
    "How long a browser may be without a request before its connection counts as lost; twice as long for those that only ask now and then.",
  "bosh.max_pause": "The same, for browsers that have announced to be away.",
  "certificate.source": "Where the certificate comes from.",
  "certificate.directory": "The ACME directory of the certificate authority.",
  "certificate.trial_directory": "The ACME directory for a trial run, and for `dns --outside`; empty for neither.",
  "certificate.ca_file":
    "PEM file of the roots to trust when talking to the certificate authority; empty: the public ones.",
  "certificate.challenge":
    "How the domain is proven: by port 80, by port 443, by a new DNS record each time, set by hand unless dns.provider has an API, or by a lasting one.",
  "certificate.contact": "The e-mail address where the certificate authority may write; empty for none.",
  "certificate.chain_file": "PEM file of the certificate and its chain, for source = files; watched for change.",
  "certificate.key_file": "PEM file of the private key, for source = files.",
  "limits.stanza_before_login": "The longest element before login.",
  "limits.stanza": "The longest stanza after login, from apps and other servers.",
  "limits.login_time": "How long a connection may take until it has logged in.",
  "limits.connections": "Connections at once.",
  "limits.logins_per_address": "Apps at once from one address that have not logged in yet, and as many other servers.",
  "limits.web_connections": "Connections of browsers at once.",
  "limits.web_connections_per_address": "Connections of browsers at once from one address.",
  "limits.sessions_per_account": "Apps of one account connected at once.",
  "limits.memory_per_account":
    "What may be held in memory for all apps of one account: what waits for them and what they have not acknowledged.",
  "limits.failures_per_account": "Failed logins to one account within failure_window before it has to wait.",
  "limits.failures_per_address": "Failed logins from one address within failure_window before it has to wait.",
  "limits.failure_window": "The time over which failed logins are counted.",
  "limits.rate": "Bytes a second that one connection may send for long; ten times as much at once is free.",
  "limits.idle": "After how much silence a connection is probed, so that it is noticed when its other end is gone.",
  "limits.unsent": "What may wait for a connection that does not read, before it is cut.",
  "limits.free_disk":
    'How much of the disk stays free: with less, nothing new is taken until there is room again; "0B" for no such reserve.',
  "backup.folder":
    "Where a backup is written each night: backups is a folder in the home, a whole path another one, such as on a stick; off: nowhere.",
  "backup.recipient":
    "Whom the nightly backups are encrypted for: the public half of a key of age (age-keygen makes one), age1…; empty: nobody.",
  "backup.hour": "From which hour on, by the clock of the machine.",
  "metrics.listen": "Where numbers for Prometheus are read (HTTP, /metrics); not secured.",
  "metrics.token":
    "The token that whoever reads them has to send (Authorization: Bearer); needed where others than this machine reach the port.",
  "update.url":
    "Where releases are, for update: an address that begins with https://, or a folder; empty: nowhere, since the project has no such address yet.",
  "update.domain":
    "The name whose TXT record tells the newest version: it is asked each hour, and nobody but your resolver sees who asks; empty: nothing is asked.",
  "update.automatic":
    "Whether new versions are installed by themselves, from update.url, after a backup; those that do not work here are taken back.",
  "update.hour": "From which hour on that is done, by the clock of the machine.",
  "accounts.iterations": "How often a new password is hashed (SCRAM); more is safer, and slower for every app.",
  "auth.source":
    "Who checks passwords: this server, the machine whose Unix accounts they are (PAM), a program, or a directory.",
  "auth.keep_keys":
    "For system: whether keys are kept of a password that was right, so that apps need not send it each time (SCRAM).",
  "auth.allow_groups": "For system: the Unix groups whose members may sign in; empty: everybody with an account.",
  "auth.deny_groups": "For system: the Unix groups whose members may not.",
  "auth.pam_service": "For system: the file below /etc/pam.d that says how passwords are checked.",
  "auth.command":
    "For command: the program, with its whole path, and its arguments, with blanks between them; it speaks ejabberd's protocol of external authentication.",
  "auth.ldap_url": "For ldap: where the directory is, such as ldaps://ldap.example.com; always inside of TLS.",
  "auth.ldap_dn":
    "For ldap: the distinguished name of an account, with {name} for what stands before the @, such as uid={name},ou=people,dc=example,dc=com.",
  "auth.ldap_ca_file": "For ldap: PEM file of further roots to trust in its certificate; empty for none.",
  "auth.recheck":
    "How long an app may use a token before it is asked for the password again, where nothing tells that the password has changed.",
  "auth.timeout": "How long the answer may take whether a password is right.",
  "sessions.suspended_memory":
    "How much may be held in memory for all apps that have lost their connection and may come back, before those end that have been away longest.",
  "sessions.resumption_time": "How long an app that lost its connection may come back as if nothing had been.",
  "sessions.max_unacknowledged": "How many stanzas may wait for an app to acknowledge them.",
  "federation.enabled": "Whether people here reach those on other servers, and are reached by them.",
  "federation.allow": "The only other domains that are talked to; empty: all of them.",
  "federation.deny": "Other domains that are never talked to.",
  "federation.require_certificate":
    "Whether another server has to have a valid certificate; without one, its DNS records alone prove who it is.",
  "federation.plaintext":
    "Domains that are talked to without TLS, if they have none: everybody on the way can read it.",
  "federation.unverified":
    "Domains that are talked to without a valid certificate, as if require_certificate were false.",
  "federation.ca_file": "PEM file of further roots to trust in other servers' certificates; empty for none.",
  "federation.private_addresses":
    "Whether other servers may be at addresses of this machine or of its own network; otherwise nobody can have them called.",
  "federation.connect_time":
    "How long one machine of another server may take until its stream is ready, before the next one is tried.",
  "federation.queue_time": "How long a stanza waits for a server that cannot be reached, before its sender is told.",
  "federation.max_queued": "How many stanzas may wait for another domain.",
  "federation.max_queued_size": "How much may wait for another domain, in memory.",
  "federation.max_queued_total":
    "How much may wait for all other domains together, in memory; a quarter of it for one sender here.",
  "federation.idle": "After how long without a stanza a stream to or from another server is closed.",
  "federation.rate": "Bytes a second that one other domain may send for long; ten times as much at once is free.",
  "federation.max_domains": "How many other domains may be connected at once, in each direction.",
  "dns.resolvers": "The DNS resolvers to ask, each ADDRESS or ADDRESS:PORT; empty: the system's.",
  "dns.provider":
    "Who takes DNS records by API: a provider, any name server by rfc2136, or addresses alone by dyndns2; then dns-01 needs no hand.",
  "dns.update":
    "Whether the addresses of this machine's name are kept current by that, where they change; where the router does not say its address, a public DNS server is asked every five minutes which one it sees.",
  "dns.token_file": "The file with the token or key for that, readable by its owner alone (docs/dns.md).",
};
