"""An app that is not connected is woken by its own service, a component with slixmpp (XEP-0357)."""
import asyncio

from slixmpp.xmlstream import ET
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath

from person import STEP, Person, run, saw
from service import DOMAIN, Service

PUSH = "urn:xmpp:push:0"
PLUGINS = ["xep_0004", "xep_0030", "xep_0060", "xep_0198", "xep_0199"]


class AppServer(Service):
    """Takes what is published to it, as the servers of mobile apps do."""

    def __init__(self):
        super().__init__(PLUGINS, "Push")
        self.published = asyncio.Queue()
        self.register_handler(Callback("Published", StanzaPath("iq@type=set/pubsub/publish"), self.on_publish))

    def on_publish(self, iq):
        iq.reply().send()
        form = iq.xml.find(f".//{{{PUSH}}}notification/{{jabber:x:data}}x")
        values = {field.get("var"): field.findtext("{jabber:x:data}value") for field in form}
        options = iq["pubsub"]["publish_options"]
        self.published.put_nowait({
            "sender": iq["from"].full, "node": iq["pubsub"]["publish"]["node"], "values": values,
            "secret": options["values"].get("secret") if options else None})

    async def is_told(self):
        return await asyncio.wait_for(self.published.get(), STEP)


def push_request(person, name):
    iq = person.make_iq_set()
    request = ET.SubElement(iq.xml, f"{{{PUSH}}}{name}", {"jid": DOMAIN, "node": "judys-phone"})
    if name == "enable":
        form = person["xep_0004"].make_form("submit")
        form.add_field(var="FORM_TYPE", ftype="hidden", value="http://jabber.org/protocol/pubsub#publish-options")
        form.add_field(var="secret", value="between us")
        request.append(form.xml)
    return iq.send()


async def main():
    push = AppServer()
    await push.tries()
    judy, ivan = Person("judy@localhost/phone", PLUGINS, ["session_resumed"]), Person("ivan@localhost/laptop", PLUGINS)
    for person in (judy, ivan):
        await person.enter()
    info = await judy["xep_0030"].get_info("judy@localhost")
    saw("offered", push=PUSH in info["disco_info"]["features"])
    await push_request(judy, "enable")

    ivan.send_message("judy@localhost/phone", "She is here.", mtype="chat")
    saw("heard", body=(await judy.hears())["body"])
    saw("silence", told=push.published.qsize())

    # What she has is acknowledged: the server need not tell of it again.
    judy["xep_0198"].send_ack()
    await judy.is_heard()

    # XEP-0198: her connection is gone, her session waits; the app must be woken to come back.
    judy.transport.abort()
    ivan.send_message("judy@localhost/phone", "Come back!", mtype="chat")
    saw("cut off", **await push.is_told())
    await asyncio.sleep(0.3)
    if not judy.is_connected():
        judy.reach()
    await judy.hears("session_resumed")
    saw("resumed", body=(await judy.hears())["body"])

    await judy.disconnect()
    ivan.send_message("judy@localhost", "One", mtype="chat")
    saw("gone", **await push.is_told())
    ivan.send_message("judy@localhost", "Two", mtype="chat")
    saw("gone twice", **await push.is_told())

    again = Person("judy@localhost/phone", PLUGINS)
    await again.enter()
    await push_request(again, "disable")
    await again.disconnect()
    ivan.send_message("judy@localhost", "Three", mtype="chat")
    await ivan.is_heard()
    await push["xep_0199"].send_ping("localhost", ifrom=DOMAIN)
    saw("disabled", told=push.published.qsize())
    await push.disconnect()
    await ivan.disconnect()
    saw("end")


run(main)
