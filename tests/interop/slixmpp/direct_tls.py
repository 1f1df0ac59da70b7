"""Two slixmpp clients sign in by direct TLS, one with ALPN as XEP-0368 says and one without, and chat."""
from person import HOST, PORT, Person, report_event, run

PLUGINS = ["xep_0199"]


class DirectPerson(Person):
    def __init__(self, jid, alpn):
        super().__init__(jid, PLUGINS)
        if alpn:
            self.ssl_context.set_alpn_protocols(alpn)

    def open_connection(self):
        self.connect((HOST, PORT), use_ssl=True, force_starttls=False, disable_starttls=True)


async def main():
    alice, bob = DirectPerson("alice@localhost/laptop", ["xmpp-client"]), DirectPerson("bob@localhost/laptop", [])
    for person in (alice, bob):
        await person.sign_in()
        tls = person.transport.get_extra_info("ssl_object")
        report_event("signed in", jid=person.boundjid.full, alpn=tls.selected_alpn_protocol(), tls=tls.version())
    alice.send_message(bob.boundjid.full, "By the door of browsers.", mtype="chat")
    report_event("message", body=(await bob.receives())["body"])
    for person in (alice, bob):
        await person.disconnect()


run(main)
