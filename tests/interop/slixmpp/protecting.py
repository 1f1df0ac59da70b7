"""Somebody is blocked, reported and let in again, and a password is changed, with slixmpp's plugins."""
import asyncio

from person import PASSWORD, Person, befriend, refusal, run, saw

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
        await person.enter()
    await befriend(dave, erin)

    # XEP-0191 §3.2: pushes go to those who have asked for the list.
    saw("nobody blocked", list=await blocked_by(phone))
    await dave["xep_0191"].block(["erin@localhost", "spam.example"])
    pushed = await phone.hears("blocked")
    saw("blocked", pushed=jids_in(pushed), list=await blocked_by(phone))
    saw("gone", who=(await erin.hears("got_offline", is_dave))["from"].bare)
    erin.keep("message_error")
    erin.send_message("dave@localhost", "Are you there?", mtype="chat")
    saw("refused", condition=(await erin.hears("message_error"))["error"]["condition"])
    saw("ping refused", condition=await refusal(erin["xep_0199"].send_ping(dave.boundjid)))
    erin.keep("got_online")
    await dave["xep_0191"].unblock(["erin@localhost"])
    await phone.hears("unblocked")
    saw("unblocked", list=await blocked_by(dave), back=(await erin.hears("got_online", is_dave))["from"].bare)
    erin.send_message(dave.boundjid.full, "And now?", mtype="chat")
    saw("heard", body=(await dave.hears())["body"])

    # XEP-0377 version 0.2 is what this version of slixmpp knows: a block with a report in it.
    iq = dave.make_iq_set()
    iq["block"]["items"] = ["erin@localhost"]
    iq["block"]["report"]["spam"] = True
    iq["block"]["report"]["text"] = "Buy now!"
    await iq.send()
    saw("reported", list=await blocked_by(dave))

    form = await erin["xep_0077"].get_registration("localhost")
    saw("registration", registered=form["register"]["registered"], username=form["register"]["username"])
    await erin["xep_0077"].change_password(NEW, jid="localhost")
    await erin.disconnect()
    old, new = Person("erin@localhost/old", PLUGINS), Person("erin@localhost/new", PLUGINS, password=NEW)
    try:
        await old.enter()
        saw("old password", fits=True)
    except PermissionError:
        saw("old password", fits=False)
    await new.enter()
    saw("new password", jid=new.boundjid.full)
    await new["xep_0077"].change_password(PASSWORD, jid="localhost")
    await asyncio.gather(*(person.disconnect() for person in (dave, phone, new)))
    saw("end")


run(main)
