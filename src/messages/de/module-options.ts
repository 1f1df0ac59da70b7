/** What options of modules are for, in German. */
import type { moduleOptions as en } from "../en/module-options.ts";

export const moduleOptions: typeof en = {
  "blocking.max_items": "Wie viele Adressen ein Konto blockieren darf.",
  "blocking.max_size": "Wie viel die Adressen einnehmen dürfen, die ein Konto blockiert.",
  "reports.reports_per_day":
    "Wie viele Meldungen von Missbrauch ein Konto an einem Tag machen darf; weitere werden nicht behalten.",
  "reports.max_reports": "Wie viele Meldungen eines Kontos behalten werden; die ältesten weichen.",
  "strangers.messages":
    "Welche Fremden einem Konto schreiben dürfen: alle, die mit einer Adresse dieses Servers, oder niemand, der kein Kontakt ist.",
  "blocklists.block":
    "Veröffentlichte Listen von Domains, mit denen nichts ausgetauscht wird, jede als DIENST/KNOTEN; empfiehlt eine Liste selbst weniger, geschieht das.",
  "blocklists.block_strangers":
    'Veröffentlichte Listen von Domains, deren Leute nur denen schreiben dürfen, die sie kennen, wie "xmppbl.org/spam_source_domains".',
  "blocklists.except": "Domains, für die keine Liste gilt.",
  "blocklists.max_domains": "Wie viele Domains einer Liste behalten werden; was darüber ist, bleibt weg.",
  "roster.max_contacts": "Wie viele Kontakte ein Konto haben darf.",
  "roster.max_requests":
    "Wie viele Anfragen von Leuten außerhalb der Kontaktliste auf die Antwort eines Kontos warten.",
  "roster.max_size": "Wie viel die Kontakte eines Kontos einnehmen dürfen, mit ihren Namen und Gruppen.",
  "presence.max_directed": "An wie viele Adressen eine Sitzung eine eigene Anwesenheit schicken darf.",
  "presence.max_weight":
    "Wie viel eine Anwesenheit wiegen darf, in jeder Richtung: ihre Bytes, und 256 für jedes Element darin. Sie wird behalten und geht an viele.",
  "offline.max_messages": "Wie viele Nachrichten auf ein Konto warten, das weg ist.",
  "offline.max_size": "Wie viel alle Nachrichten einnehmen dürfen, die auf ein Konto warten.",
  "components.secrets":
    "Externe Komponenten, die sich mit listen.component verbinden dürfen, jede als „DOMAIN=GEHEIMNIS“; ohne eine hört dort niemand zu.",
  "external_services.uris":
    'STUN- und TURN-Server, wie "stun:stun.example.com" oder "turn:192.0.2.1:3478?transport=udp".',
  "external_services.secret":
    "Was die TURN-Server mit diesem Server teilen (static-auth-secret von coturn), für Passwörter, die ablaufen.",
  "external_services.username": "Der Name für TURN-Server, die einen kennen; nicht gebraucht mit einem Geheimnis.",
  "external_services.password": "Das Passwort dazu.",
  "external_services.lifetime": "Wie lange ein Passwort gilt, das aus dem Geheimnis gemacht ist.",
  "proxy.max_connections": "Verbindungen zugleich; jede Datei nimmt zwei.",
  "proxy.max_per_address": "Davon die, die von einer Adresse sind und noch auf die andere Seite warten.",
  "proxy.max_per_account": "Davon die mit Dateien, die ein Konto schickt.",
  "proxy.total_rate": "Bytes pro Sekunde, die sie alle zusammen schicken dürfen.",
  "contact.abuse": "Adressen für Beschwerden über Missbrauch, als URIs: mailto:…, xmpp:… oder https://….",
  "contact.admin": "Adressen der Verwalter, als URIs: mailto:…, xmpp:… oder https://….",
  "contact.feedback": "Adressen für Rückmeldungen, als URIs: mailto:…, xmpp:… oder https://….",
  "contact.sales": "Adressen für den Verkauf, als URIs: mailto:…, xmpp:… oder https://….",
  "contact.security": "Adressen für Fragen der Sicherheit, als URIs: mailto:…, xmpp:… oder https://….",
  "contact.status": "Adressen für den Zustand des Dienstes, als URIs: mailto:…, xmpp:… oder https://….",
  "contact.support": "Adressen für Hilfe, als URIs: mailto:…, xmpp:… oder https://….",
  "contact.administrators":
    "Ob die eigenen Adressen der Verwalter für abuse und admin stehen, wenn keine angegeben sind.",
  "caps.max_known": "Von wie vielen Arten von Apps behalten wird, was sie können.",
  "version.show_system": "Ob, wer nach der Version des Servers fragt, auch sein Betriebssystem erfährt.",
  "fast.lifetime": "Wie lange eine App weg sein und sich noch ohne Passwort anmelden kann.",
  "fast.renewal": "Das Alter, in dem ein Token ersetzt wird, wenn seine App sich anmeldet.",
  "clients.keep":
    "Wie lange eine App, die nicht gesehen wurde, noch aufgeführt ist und ohne Passwort zurückkommen kann.",
  "clients.keep_names": "Ob die Namen behalten werden, die Apps sich und ihren Geräten geben.",
  "registration.policy": "Wer mit einer App ein Konto anlegen darf: niemand, wer eine Einladung hat, oder alle.",
  "registration.reserved": "Namen, die niemand bekommen kann.",
  "registration.per_address": "Konten, die von einer Adresse in einer Stunde angelegt werden dürfen.",
  "registration.per_hour": "Konten, die in einer Stunde insgesamt angelegt werden dürfen.",
  "invitations.contacts": "Wer Leute einladen darf, Kontakte zu werden: alle mit einem Konto, Verwalter, oder niemand.",
  "invitations.accounts":
    "Wer Leute einladen darf, hier ein Konto anzulegen: alle mit einem Konto, Verwalter, oder niemand.",
  "invitations.validity": "Wie lange eine Einladung gilt, wenn nichts anderes gesagt ist; höchstens ein Jahr.",
  "invitations.max_open": "Einladungen eines Kontos, die noch nicht verbraucht sind.",
  "vcard.max_size": "Wie lang eine vCard sein darf, mit ihrem Foto.",
  "private.max_size": "Wie viel ein Konto als privates XML ablegen darf.",
  "archive.keep": "Wie lange Nachrichten im Verlauf bleiben; was älter ist, wird entfernt.",
  "archive.max_size":
    "Wie viel die Nachrichten eines Kontos oder Raums im Verlauf einnehmen dürfen; darüber hinaus werden die ältesten entfernt.",
  "files.max_size": "Die größte Datei; sonst 100 MiB und die 16 Bytes, die die Verschlüsselung dazugibt.",
  "files.quota":
    "Wie viel die Dateien eines Kontos einnehmen dürfen; darüber hinaus machen Dateien Platz, die älter als 30 Tage sind, die ältesten zuerst.",
  "files.daily_quota": "Wie viel ein Konto an einem Tag hochladen darf.",
  "files.disk_share":
    "Wie viel Prozent der Platte Dateien füllen dürfen, von dem, was frei ist und was sie schon füllen.",
  "files.keep":
    "Wie lange Dateien bleiben; höchstens so lange wie Nachrichten (archive.keep), aber 30 Tage, wenn diese früher gehen.",
  "files.uploads": "Dateien, die ein Konto zugleich schicken darf.",
  "files.components": "Welche der externen Komponenten Dateien hochladen dürfen, wie bridge.example.com.",
  "push.sender": "Ob der Push-Dienst einer App erfährt, wer geschrieben hat.",
  "push.body": "Ob er erfährt, was geschrieben wurde.",
  "push.ack_timeout":
    "Wie lange eine verbundene App brauchen darf, um eine Nachricht zu bestätigen, bevor auch sie geweckt wird.",
  "push.max_services": "Wie viele Apps eines Kontos geweckt werden; die zuerst gefragt hat, weicht.",
  "push.max_failures": "Nach wie vielen Fehlschlägen hintereinander ein Push-Dienst aufgegeben wird.",
  "rooms.subdomain": "Was in den Adressen der Räume vor der Domain steht.",
  "rooms.also":
    'Weitere Namen vor einer Domain, unter denen Räume antworten, wie die eines früheren Servers: ["conference"]. Jeder braucht DNS-Einträge und einen Platz im Zertifikat.',
  "rooms.creators":
    "Wer Räume anlegen darf: die Konten dieses Servers, seine Verwalter, oder auch Leute anderer Server.",
  "rooms.new":
    "Was ein Raum ist, wenn die App, die ihn anlegt, nichts anderes sagt: für eingeladene Mitglieder, oder offen für alle, die seine Adresse kennen (in keiner Liste, und Adressen sehen nur Moderatoren).",
  "rooms.max_rooms": "Wie viele Räume es geben darf, die ein Konto angelegt hat.",
  "rooms.max_occupants": "Wie viele Teilnehmer ein Raum zugleich haben darf.",
  "rooms.max_sessions": "Mit wie vielen Apps ein Konto in einem Raum sein darf.",
  "rooms.max_affiliations": "Wie viele Mitglieder, Verwalter, Eigentümer und Gesperrte ein Raum haben darf.",
  "rooms.max_history": "Wie viele Nachrichten gezeigt bekommt, wer eintritt, was immer der Raum erlaubt.",
  "rooms.max_broadcast":
    "Wie viele Bytes aus dem werden dürfen, was jemand in einem Raum sagt, alle Kopien zusammen, und aus allem, was ein Konto auf einmal sagt.",
  "rooms.broadcast_rate": "Wie viele dieser Bytes pro Sekunde ein Konto auf Dauer verursachen darf.",
  "rooms.configuration_time":
    "Wie lange ein neuer Raum auf die Einstellungen seines Gründers wartet, bevor andere ihn so betreten können, wie er ist.",
  "room_avatars.max_size": "Wie lang die vCard eines Raums sein darf, mit ihrem Foto.",
  "hats.max_hats": "Wie viele Hüte ein Raum haben darf.",
  "hats.max_worn": "Wie oft in einem Raum Hüte getragen werden dürfen.",
  "circles.max_circles": "Wie viele Kreise es geben darf.",
  "circles.max_people": "Wie viele Leute in einem Kreis sein dürfen: Jeder hat jeden als Kontakt.",
  "circles.max_per_account": "In wie vielen Kreisen ein Konto sein darf.",
  "pubsub.creators": "Wer Knoten unter pubsub.DOMAIN anlegen darf.",
  "pubsub.max_nodes": "Wie viele Knoten ein Konto haben darf.",
  "pubsub.max_items": "Wie viele Einträge ein Knoten haben darf.",
  "pubsub.max_item_size": "Der längste Inhalt eines Eintrags.",
  "pubsub.max_storage":
    "Der Platz für alle Knoten eines Kontos, mit ihren Einträgen und Zugehörigkeiten; ein Zehntel davon mehr für die, die sie abonnieren.",
  "pubsub.max_subscriptions": "Wie viele Knoten ein Konto abonnieren darf.",
  "bookmarks.max_size":
    "Wie viel die Lesezeichen eines Kontos wiegen dürfen: ihre Bytes, 256 für jedes Element darin und 64 für jedes Attribut.",
  "server_info.publish":
    "Ob alle sehen dürfen, mit welchen anderen Servern dieser verbunden ist; genannt werden die, die ihre auch veröffentlichen.",
};
