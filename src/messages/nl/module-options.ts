/** What options of modules are for, in Dutch. */
import type { moduleOptions as en } from "../en/module-options.ts";

export const moduleOptions: typeof en = {
  "blocking.max_items": "Hoeveel adressen een account mag blokkeren.",
  "blocking.max_size": "Hoeveel de adressen mogen innemen die een account blokkeert.",
  "reports.reports_per_day":
    "Hoeveel meldingen van misbruik een account op een dag mag doen; verdere worden niet bewaard.",
  "reports.max_reports": "Hoeveel meldingen van een account worden bewaard; de oudste wijken.",
  "strangers.messages":
    "Welke vreemden naar een account mogen schrijven: iedereen, wie een adres van deze server heeft, of niemand die geen contact is.",
  "blocklists.block":
    "Gepubliceerde lijsten van domeinen waarmee niets wordt uitgewisseld, elk als DIENST/KNOOP; raadt een lijst zelf minder aan, dan gebeurt dat.",
  "blocklists.block_strangers":
    'Gepubliceerde lijsten van domeinen waarvan de mensen alleen mogen schrijven naar wie hen kent, zoals "xmppbl.org/spam_source_domains".',
  "blocklists.except": "Domeinen waarvoor geen lijst geldt.",
  "blocklists.max_domains": "Hoeveel domeinen van een lijst worden bewaard; wat meer is, blijft weg.",
  "roster.max_contacts": "Hoeveel contacten een account mag hebben.",
  "roster.max_requests": "Hoeveel verzoeken van mensen buiten de contactlijst op het antwoord van een account wachten.",
  "roster.max_size": "Hoeveel de contacten van een account mogen innemen, met hun namen en groepen.",
  "presence.max_directed": "Naar hoeveel adressen een sessie een eigen aanwezigheid mag sturen.",
  "presence.max_weight":
    "Hoeveel een aanwezigheid mag wegen, in elke richting: haar bytes, en 256 voor elk element erin. Ze wordt bewaard en gaat naar velen.",
  "offline.max_messages": "Hoeveel berichten wachten op een account dat weg is.",
  "offline.max_size": "Hoeveel alle berichten mogen innemen die op een account wachten.",
  "components.secrets":
    "Externe componenten die verbinding mogen maken met listen.component, elk als “DOMEIN=GEHEIM”; zonder luistert daar niemand.",
  "external_services.uris":
    'STUN- en TURN-servers, zoals "stun:stun.example.com" of "turn:192.0.2.1:3478?transport=udp".',
  "external_services.secret":
    "Wat de TURN-servers met deze server delen (static-auth-secret van coturn), voor wachtwoorden die verlopen.",
  "external_services.username": "De naam voor TURN-servers die er een kennen; niet gebruikt met een geheim.",
  "external_services.password": "Het wachtwoord daarvan.",
  "external_services.lifetime": "Hoelang een wachtwoord geldt dat van het geheim is gemaakt.",
  "proxy.max_connections": "Verbindingen tegelijk; elk bestand neemt er twee.",
  "proxy.max_per_address": "Daarvan die van één adres die nog op de andere kant wachten.",
  "proxy.max_per_account": "Daarvan die met bestanden die één account stuurt.",
  "proxy.total_rate": "Bytes per seconde die ze allemaal samen mogen sturen.",
  "contact.abuse": "Adressen voor klachten over misbruik, als URI's: mailto:…, xmpp:… of https://….",
  "contact.admin": "Adressen van de beheerders, als URI's: mailto:…, xmpp:… of https://….",
  "contact.feedback": "Adressen voor feedback, als URI's: mailto:…, xmpp:… of https://….",
  "contact.sales": "Adressen voor verkoop, als URI's: mailto:…, xmpp:… of https://….",
  "contact.security": "Adressen voor zaken van veiligheid, als URI's: mailto:…, xmpp:… of https://….",
  "contact.status": "Adressen voor de toestand van de dienst, als URI's: mailto:…, xmpp:… of https://….",
  "contact.support": "Adressen voor hulp, als URI's: mailto:…, xmpp:… of https://….",
  "contact.administrators":
    "Of de eigen adressen van de beheerders voor abuse en admin staan als er geen zijn gegeven.",
  "caps.max_known": "Van hoeveel soorten apps wordt onthouden wat ze kunnen.",
  "version.show_system": "Of wie naar de versie van de server vraagt, ook het besturingssysteem te weten komt.",
  "fast.lifetime": "Hoelang een app weg mag zijn en nog zonder wachtwoord kan inloggen.",
  "fast.renewal": "De leeftijd waarop een token wordt vervangen als de app inlogt.",
  "clients.keep": "Hoelang een app die niet is gezien, nog in de lijst staat en zonder wachtwoord terug kan komen.",
  "clients.keep_names": "Of de namen worden bewaard die apps zichzelf en hun apparaten geven.",
  "registration.policy": "Wie met een app een account mag maken: niemand, wie een uitnodiging heeft, of iedereen.",
  "registration.reserved": "Namen die niemand kan krijgen.",
  "registration.per_address": "Accounts die vanaf één adres in een uur mogen worden gemaakt.",
  "registration.per_hour": "Accounts die in een uur in totaal mogen worden gemaakt.",
  "invitations.contacts": "Wie mensen mag uitnodigen als contact: iedereen met een account, beheerders, of niemand.",
  "invitations.accounts":
    "Wie mensen mag uitnodigen om hier een account te maken: iedereen met een account, beheerders, of niemand.",
  "invitations.validity": "Hoelang een uitnodiging geldig is, als er niets anders wordt gezegd; hoogstens een jaar.",
  "invitations.max_open": "Uitnodigingen van één account die nog niet zijn gebruikt.",
  "vcard.max_size": "Hoe lang een vCard mag zijn, met de foto.",
  "private.max_size": "Hoeveel een account als privé-XML mag bewaren.",
  "archive.keep": "Hoelang berichten in de geschiedenis blijven; wat ouder is, wordt verwijderd.",
  "archive.max_size":
    "Hoeveel de berichten van een account of groepsgesprek in de geschiedenis mogen innemen; daarboven worden de oudste verwijderd.",
  "files.max_size": "Het grootste bestand; anders 100 MiB en de 16 bytes die versleuteling toevoegt.",
  "files.quota":
    "Hoeveel de bestanden van een account mogen innemen; daarboven maken bestanden ouder dan 30 dagen plaats, de oudste eerst.",
  "files.daily_quota": "Hoeveel een account op een dag mag uploaden.",
  "files.disk_share": "Hoeveel procent van de schijf bestanden mogen vullen, van wat vrij is en wat ze al vullen.",
  "files.keep":
    "Hoelang bestanden blijven; hoogstens zo lang als berichten (archive.keep), maar 30 dagen als die eerder gaan.",
  "files.uploads": "Bestanden die een account tegelijk mag sturen.",
  "files.components": "Welke van de externe componenten bestanden mogen uploaden, zoals bridge.example.com.",
  "push.sender": "Of de pushdienst van een app hoort wie er heeft geschreven.",
  "push.body": "Of die hoort wat er is geschreven.",
  "push.ack_timeout":
    "Hoelang een verbonden app mag doen over het bevestigen van een bericht, voordat ook zij wordt gewekt.",
  "push.max_services": "Hoeveel apps van een account worden gewekt; die het eerst vroeg, wijkt.",
  "push.max_failures": "Na hoeveel mislukkingen achter elkaar een pushdienst wordt opgegeven.",
  "rooms.subdomain": "Wat er voor een domein staat in de adressen van zijn groepsgesprekken.",
  "rooms.also":
    'Andere namen voor een domein waarop groepsgesprekken antwoorden, zoals die van een vroegere server: ["conference"]. Elk heeft DNS-records nodig, en een plaats in het certificaat.',
  "rooms.creators":
    "Wie groepsgesprekken mag maken: de accounts van deze server, zijn beheerders, of ook mensen van andere servers.",
  "rooms.new":
    "Wat een groepsgesprek is als de app die het maakt niets anders zegt: voor uitgenodigde leden, of open voor wie het adres kent (in geen lijst, en adressen zien alleen moderatoren).",
  "rooms.max_rooms": "Hoeveel groepsgesprekken er mogen zijn die één account heeft gemaakt.",
  "rooms.max_occupants": "Hoeveel deelnemers een groepsgesprek tegelijk mag hebben.",
  "rooms.max_sessions": "Met hoeveel apps een account in een groepsgesprek mag zijn.",
  "rooms.max_affiliations": "Hoeveel leden, beheerders, eigenaars en verbannen mensen een groepsgesprek mag hebben.",
  "rooms.max_history": "Hoeveel berichten te zien krijgt wie binnenkomt, wat het groepsgesprek ook toestaat.",
  "rooms.max_broadcast":
    "Hoeveel bytes er mogen komen van wat iemand in een groepsgesprek zegt, alle kopieën samen, en van alles wat een account ineens zegt.",
  "rooms.broadcast_rate": "Hoeveel van deze bytes per seconde een account lang mag veroorzaken.",
  "rooms.configuration_time":
    "Hoelang een nieuw groepsgesprek op de instellingen van zijn maker wacht voordat anderen het kunnen betreden zoals het is.",
  "room_avatars.max_size": "Hoe lang de vCard van een groepsgesprek mag zijn, met de foto.",
  "hats.max_hats": "Hoeveel hoeden een groepsgesprek mag hebben.",
  "hats.max_worn": "Hoe vaak er in een groepsgesprek hoeden mogen worden gedragen.",
  "circles.max_circles": "Hoeveel kringen er mogen zijn.",
  "circles.max_people": "Hoeveel mensen er in een kring mogen zijn: ieder heeft ieder als contact.",
  "circles.max_per_account": "In hoeveel kringen een account mag zijn.",
  "pubsub.creators": "Wie knopen op pubsub.DOMEIN mag maken.",
  "pubsub.max_nodes": "Hoeveel knopen een account mag hebben.",
  "pubsub.max_items": "Hoeveel items een knoop mag hebben.",
  "pubsub.max_item_size": "De langste inhoud van een item.",
  "pubsub.max_storage":
    "De ruimte voor alle knopen van een account, met hun items en rollen; een tiende daarvan meer voor wie zich erop abonneert.",
  "pubsub.max_subscriptions": "Op hoeveel knopen een account zich mag abonneren.",
  "bookmarks.max_size":
    "Hoeveel de bladwijzers van een account mogen wegen: hun bytes, 256 voor elk element erin en 64 voor elk attribuut.",
  "server_info.publish":
    "Of iedereen mag zien met welke andere servers deze is verbonden; genoemd worden die de hunne ook publiceren.",
};
