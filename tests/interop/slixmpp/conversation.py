"""Two slixmpp clients sign in, add each other, chat, resume a lost connection, and read the archive."""
import asyncio

from person import Person, befriend, run, report_event

PLUGINS = ["xep_0012", "xep_0030", "xep_0059", "xep_0085", "xep_0092", "xep_0115", "xep_0184", "xep_0198", "xep_0199",
           "xep_0202", "xep_0203", "xep_0280", "xep_0297", "xep_0313", "xep_0352", "xep_0359"]
CARBONS = ["carbon_received", "carbon_sent"]


async def main():
    alice = Person("alice@localhost/laptop", PLUGINS, ["session_resumed"])
    phone, bob = Person("alice@localhost/phone", PLUGINS, CARBONS), Person("bob@localhost/laptop", PLUGINS)
    for person in (alice, phone, bob):
        await person.sign_in()
        report_event("signed in", jid=person.boundjid.full, resumable=bool(person["xep_0198"].sm_id))

    await befriend(alice, bob)
    for person, other in ((alice, "bob@localhost"), (bob, "alice@localhost")):
        for _ in range(100):
            if person.client_roster[other]["subscription"] == "both":
                break
            await asyncio.sleep(0.05)
        report_event("roster", of=person.boundjid.bare, subscription=person.client_roster[other]["subscription"])

    await phone["xep_0280"].enable()
    alice.send_message("bob@localhost", "Wherefore art thou?", mtype="chat")
    received = await bob.receives()
    report_event("message", to="bob", body=received["body"], sender=received["from"].full)
    report_event("carbon", kind="sent", body=(await phone.receives("carbon_sent"))["carbon_sent"]["body"])
    bob.send_message(alice.boundjid.full, "Here I am.", mtype="chat")
    received = await alice.receives()
    report_event("message", to="alice", body=received["body"], sender=received["from"].full)
    report_event("carbon", kind="received", body=(await phone.receives("carbon_received"))["carbon_received"]["body"])

    # The connection breaks; messages of the meantime arrive when the stream has been resumed.
    stream_id = alice["xep_0198"].sm_id
    alice.transport.abort()
    bob.send_message(alice.boundjid.full, "Still there?", mtype="chat")
    await asyncio.sleep(0.3)
    if not alice.is_connected():
        alice.open_connection()
    await alice.receives("session_resumed")
    received = await alice.receives()
    report_event("resumed", same=alice["xep_0198"].sm_id == stream_id, body=received["body"])

    history = []
    async for result in alice["xep_0313"].iterate(with_jid="bob@localhost"):
        history.append(result["mam_result"]["forwarded"]["stanza"]["body"])
    report_event("history", bodies=history)

    version = await alice["xep_0092"].get_version("localhost")
    report_event("version", name=version["software_version"]["name"])
    info = await alice["xep_0030"].get_info("localhost")
    report_event("features", of="localhost", features=sorted(info["disco_info"]["features"]))
    time = await alice["xep_0202"].get_entity_time("localhost")
    # Read from the XML: this version's accessor appends a second "Z" to the time.
    report_event("time", utc=time["entity_time"].xml.findtext("{urn:xmpp:time}utc"))
    await alice["xep_0199"].ping("localhost")
    report_event("ping")
    for person in (alice, phone, bob):
        await person.disconnect()
    report_event("end")


run(main)
