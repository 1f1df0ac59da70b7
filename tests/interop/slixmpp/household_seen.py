"""slixmpp looks at what household.py has left at a server: the same before and after a move.

Its further arguments: the address of the rooms, and "carol" if she signs in as well, who is given what waits for her.
"""
import asyncio
from xml.etree import ElementTree

from slixmpp import JID
from slixmpp.exceptions import IqError

from household_names import BOXES, HIDDEN_ROOM, NODES, ROOM
from person import EXTRA_ARGS, Person, refusal, report_event, run

PLUGINS = ["xep_0004", "xep_0030", "xep_0045", "xep_0054", "xep_0059", "xep_0060", "xep_0191", "xep_0199", "xep_0313", "xep_0359", "xep_0441"]
FLAGS = ["persistentroom", "publicroom", "membersonly"]
TEXTS = ["roomname", "roomdesc", "roomsecret", "whois"]


def member(name, mechanism=None, events=()):
    person = Person(f"{name}@localhost/other", PLUGINS, events)
    if mechanism:
        person["feature_mechanisms"].use_mech = mechanism
    return person


def plain(element):
    return ElementTree.canonicalize(ElementTree.tostring(element, encoding="unicode"))


def roster_of(person):
    items = {jid: person.client_roster[jid] for jid in person.client_roster.keys()}
    return sorted([jid, item["name"] or "", item["subscription"], bool(item["pending_out"]), sorted(item["groups"])]
        for jid, item in items.items() if jid != person.boundjid.bare)


async def archive_of(person, jid=None):
    found = []
    async for result in person["xep_0313"].iterate(jid=jid, rsm={"max": 20}):
        stanza = result["mam_result"]["forwarded"]["stanza"]
        if stanza["body"]:
            found.append([result["mam_result"]["id"], stanza["id"], str(stanza["from"]) if jid else stanza["from"].bare, stanza["body"]])
    # A note to oneself may be there twice, as sent and as received.
    return [entry for number, entry in enumerate(found) if number == 0 or entry[1:] != found[number - 1][1:]]


async def items_of(person, owner, node):
    answer = await person["xep_0060"].get_items(owner, node)
    return [[item["id"], plain(item["payload"])] for item in answer["pubsub"]["items"]["substanzas"]]


async def private_of(person):
    request = person.make_iq_get()
    query = ElementTree.SubElement(request.xml, "{jabber:iq:private}query")
    ElementTree.SubElement(query, "{exodus:prefs}exodus")
    return plain((await request.send(timeout=15)).xml.find("{jabber:iq:private}query")[0])


async def name_of(person):
    """In the vCard; empty without one, whichever way the server says so."""
    try:
        return (await person["xep_0054"].get_vcard(person.boundjid.bare))["vcard_temp"]["FN"]
    except IqError:
        return ""


async def account_of(person):
    default, always, never = await person["xep_0441"].get_preferences()
    blocked = (await person["xep_0191"].get_blocked())["blocklist"]["items"]
    nodes = {node: await items_of(person, person.boundjid.bare, node) for node in NODES[person.boundjid.user]}
    report_event(f"account {person.boundjid.user}", roster=roster_of(person), archive=await archive_of(person), nodes=nodes,
        vcard=await name_of(person), blocked=sorted(map(str, blocked)), preferences=[default, sorted(map(str, always)), sorted(map(str, never))])


async def room_of(owner, room):
    form = (await owner["xep_0045"].get_room_config(room)).get_values()
    flags = {name: form.get(f"muc#roomconfig_{name}") in (True, "1", "true") for name in FLAGS}
    texts = {name: form.get(f"muc#roomconfig_{name}") or "" for name in TEXTS}
    affiliations = {name: sorted(map(str, await owner["xep_0045"].get_affiliation_list(room, name)))
                    for name in ("owner", "admin", "member", "outcast")}
    said = [[entry[0], *entry[2:]] for entry in await archive_of(owner, JID(room))]
    report_event(f"room {JID(room).user}", config=flags | texts, affiliations=affiliations, said=said)


async def main():
    rooms = EXTRA_ARGS[0]
    alice = member("alice", events=["groupchat_subject"])
    bob, andre = member("bob", "PLAIN"), member("andr\u00e9_l")
    for person in (alice, bob, andre):
        await person.sign_in()
        report_event("signed in", who=person.boundjid.user, mechanism=person["feature_mechanisms"].mech.name)
    for person in (alice, bob):
        await account_of(person)
    report_event("private", xml=await private_of(alice))
    report_event("seen by bob", devices=await items_of(bob, "alice@localhost", BOXES[0]),
        notes=await refusal(bob["xep_0060"].get_items("alice@localhost", BOXES[1])) is None)
    garden = f"{ROOM}@{rooms}"
    await bob["xep_0045"].join_muc_wait(garden, "Bobby", maxstanzas=0, timeout=15)
    await alice["xep_0045"].join_muc_wait(garden, "Ali", maxstanzas=0, timeout=15)
    report_event("subject", text=(await alice.receives("groupchat_subject"))["subject"])
    for room in (ROOM, HIDDEN_ROOM):
        await room_of(alice, f"{room}@{rooms}")
    if "carol" in EXTRA_ARGS:
        carol = member("carol", events=["presence_subscribe"])
        carol.auto_authorize = None
        carol.auto_subscribe = False
        await carol.sign_in()
        waiting = [await carol.receives() for _ in range(3)]
        asking = [await carol.receives("presence_subscribe") for _ in range(2)]
        report_event("carol", waiting=[[str(message["from"].bare), message["body"], message.xml.find("{urn:xmpp:delay}delay") is not None]
            for message in waiting], asking=sorted(presence["from"].bare for presence in asking), archive=await archive_of(carol))
        await carol.disconnect()
    await asyncio.gather(*(person.disconnect() for person in (alice, bob, andre)))
    report_event("end")


run(main)
