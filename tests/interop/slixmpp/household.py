"""slixmpp fills a server with what people have: its files, its backup or its database are then moved.

Its further arguments: the addresses of the rooms and of uploads; HTTPS trusts the certificate of SSL_CERT_FILE.
The accounts are alice, bob and andr\u00e9_l, and carol, who is never online.
"""
import asyncio
import base64
import hashlib
from xml.etree import ElementTree

import household_names
from household_names import BUNDLES, DEVICES, NOTES
from person import EXTRA_ARGS, Person, befriend, report_event, run

ROOMS, UPLOADS = EXTRA_ARGS[0], EXTRA_ARGS[1]
PLUGINS = ["xep_0030", "xep_0045", "xep_0054", "xep_0060", "xep_0128", "xep_0199", "xep_0363"]
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
AVATAR = hashlib.sha1(PNG).hexdigest()
LINES = [f"line {number} \u00e9\u20ac\U0001F600 <&>\"'\\ \t\nend" for number in range(40)]
ROOM, HIDDEN = f"{household_names.ROOM}@{ROOMS}", f"{household_names.HIDDEN_ROOM}@{ROOMS}"
CONFIG = "http://jabber.org/protocol/muc#roomconfig"


async def asks(person, kind, payload, to=None):
    request = person.make_iq(ifrom=None, ito=to, itype=kind)
    request.append(ElementTree.fromstring(payload))
    return await request.send(timeout=15)


def form(kind, fields):
    values = "".join(f"<field var='{name}'><value>{value}</value></field>" for name, value in fields.items())
    return f"<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'><value>{kind}</value></field>{values}</x>"


async def publishes(person, node, item, payload, **options):
    fields = {f"pubsub#{name}": value for name, value in options.items()}
    wish = f"<publish-options>{form('http://jabber.org/protocol/pubsub#publish-options', fields)}</publish-options>" if options else ""
    await asks(person, "set", f"<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='{node}'>"
        f"<item id='{item}'>{payload}</item></publish>{wish}</pubsub>")


async def keeps(person, node, count):
    """Not every server takes max_items as an option of what is published."""
    wish = form("http://jabber.org/protocol/pubsub#node_config", {"pubsub#max_items": count})
    await asks(person, "set", f"<pubsub xmlns='http://jabber.org/protocol/pubsub#owner'><configure node='{node}'>{wish}</configure></pubsub>")


async def contacts(alice, bob, andre):
    await befriend(alice, bob)
    await befriend(bob, andre)
    for item in ("<item jid='bob@localhost' name='B\u00f6b &amp; &quot;co&quot;'><group>Family</group><group>Friends; all</group></item>",
                 "<item jid='eve@elsewhere.example' name='Eve'/>"):
        await asks(alice, "set", f"<query xmlns='jabber:iq:roster'>{item}</query>")
    # Requests that nobody answers: from alice to carol and to another server; carol has two.
    for person, contact in ((alice, "carol@localhost"), (bob, "carol@localhost"), (alice, "ada@elsewhere.example")):
        person.send_presence_subscription(contact, ptype="subscribe")
    await asks(alice, "set", "<block xmlns='urn:xmpp:blocking'><item jid='pest@spam.example'/><item jid='spam.example'/></block>")
    for person in (alice, bob):
        await person.ping_server()


async def published(alice, bob):
    await asks(alice, "set", "<vCard xmlns='vcard-temp'><FN>Alice \u00c9. Liddell</FN><NICKNAME>Ali</NICKNAME>"
        "<EMAIL><INTERNET/><USERID>alice@example.com</USERID></EMAIL></vCard>")
    await asks(alice, "set", "<query xmlns='jabber:iq:private'><exodus xmlns='exodus:prefs'><x a='1'>y &amp; z</x></exodus></query>")
    await publishes(alice, "urn:xmpp:avatar:data", AVATAR, f"<data xmlns='urn:xmpp:avatar:data'>{base64.b64encode(PNG).decode()}</data>",
        access_model="open")
    await publishes(alice, "urn:xmpp:avatar:metadata", AVATAR, f"<metadata xmlns='urn:xmpp:avatar:metadata'><info bytes='{len(PNG)}' "
        f"id='{AVATAR}' type='image/png'/></metadata>")
    for room in (ROOM, HIDDEN):
        await publishes(alice, "urn:xmpp:bookmarks:1", room, f"<conference xmlns='urn:xmpp:bookmarks:1' name='{room.split('@')[0]}' "
            "autojoin='true'><nick>Ali</nick></conference>", access_model="whitelist", persist_items="true")
        await keeps(alice, "urn:xmpp:bookmarks:1", 50)
    for person, device in ((alice, 11), (bob, 22)):
        await publishes(person, DEVICES, "current",
            f"<list xmlns='eu.siacs.conversations.axolotl'><device id='{device}'/></list>", access_model="open")
        await publishes(person, f"{BUNDLES}:{device}", "current",
            f"<bundle xmlns='eu.siacs.conversations.axolotl'><identityKey>{device}key</identityKey></bundle>", access_model="open")
    for number in ("3", "1", "2"):
        await publishes(alice, NOTES, number, f"<note xmlns='urn:example:notes' xml:lang='de'>note {number}<b/>tail</note>",
            access_model="whitelist", persist_items="true")
        await keeps(alice, NOTES, 10)


