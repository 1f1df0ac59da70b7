"""A room is kept in order with slixmpp: roles and affiliations are given and taken, somebody is thrown out, and the room ends."""
import asyncio

from slixmpp import JID
from occupant import SERVICE, Occupant, settle
from person import refusal, run, saw

ROOM, OTHER = f"garden@{SERVICE}", f"orchard@{SERVICE}"


async def lists(person, room=ROOM):
    """Who has which affiliation, as far as this person may know."""
    found = {}
    for affiliation in ("owner", "admin", "member", "outcast"):
        condition = await refusal(person.muc.get_affiliation_list(room, affiliation))
        found[affiliation] = condition or sorted(map(str, await person.muc.get_affiliation_list(room, affiliation)))
    return found


async def main():
    alice, bob, carol, dave = people = [Occupant(name, ["xep_0425"]) for name in ("alice", "bob", "carol", "dave")]
    for person in people:
        await person.enter()

    # §10.1.3: a maker who thinks better of it.
    await alice.join(OTHER, "Alice")
    await alice.muc.cancel_config(OTHER)
    saw("cancelled", refused=await refusal(bob["xep_0030"].get_info(OTHER)))
    await alice.join(ROOM, "Alice")
    await alice.configure(ROOM, membersonly=False, whois="moderators", publicroom=True)
    items = await bob["xep_0030"].get_items(SERVICE)
    saw("found", rooms=[str(jid) for jid, _, _ in items["disco_items"]["items"]])
    for person, nick in ((bob, "Bob"), (carol, "Carol"), (dave, "Dave")):
        saw("entered", **await person.join(ROOM, nick))

    # §7.2.2: moderators see addresses, the others do not.
    await settle(*people)
    saw("addresses", alice=str(alice.muc.get_jid_property(ROOM, "Dave", "jid")),
        bob=str(bob.muc.get_jid_property(ROOM, "Dave", "jid")))

    # §8.3 to §9.8.
    saw("roles", moderators=sorted(await alice.muc.get_roles_list(ROOM, "moderator")),
        participants=sorted(await alice.muc.get_roles_list(ROOM, "participant")),
        refused=await refusal(bob.muc.get_roles_list(ROOM, "participant")))
    saw("not theirs", role=await refusal(bob.muc.set_role(ROOM, "Carol", "none")),
        affiliation=await refusal(bob.muc.set_affiliation(ROOM, "outcast", jid="carol@localhost")),
        config=await refusal(bob.muc.get_room_config(ROOM)), destroy=await refusal(bob.muc.destroy(ROOM)))
    await alice.muc.set_role(ROOM, "Bob", "moderator", reason="To help")
    saw("moderator", **await carol.sees(ROOM, "Bob"))
    await bob.muc.set_role(ROOM, "Dave", "visitor")
    saw("visitor", **await carol.sees(ROOM, "Dave"))
    saw("owner's role", refused=await refusal(bob.muc.set_role(ROOM, "Alice", "none")))

    # XEP-0425, as it was before version 0.3: what this version of slixmpp knows.
    carol.say(ROOM, "Buy now!")
    said = await bob.hears("groupchat_message")
    garden, said_id = JID(ROOM), said["stanza_id"]["id"]
    saw("moderation refused", condition=await refusal(carol["xep_0425"].moderate(garden, said_id)))
    for person in (alice, carol):
        person.keep("moderated_message")
    await bob["xep_0425"].moderate(garden, said_id, "Advertising")
    for person in (alice, carol):
        heard = await person.hears("moderated_message")
        moderated = heard["apply_to"]["moderated"]
        saw("moderated", who=person.boundjid.user, sender=str(heard["from"]), by=moderated["by"], reason=moderated["reason"],
            same=heard["apply_to"]["id"] == said_id)
    kept = {result["mam_result"]["id"]: result["mam_result"]["forwarded"]["stanza"]
            async for result in alice["xep_0313"].iterate(jid=ROOM)}
    saw("tombstone", sender=str(kept[said_id]["from"]), body=kept[said_id]["body"],
        retracted=kept[said_id].xml.find("{urn:xmpp:message-retract:1}retracted") is not None)

    # §8.2.
    await bob.muc.set_role(ROOM, "Dave", "none", reason="Shouting")
    saw("kicked", who="dave", **await dave.sees(ROOM, "Dave", "unavailable"))
    saw("kicked", who="carol", **await carol.sees(ROOM, "Dave", "unavailable"))
    dave.say(ROOM, "I go on")
    saw("kicked and silent", condition=(await dave.hears("groupchat_message_error"))["error"]["condition"])
    saw("came back", **await dave.join(ROOM, "Dave"))

    # §9.1, §9.2.
    await settle(*people)
    await alice.muc.set_affiliation(ROOM, "outcast", jid="dave@localhost", reason="Enough")
    saw("banned", who="dave", **await dave.sees(ROOM, "Dave", "unavailable"))
    saw("banned", who="carol", **await carol.sees(ROOM, "Dave", "unavailable"))
    saw("kept out", **await dave.join(ROOM, "Dave"))
    saw("lists", who="alice", **await lists(alice))
    saw("lists", who="dave", **await lists(dave))
    await alice.muc.set_affiliation(ROOM, "none", jid="dave@localhost")
    saw("let in again", **await dave.join(ROOM, "Dave"))

    # §9.3 to §10.8.
    await settle(*people)
    await alice.muc.set_affiliation(ROOM, "member", nick="Carol")
    saw("member", **await bob.sees(ROOM, "Carol"))
    await alice.muc.set_affiliation(ROOM, "admin", jid="bob@localhost")
    saw("admin", **await carol.sees(ROOM, "Bob"))
    saw("admin's limit", refused=await refusal(bob.muc.set_affiliation(ROOM, "none", jid="alice@localhost")))
    await bob.muc.send_affiliation_list(ROOM, [("erin@elsewhere.example", "outcast"), ("frank@localhost", "member")])
    saw("last owner", refused=await refusal(alice.muc.set_affiliation(ROOM, "none", jid="alice@localhost")))
    await alice.muc.set_affiliation(ROOM, "owner", jid="bob@localhost")
    await alice.muc.set_affiliation(ROOM, "admin", jid="alice@localhost")
    saw("lists", who="bob", **await lists(bob))

    # §9.3, §10.2.1: who is no member has to leave a room that becomes one for members.
    await settle(*people)
    await bob.configure(ROOM, membersonly=True)
    saw("no member", **await dave.sees(ROOM, "Dave", "unavailable"))

    # §10.9.
    saw("admin's end", refused=await refusal(alice.muc.destroy(ROOM)))
    await bob.muc.destroy(ROOM, "We have moved", altroom=OTHER)
    for person in (alice, carol):
        last = await person.hears("groupchat_presence", lambda presence: presence["muc"].get_plugin("destroy", check=True))
        destroyed = last["muc"]["destroy"]
        saw("destroyed", who=person.boundjid.user, sender=str(last["from"]), type=last["type"], reason=destroyed["reason"],
            instead=str(destroyed["jid"]))
    saw("nothing left", refused=await refusal(carol["xep_0030"].get_info(ROOM)))
    await asyncio.gather(*(person.disconnect() for person in people))
    saw("end")


run(main)
