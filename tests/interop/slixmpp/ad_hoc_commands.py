"""An administrator runs ad-hoc commands with slixmpp; another account may not (XEP-0050, XEP-0133)."""
import asyncio

from person import Person, refusal, run, report_event

PLUGINS = ["xep_0004", "xep_0030", "xep_0050", "xep_0133", "xep_0199"]
ADMIN = "http://jabber.org/protocol/admin#"
PASSWORD_OF_NEW = "parting is such"


async def commands_of(person):
    answer = await person["xep_0133"].get_commands("localhost")
    return sorted(node for _, node, _ in answer["disco_items"]["items"])


async def runs(person, command, fields):
    """Runs a command by the plugin's own method with these fields. Returns the form's fields and the outcome."""
    over = asyncio.get_running_loop().create_future()
    asked = []

    def done(iq, _):
        over.set_result({"status": iq["command"]["status"], "notes": [text for _, text in iq["command"]["notes"]],
                         "values": iq["command"]["form"]["values"] if iq["command"].get_plugin("form", check=True) else {}})

    def filled(iq, session):
        if iq["command"]["status"] == "completed":
            return done(iq, session)
        asked.extend(sorted(iq["command"]["form"].get_fields()))
        form = person["xep_0004"].make_form("submit")
        for name, value in fields.items():
            form.add_field(var=name, value=value)
        session["payload"] = form
        session["next"] = done
        person["xep_0050"].complete_command(session)

    def failed(iq, _):
        over.set_result({"refused": iq["error"]["condition"]})

    getattr(person["xep_0133"], command.replace("-", "_"))("localhost", {"next": filled, "error": failed})
    return {"asked": asked, **await asyncio.wait_for(over, 15)}


async def main():
    admin, frank = Person("admin@localhost/desk", PLUGINS), Person("frank@localhost/laptop", PLUGINS, ["message"])
    for person in (admin, frank):
        await person.sign_in()
    report_event("commands", admin=await commands_of(admin), frank=await commands_of(frank))

    fields = {"accountjid": "newcomer@localhost", "password": PASSWORD_OF_NEW, "password-verify": PASSWORD_OF_NEW}
    report_event("add by frank", **await runs(frank, "add-user", fields))
    report_event("add", **await runs(admin, "add-user", fields))
    newcomer = Person("newcomer@localhost/laptop", PLUGINS, ["message", "disconnected"], password=PASSWORD_OF_NEW)
    await newcomer.sign_in()
    report_event("newcomer", jid=newcomer.boundjid.full)
    report_event("online", **await runs(admin, "get-online-users-num", {}))
    begun = await admin["xep_0050"].send_command("localhost", f"{ADMIN}add-user")
    form = admin["xep_0004"].make_form("submit")
    for name, value in fields.items():
        form.add_field(var=name, value=value)
    completing = {"sessionid": begun["command"]["sessionid"], "action": "complete", "payload": form}
    report_event("add again", refused=await refusal(admin["xep_0050"].send_command("localhost", f"{ADMIN}add-user", **completing)))
    report_event("announce", **await runs(admin, "announce", {"subject": "Tea", "announcement": ["Tea is ready.", "Cake, too."]}))
    for person in (frank, newcomer):
        message = await person.receives("message")
        report_event("announced", to=person.boundjid.user, sender=message["from"].full, body=message["body"])

    # XEP-0050: a started command can be cancelled.
    begun = await admin["xep_0050"].send_command("localhost", f"{ADMIN}delete-user", action="execute")
    cancelled = await admin["xep_0050"].send_command(
        "localhost", f"{ADMIN}delete-user", action="cancel", sessionid=begun["command"]["sessionid"])
    report_event("cancelled", status=cancelled["command"]["status"])
    report_event("unknown", refused=await refusal(admin["xep_0050"].send_command("localhost", "no-such-command")))

    report_event("delete", **await runs(admin, "delete-user", {"accountjids": ["newcomer@localhost"]}))
    await newcomer.receives("disconnected")
    again = Person("newcomer@localhost/laptop", PLUGINS, password=PASSWORD_OF_NEW)
    try:
        await again.sign_in()
        report_event("deleted", may_enter=True)
    except PermissionError:
        report_event("deleted", may_enter=False)
    await asyncio.gather(*(person.disconnect() for person in (admin, frank)))
    report_event("end")


run(main)
