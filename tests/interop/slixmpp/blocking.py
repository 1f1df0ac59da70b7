"""slixmpp blocks, reports and unblocks a contact, and changes a password (XEP-0191, XEP-0377, XEP-0077)."""
import asyncio

from person import PASSWORD, Person, befriend, refusal, run, report_event

PLUGINS = ["xep_0030", "xep_0077", "xep_0191", "xep_0199", "xep_0377"]
NEW = "such sweet sorrow"


def jids_in(iq):
    return sorted(item.get("jid") for item in iq.xml.iter("{urn:xmpp:blocking}item"))


def is_dave(presence):
    return presence["from"].bare == "dave@localhost"


async def blocked_by(person):
    return jids_in(await person["xep_0191"].get_blocked())


async def main():
    dave = Person("dave@localhost/laptop", PLUGINS, ["blocked"])
    phone = Person("dave@localhost/phone", PLUGINS, ["blocked", "unblocked"])
    erin = Person("erin@localhost/laptop", PLUGINS, ["got_offline"])
    for person in (dave, phone, erin):
        await person.sign_in()
    await befriend(dave, erin)

    # XEP-0191 §3.2: pushes go to resources that have requested the list.
    report_event("nobody blocked", list=await blocked_by(phone))
    await dave["xep_0191"].block(["erin@localhost", "spam.example"])
    pushed = await phone.receives("blocked")
    report_event("blocked", pushed=jids_in(pushed), list=await blocked_by(phone))
    report_event("gone", who=(await erin.receives("got_offline", is_dave))["from"].bare)
    erin.queue_event("message_error")
    erin.send_message("dave@localhost", "Are you there?", mtype="chat")
    report_event("refused", condition=(await erin.receives("message_error"))["error"]["condition"])
    report_event("ping refused", condition=await refusal(erin["xep_0199"].send_ping(dave.boundjid)))
    erin.queue_event("got_online")
    await dave["xep_0191"].unblock(["erin@localhost"])
    await phone.receives("unblocked")
    report_event("unblocked", list=await blocked_by(dave), back=(await erin.receives("got_online", is_dave))["from"].bare)
    erin.send_message(dave.boundjid.full, "And now?", mtype="chat")
    report_event("received", body=(await dave.receives())["body"])

    # This version of slixmpp implements XEP-0377 version 0.2: a block with a report in it.
    iq = dave.make_iq_set()
    iq["block"]["items"] = ["erin@localhost"]
    iq["block"]["report"]["spam"] = True
    iq["block"]["report"]["text"] = "Buy now!"
    await iq.send()
    report_event("reported", list=await blocked_by(dave))

    form = await erin["xep_0077"].get_registration("localhost")
    report_event("registration", registered=form["register"]["registered"], username=form["register"]["username"])
    await erin["xep_0077"].change_password(NEW, jid="localhost")
    await erin.disconnect()
    old, new = Person("erin@localhost/old", PLUGINS), Person("erin@localhost/new", PLUGINS, password=NEW)
    try:
        await old.sign_in()
        report_event("old password", fits=True)
    except PermissionError:
        report_event("old password", fits=False)
    await new.sign_in()
    report_event("new password", jid=new.boundjid.full)
    await new["xep_0077"].change_password(PASSWORD, jid="localhost")
    await asyncio.gather(*(person.disconnect() for person in (dave, phone, new)))
    report_event("end")


run(main)
