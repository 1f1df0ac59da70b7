"""A push service, a slixmpp component, is notified for a disconnected app (XEP-0357)."""
import asyncio

from slixmpp.xmlstream import ET
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath

from person import STEP_TIMEOUT, Person, run, report_event
from service import DOMAIN, Service

PUSH = "urn:xmpp:push:0"
PLUGINS = ["xep_0004", "xep_0030", "xep_0060", "xep_0198", "xep_0199"]


class AppServer(Service):
    """Receives published notifications, as the servers of mobile apps do."""

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

    async def receives_push(self):
        return await asyncio.wait_for(self.published.get(), STEP_TIMEOUT)


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
    await push.connect_outcome()
    judy, ivan = Person("judy@localhost/phone", PLUGINS, ["session_resumed"]), Person("ivan@localhost/laptop", PLUGINS)
    for person in (judy, ivan):
        await person.sign_in()
    info = await judy["xep_0030"].get_info("judy@localhost")
    report_event("offered", push=PUSH in info["disco_info"]["features"])
    await push_request(judy, "enable")

    ivan.send_message("judy@localhost/phone", "She is here.", mtype="chat")
    report_event("received", body=(await judy.receives())["body"])
    report_event("silence", published=push.published.qsize())

    # Her messages are acknowledged: the server need not notify them again.
    judy["xep_0198"].send_ack()
    await judy.ping_server()

    # XEP-0198: her connection is lost, her session is suspended; the app must be notified.
    judy.transport.abort()
    ivan.send_message("judy@localhost/phone", "Come back!", mtype="chat")
    report_event("cut off", **await push.receives_push())
    await asyncio.sleep(0.3)
    if not judy.is_connected():
        judy.open_connection()
    await judy.receives("session_resumed")
    report_event("resumed", body=(await judy.receives())["body"])

    await judy.disconnect()
    ivan.send_message("judy@localhost", "One", mtype="chat")
    report_event("gone", **await push.receives_push())
    ivan.send_message("judy@localhost", "Two", mtype="chat")
    report_event("gone twice", **await push.receives_push())

    again = Person("judy@localhost/phone", PLUGINS)
    await again.sign_in()
    await push_request(again, "disable")
    await again.disconnect()
    ivan.send_message("judy@localhost", "Three", mtype="chat")
    await ivan.ping_server()
    await push["xep_0199"].send_ping("localhost", ifrom=DOMAIN)
    report_event("disabled", published=push.published.qsize())
    await push.disconnect()
    await ivan.disconnect()
    report_event("end")


run(main)
