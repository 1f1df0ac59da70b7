"""Two people with slixmpp: they sign in, add each other, talk, lose a connection, resume it, and read what was said."""
import asyncio

from person import Person, befriend, run, saw

PLUGINS = ["xep_0012", "xep_0030", "xep_0059", "xep_0085", "xep_0092", "xep_0115", "xep_0184", "xep_0198", "xep_0199",
           "xep_0202", "xep_0203", "xep_0280", "xep_0297", "xep_0313", "xep_0352", "xep_0359"]
CARBONS = ["carbon_received", "carbon_sent"]


async def main():
    alice = Person("alice@localhost/laptop", PLUGINS, ["session_resumed"])
    phone, bob = Person("alice@localhost/phone", PLUGINS, CARBONS), Person("bob@localhost/laptop", PLUGINS)
    for person in (alice, phone, bob):
        await person.enter()
        saw("signed in", jid=person.boundjid.full, resumable=bool(person["xep_0198"].sm_id))

    await befriend(alice, bob)
    for person, other in ((alice, "bob@localhost"), (bob, "alice@localhost")):
        for _ in range(100):
            if person.client_roster[other]["subscription"] == "both":
                break
            await asyncio.sleep(0.05)
        saw("roster", of=person.boundjid.bare, subscription=person.client_roster[other]["subscription"])

    await phone["xep_0280"].enable()
    alice.send_message("bob@localhost", "Wherefore art thou?", mtype="chat")
    heard = await bob.hears()
    saw("message", to="bob", body=heard["body"], sender=heard["from"].full)
    saw("carbon", kind="sent", body=(await phone.hears("carbon_sent"))["carbon_sent"]["body"])
    bob.send_message(alice.boundjid.full, "Here I am.", mtype="chat")
    heard = await alice.hears()
    saw("message", to="alice", body=heard["body"], sender=heard["from"].full)
    saw("carbon", kind="received", body=(await phone.hears("carbon_received"))["carbon_received"]["body"])

    # The connection breaks without a word; what is said meanwhile arrives when the stream has been resumed.
    stream_id = alice["xep_0198"].sm_id
    alice.transport.abort()
    bob.send_message(alice.boundjid.full, "Still there?", mtype="chat")
    await asyncio.sleep(0.3)
    if not alice.is_connected():
        alice.reach()
    await alice.hears("session_resumed")
    heard = await alice.hears()
    saw("resumed", same=alice["xep_0198"].sm_id == stream_id, body=heard["body"])

    history = []
    async for result in alice["xep_0313"].iterate(with_jid="bob@localhost"):
        history.append(result["mam_result"]["forwarded"]["stanza"]["body"])
    saw("history", bodies=history)

    version = await alice["xep_0092"].get_version("localhost")
    saw("version", name=version["software_version"]["name"])
    info = await alice["xep_0030"].get_info("localhost")
    saw("features", of="localhost", features=sorted(info["disco_info"]["features"]))
    time = await alice["xep_0202"].get_entity_time("localhost")
    # Read from the XML: this version's own accessor puts a second "Z" behind the time.
    saw("time", utc=time["entity_time"].xml.findtext("{urn:xmpp:time}utc"))
    await alice["xep_0199"].ping("localhost")
    saw("ping")
    for person in (alice, phone, bob):
        await person.disconnect()
    saw("end")


run(main)
