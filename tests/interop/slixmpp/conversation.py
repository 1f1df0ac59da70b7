"""Two people with slixmpp: they sign in, add each other, talk, lose a connection, resume it, and read what was said.

Usage: conversation.py HOST PORT PASSWORD CERTIFICATE. Prints a line of JSON for each thing that was seen; the test reads them.
"""
import asyncio
import json
import sys

import slixmpp

HOST, PORT, PASSWORD, AUTHORITY = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
PLUGINS = ["xep_0012", "xep_0030", "xep_0059", "xep_0085", "xep_0092", "xep_0115", "xep_0184", "xep_0198", "xep_0199",
           "xep_0202", "xep_0203", "xep_0280", "xep_0297", "xep_0313", "xep_0352", "xep_0359"]
STEP = 15


def saw(what, **facts):
    print(json.dumps({"saw": what, **facts}), flush=True)


class Person(slixmpp.ClientXMPP):
    def __init__(self, jid):
        super().__init__(jid, PASSWORD)
        for plugin in PLUGINS:
            self.register_plugin(plugin)
        self.messages = asyncio.Queue()
        self.carbons = asyncio.Queue()
        self.resumed = asyncio.Event()
        self.present = asyncio.Event()
        self.ca_certs = AUTHORITY
        self.auto_authorize = True
        self.auto_subscribe = True
        self.add_event_handler("message", self.on_message)
        self.add_event_handler("carbon_received", lambda m: self.carbons.put_nowait(("received", m["carbon_received"]["body"])))
        self.add_event_handler("carbon_sent", lambda m: self.carbons.put_nowait(("sent", m["carbon_sent"]["body"])))
        self.add_event_handler("session_resumed", lambda _: self.resumed.set())
        self.add_event_handler("got_online", self.on_online)

    def on_message(self, message):
        if message["body"] and message["type"] in ("chat", "normal"):
            self.messages.put_nowait(message)

    def on_online(self, presence):
        if presence["from"].bare != self.boundjid.bare:
            self.present.set()

    async def enter(self):
        started = asyncio.Event()
        self.add_event_handler("session_start", lambda _: started.set(), disposable=True)
        self.connect((HOST, PORT), force_starttls=True, disable_starttls=False)
        await asyncio.wait_for(started.wait(), STEP)
        await self.get_roster()
        self.send_presence()

    async def hears(self):
        return await asyncio.wait_for(self.messages.get(), STEP)


async def main():
    alice, phone, bob = Person("alice@localhost/laptop"), Person("alice@localhost/phone"), Person("bob@localhost/laptop")
    for person in (alice, phone, bob):
        await person.enter()
        saw("signed in", jid=person.boundjid.full, resumable=bool(person["xep_0198"].sm_id))

    alice.send_presence_subscription("bob@localhost")
    await asyncio.wait_for(alice.present.wait(), STEP)
    await asyncio.wait_for(bob.present.wait(), STEP)
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
    saw("carbon", kind=(await asyncio.wait_for(phone.carbons.get(), STEP))[0])
    bob.send_message(alice.boundjid.full, "Here I am.", mtype="chat")
    heard = await alice.hears()
    saw("message", to="alice", body=heard["body"], sender=heard["from"].full)
    saw("carbon", kind=(await asyncio.wait_for(phone.carbons.get(), STEP))[0])

    # The connection breaks without a word; what is said meanwhile arrives when the stream has been resumed.
    stream_id = alice["xep_0198"].sm_id
    alice.transport.abort()
    bob.send_message(alice.boundjid.full, "Still there?", mtype="chat")
    await asyncio.sleep(0.3)
    if not alice.is_connected():
        alice.connect((HOST, PORT), force_starttls=True)
    await asyncio.wait_for(alice.resumed.wait(), STEP)
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


asyncio.get_event_loop().run_until_complete(main())
