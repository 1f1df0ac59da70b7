"""People with slixmpp take back what they have said in a room, and what others have."""
import asyncio

from occupant import SERVICE, Occupant, settle
from person import refusal, run, saw
from slixmpp import JID

ROOM = JID(f"hustings@{SERVICE}")


def stanza_id(message):
    return message["stanza_id"]["id"]


async def archive(person):
    """As the room's archive has it: by whom, which words, and whether a tombstone is left of them."""
    said = []
    async for result in person["xep_0313"].iterate(jid=ROOM):
        message = result["mam_result"]["forwarded"]["stanza"]
        retracted = message.xml.find("{urn:xmpp:message-retract:1}retracted") is not None
        said.append([message["from"].resource, message["body"], retracted])
    return said


async def main():
    alice, bob = people = [Occupant(name, ["xep_0424", "xep_0425"]) for name in ("alice", "bob")]
    for person in people:
        person.keep("moderated_message")
        person.keep("message_retract")
        await person.enter()
    await alice.join(ROOM, "Alice")
    await alice.configure(ROOM, membersonly=False, whois="moderators")
    await bob.join(ROOM, "Bob")
    await settle(*people)

    heard = {}
    for body in ("insult", "slip of the tongue", "promise"):
        bob.say(ROOM, body)
        heard[body] = await alice.hears("groupchat_message", lambda message, body=body: message["body"] == body)
    alice.say(ROOM, "order")
    order = await bob.hears("groupchat_message", lambda message: message["body"] == "order")

    # XEP-0425 §3, by the version that this library has.
    await alice["xep_0425"].moderate(ROOM, stanza_id(heard["insult"]), "Enough")
    for name, person in (("alice", alice), ("bob", bob)):
        told = await person.hears("moderated_message")
        moderated = told["apply_to"]["moderated"]
        saw("moderated", who=name, sender=str(told["from"]), by=str(moderated["by"]), reason=moderated["reason"],
            same=told["apply_to"]["id"] == stanza_id(heard["insult"]))
    saw("not theirs", condition=await refusal(bob["xep_0425"].moderate(ROOM, stanza_id(order))))
    saw("nothing", condition=await refusal(alice["xep_0425"].moderate(ROOM, "nonesuch")))

    # XEP-0424 §3, likewise.
    bob["xep_0424"].send_retraction(ROOM, stanza_id(heard["slip of the tongue"]), "groupchat")
    told = await alice.hears("message_retract")
    saw("retracted", sender=str(told["from"]), same=told["apply_to"]["id"] == stanza_id(heard["slip of the tongue"]))
    alice["xep_0424"].send_retraction(ROOM, stanza_id(heard["promise"]), "groupchat")
    refused = await alice.hears("groupchat_message_error")
    saw("not hers", condition=refused["error"]["condition"])

    saw("archive", said=await archive(bob))
    await asyncio.gather(*(person.disconnect() for person in people))
    saw("end")


run(main)