async def chat(alice, bob):
    for number, line in enumerate(LINES):
        speaker, listener = (alice, bob) if number % 3 else (bob, alice)
        message = speaker.make_message(listener.boundjid.full, line, mtype="chat")
        message["id"] = f"m{number}"
        message.send()
        await listener.receives()
    note = alice.make_message("alice@localhost", "note to myself", mtype="chat")
    note["id"] = "self"
    note.send()
    for number in range(3):
        bob.send_message("carol@localhost", f"for carol {number} \u00e9", mtype="chat")
    await alice.ping_server()
    await bob.ping_server()


async def enters(person, room, nick):
    await person["xep_0045"].join_muc_wait(room, nick, maxstanzas=0, timeout=15)


async def rooms(alice, bob):
    for room, fields in (
        (ROOM, {"roomname": "The Garden", "roomdesc": "Flowers & more".replace("&", "&amp;"), "persistentroom": "1", "publicroom": "1",
                "whois": "moderators", "changesubject": "0"}),
        (HIDDEN, {"roomname": "Cellar", "persistentroom": "1", "publicroom": "0", "membersonly": "1", "whois": "anyone",
                  "passwordprotectedroom": "1", "roomsecret": "s3cret"}),
    ):
        await enters(alice, room, "Ali")
        wish = form(CONFIG, {f"muc#roomconfig_{name}": value for name, value in fields.items()})
        await asks(alice, "set", f"<query xmlns='http://jabber.org/protocol/muc#owner'>{wish}</query>", room)
    for jid, affiliation in (("bob@localhost", "admin"), ("carol@localhost", "member"), ("pest@spam.example", "outcast")):
        await asks(alice, "set", f"<query xmlns='http://jabber.org/protocol/muc#admin'><item jid='{jid}' affiliation='{affiliation}'>"
            "<reason>because</reason></item></query>", ROOM)
    await enters(bob, ROOM, "Bobby")
    alice["xep_0045"].set_subject(ROOM, "Roses \u00e9")
    for number in range(12):
        speaker, listener = (alice, bob) if number % 2 else (bob, alice)
        speaker.send_message(ROOM, f"in the garden {number} \u00e9 <&>", mtype="groupchat")
        await listener.receives("groupchat_message", lambda message: message["body"].startswith(f"in the garden {number} "))
    alice.send_message(HIDDEN, "in the cellar", mtype="groupchat")
    await alice.ping_server()


async def upload(alice):
    alice["xep_0363"].upload_service = UPLOADS
    alice["xep_0363"].max_file_size = 1_000_000
    url = await alice["xep_0363"].upload_file("na\u00efve photo (1).png", size=len(PNG), content_type="image/png", input_file=PNG)
    report_event("uploaded", url=url)
    alice.send_message("bob@localhost", url, mtype="chat")
    await alice.ping_server()


async def main():
    people = alice, bob, andre = [Person(f"{name}@localhost/phone", PLUGINS, ["groupchat_message"]) for name in ("alice", "bob", "andr\u00e9_l")]
    for person in people:
        await person.sign_in()
    await contacts(alice, bob, andre)
    await published(alice, bob)
    await chat(alice, bob)
    await asks(bob, "set", "<prefs xmlns='urn:xmpp:mam:2' default='roster'><always><jid>alice@localhost</jid></always><never/></prefs>")
    await rooms(alice, bob)
    await upload(alice)
    for person in people:
        await person.disconnect()
    report_event("end")


run(main)
