"""Somebody registers with an invitation (XEP-0445, XEP-0077) and signs in on the same stream; its argument is the token."""
import xml.etree.ElementTree as ET

from person import EXTRA_ARGS, Person, report_event, run

PLUGINS = ["xep_0077", "xep_0199"]
[TOKEN] = EXTRA_ARGS


class Invited(Person):
    def __init__(self, jid):
        super().__init__(jid, PLUGINS)
        registration = self["xep_0077"]
        ask = registration.get_registration

        async def with_token(**options):
            # slixmpp keeps requests back until a session has started.
            self._always_send_everything = True
            request = self.Iq()
            request["type"] = "set"
            request["to"] = self.boundjid.host
            request.append(ET.Element("{urn:xmpp:pars:0}preauth", token=TOKEN))
            answer = await request.send()
            report_event("token", type=answer["type"])
            return await ask(**options)

        registration.get_registration = with_token
        self.add_event_handler("register", self.register)

    async def register(self, form):
        fields = form["register"]
        report_event("form", fields=sorted(fields["fields"]), username=fields["username"])
        request = self.Iq()
        request["type"] = "set"
        request["register"]["username"] = self.boundjid.user
        request["register"]["password"] = self.password
        answer = await request.send()
        report_event("registered", type=answer["type"])
        self._always_send_everything = False


async def main():
    invited = Invited("bob@localhost/laptop")
    await invited.sign_in()
    await invited.receives("others_presence")
    report_event("signed in", jid=invited.boundjid.full)
    report_event("roster", **{jid: invited.client_roster[jid]["subscription"] for jid in invited.client_roster
                              if jid != invited.boundjid.bare})
    invited.send_message("alice@localhost", "Thank you for the invitation.", mtype="chat")
    await invited.ping_server()
    await invited.disconnect()
    report_event("end")


run(main)
