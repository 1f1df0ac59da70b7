"""slixmpp changes roles and affiliations in a room, kicks and bans, moderates, and destroys the room."""
import asyncio

from slixmpp import JID
from occupant import SERVICE, Occupant, settle
from person import refusal, run, report_event

ROOM, OTHER = f"garden@{SERVICE}", f"orchard@{SERVICE}"


async def lists(person, room=ROOM):
    """The affiliation lists, as far as this client may read them."""
    found = {}
    for affiliation in ("owner", "admin", "member", "outcast"):
        condition = await refusal(person.muc.get_affiliation_list(room, affiliation))
        found[affiliation] = condition or sorted(map(str, await person.muc.get_affiliation_list(room, affiliation)))
    return found


async def main():
    alice, bob, carol, dave = people = [Occupant(name, ["xep_0425"]) for name in ("alice", "bob", "carol", "dave")]
    for person in people:
        await person.sign_in()

    # §10.1.3: the creator cancels the configuration.
    await alice.join(OTHER, "Alice")
    await alice.muc.cancel_config(OTHER)
    report_event("cancelled", refused=await refusal(bob["xep_0030"].get_info(OTHER)))
    await alice.join(ROOM, "Alice")
    await alice.configure(ROOM, membersonly=False, whois="moderators", publicroom=True)
    items = await bob["xep_0030"].get_items(SERVICE)
    report_event("found", rooms=[str(jid) for jid, _, _ in items["disco_items"]["items"]])
    for person, nick in ((bob, "Bob"), (carol, "Carol"), (dave, "Dave")):
        report_event("entered", **await person.join(ROOM, nick))

    # §7.2.2: moderators see real JIDs, the others do not.
    await settle(*people)
    report_event("addresses", alice=str(alice.muc.get_jid_property(ROOM, "Dave", "jid")),
        bob=str(bob.muc.get_jid_property(ROOM, "Dave", "jid")))

    # §8.3 to §9.8.
    report_event("roles", moderators=sorted(await alice.muc.get_roles_list(ROOM, "moderator")),
        participants=sorted(await alice.muc.get_roles_list(ROOM, "participant")),
        refused=await refusal(bob.muc.get_roles_list(ROOM, "participant")))
    report_event("not theirs", role=await refusal(bob.muc.set_role(ROOM, "Carol", "none")),
        affiliation=await refusal(bob.muc.set_affiliation(ROOM, "outcast", jid="carol@localhost")),
        config=await refusal(bob.muc.get_room_config(ROOM)), destroy=await refusal(bob.muc.destroy(ROOM)))
    await alice.muc.set_role(ROOM, "Bob", "moderator", reason="To help")
    report_event("moderator", **await carol.sees(ROOM, "Bob"))
    await bob.muc.set_role(ROOM, "Dave", "visitor")
    report_event("visitor", **await carol.sees(ROOM, "Dave"))
    report_event("owner's role", refused=await refusal(bob.muc.set_role(ROOM, "Alice", "none")))

    # XEP-0425 before version 0.3, which this version of slixmpp implements.
    carol.say(ROOM, "Buy now!")
    said = await bob.receives("groupchat_message")
    garden, said_id = JID(ROOM), said["stanza_id"]["id"]
    report_event("moderation refused", condition=await refusal(carol["xep_0425"].moderate(garden, said_id)))
    for person in (alice, carol):
        person.queue_event("moderated_message")
    await bob["xep_0425"].moderate(garden, said_id, "Advertising")
    for person in (alice, carol):
        received = await person.receives("moderated_message")
        moderated = received["apply_to"]["moderated"]
        report_event("moderated", who=person.boundjid.user, sender=str(received["from"]), by=moderated["by"], reason=moderated["reason"],
            same=received["apply_to"]["id"] == said_id)
    kept = {result["mam_result"]["id"]: result["mam_result"]["forwarded"]["stanza"]
            async for result in alice["xep_0313"].iterate(jid=ROOM)}
    report_event("tombstone", sender=str(kept[said_id]["from"]), body=kept[said_id]["body"],
        retracted=kept[said_id].xml.find("{urn:xmpp:message-retract:1}retracted") is not None)

    # §8.2.
    await bob.muc.set_role(ROOM, "Dave", "none", reason="Shouting")
    report_event("kicked", who="dave", **await dave.sees(ROOM, "Dave", "unavailable"))
    report_event("kicked", who="carol", **await carol.sees(ROOM, "Dave", "unavailable"))
    dave.say(ROOM, "I go on")
    report_event("kicked and silent", condition=(await dave.receives("groupchat_message_error"))["error"]["condition"])
    report_event("came back", **await dave.join(ROOM, "Dave"))

    # §9.1, §9.2.
    await settle(*people)
    await alice.muc.set_affiliation(ROOM, "outcast", jid="dave@localhost", reason="Enough")
    report_event("banned", who="dave", **await dave.sees(ROOM, "Dave", "unavailable"))
    report_event("banned", who="carol", **await carol.sees(ROOM, "Dave", "unavailable"))
    report_event("kept out", **await dave.join(ROOM, "Dave"))
    report_event("lists", who="alice", **await lists(alice))
    report_event("lists", who="dave", **await lists(dave))
    await alice.muc.set_affiliation(ROOM, "none", jid="dave@localhost")
    report_event("let in again", **await dave.join(ROOM, "Dave"))

    # §9.3 to §10.8.
    await settle(*people)
    await alice.muc.set_affiliation(ROOM, "member", nick="Carol")
    report_event("member", **await bob.sees(ROOM, "Carol"))
    await alice.muc.set_affiliation(ROOM, "admin", jid="bob@localhost")
    report_event("admin", **await carol.sees(ROOM, "Bob"))
    report_event("admin's limit", refused=await refusal(bob.muc.set_affiliation(ROOM, "none", jid="alice@localhost")))
    await bob.muc.send_affiliation_list(ROOM, [("erin@elsewhere.example", "outcast"), ("frank@localhost", "member")])
    report_event("last owner", refused=await refusal(alice.muc.set_affiliation(ROOM, "none", jid="alice@localhost")))
    await alice.muc.set_affiliation(ROOM, "owner", jid="bob@localhost")
    await alice.muc.set_affiliation(ROOM, "admin", jid="alice@localhost")
    report_event("lists", who="bob", **await lists(bob))

    # §9.3, §10.2.1: a non-member is removed when the room becomes members-only.
    await settle(*people)
    await bob.configure(ROOM, membersonly=True)
    report_event("no member", **await dave.sees(ROOM, "Dave", "unavailable"))

    # §10.9.
    report_event("admin's end", refused=await refusal(alice.muc.destroy(ROOM)))
    await bob.muc.destroy(ROOM, "We have moved", altroom=OTHER)
    for person in (alice, carol):
        last = await person.receives("groupchat_presence", lambda presence: presence["muc"].get_plugin("destroy", check=True))
        destroyed = last["muc"]["destroy"]
        report_event("destroyed", who=person.boundjid.user, sender=str(last["from"]), type=last["type"], reason=destroyed["reason"],
            instead=str(destroyed["jid"]))
    report_event("nothing left", refused=await refusal(carol["xep_0030"].get_info(ROOM)))
    await asyncio.gather(*(person.disconnect() for person in people))
    report_event("end")


run(main)
