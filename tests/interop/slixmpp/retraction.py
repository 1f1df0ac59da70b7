"""slixmpp retracts and moderates messages in a room (XEP-0424, XEP-0425)."""
import asyncio

from occupant import SERVICE, Occupant, settle
from person import refusal, run, report_event
from slixmpp import JID

ROOM = JID(f"hustings@{SERVICE}")


def stanza_id(message):
    return message["stanza_id"]["id"]


async def archive(person):
    """Messages of the room's archive: sender, body, and whether it is a tombstone."""
    said = []
    async for result in person["xep_0313"].iterate(jid=ROOM):
        message = result["mam_result"]["forwarded"]["stanza"]
        retracted = message.xml.find("{urn:xmpp:message-retract:1}retracted") is not None
        said.append([message["from"].resource, message["body"], retracted])
    return said


async def main():
    alice, bob = people = [Occupant(name, ["xep_0424", "xep_0425"]) for name in ("alice", "bob")]
    for person in people:
        person.queue_event("moderated_message")
        person.queue_event("message_retract")
        await person.sign_in()
    await alice.join(ROOM, "Alice")
    await alice.configure(ROOM, membersonly=False, whois="moderators")
    await bob.join(ROOM, "Bob")
    await settle(*people)

    received = {}
    for body in ("insult", "slip of the tongue", "promise"):
        bob.say(ROOM, body)
        received[body] = await alice.receives("groupchat_message", lambda message, body=body: message["body"] == body)
    alice.say(ROOM, "order")
    order = await bob.receives("groupchat_message", lambda message: message["body"] == "order")

    # XEP-0425 §3, in the version of this library.
    await alice["xep_0425"].moderate(ROOM, stanza_id(received["insult"]), "Enough")
    for name, person in (("alice", alice), ("bob", bob)):
        announcement = await person.receives("moderated_message")
        moderated = announcement["apply_to"]["moderated"]
        report_event("moderated", who=name, sender=str(announcement["from"]), by=str(moderated["by"]), reason=moderated["reason"],
            same=announcement["apply_to"]["id"] == stanza_id(received["insult"]))
    report_event("not theirs", condition=await refusal(bob["xep_0425"].moderate(ROOM, stanza_id(order))))
    report_event("nothing", condition=await refusal(alice["xep_0425"].moderate(ROOM, "nonesuch")))

    # XEP-0424 §3, likewise.
    bob["xep_0424"].send_retraction(ROOM, stanza_id(received["slip of the tongue"]), "groupchat")
    announcement = await alice.receives("message_retract")
    report_event("retracted", sender=str(announcement["from"]), same=announcement["apply_to"]["id"] == stanza_id(received["slip of the tongue"]))
    alice["xep_0424"].send_retraction(ROOM, stanza_id(received["promise"]), "groupchat")
    refused = await alice.receives("groupchat_message_error")
    report_event("not hers", condition=refused["error"]["condition"])

    report_event("archive", said=await archive(bob))
    await asyncio.gather(*(person.disconnect() for person in people))
    report_event("end")


run(main)
