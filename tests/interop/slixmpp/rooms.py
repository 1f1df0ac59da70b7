"""slixmpp clients create a room, invite, chat, send private messages, change nicknames, request voice, read history, and leave."""
import asyncio

from occupant import SERVICE, Occupant, settle
from person import refusal, run, report_event

ROOM = f"tea@{SERVICE}"


def occupant_id(stanza):
    return stanza["occupant-id"].xml.get("id")


async def main():
    alice, bob, carol, dave = people = [Occupant(name) for name in ("alice", "bob", "carol", "dave")]
    for person in people:
        await person.sign_in()

    # XEP-0045 §6.1 to §6.4.
    services = await alice["xep_0030"].get_items("localhost")
    report_event("services", jids=sorted(str(jid) for jid, _, _ in services["disco_items"]["items"]))
    service = await alice["xep_0030"].get_info(SERVICE)
    report_event("service", identities=[list(each[:2]) for each in service["disco_info"]["identities"]],
        features=sorted(service["disco_info"]["features"]))

    # §10.1.
    report_event("created", **await alice.join(ROOM, "Ali"))
    report_event("locked", **await bob.join(ROOM, "Bob"))
    fields = await alice.configure(ROOM, roomname="Tea", changesubject=False, allowinvites=True)
    report_event("form", fields=fields)
    report_event("members only", **await bob.join(ROOM, "Bob"))
    room = (await alice["xep_0030"].get_info(ROOM))["disco_info"]
    report_event("room", names=[each[3] for each in room["identities"]], features=sorted(room["features"]))

    # §7.8: one invitation through the room, one direct invitation, one that is declined.
    alice.muc.invite(ROOM, "bob@localhost", "Come for tea")
    invited = await bob.receives("groupchat_invite")
    invite = invited["muc"]["invite"]
    report_event("invited", sender=str(invited["from"]), by=invite["from"].bare, reason=invite["reason"])
    report_event("entered", who="bob", **await bob.join(ROOM, "Bob"))
    report_event("came", **await alice.sees(ROOM, "Bob"))
    await alice.muc.set_affiliation(ROOM, "member", jid="carol@localhost")
    alice["xep_0249"].send_invitation("carol@localhost", ROOM, reason="You too")
    direct = await carol.receives("groupchat_direct_invite")
    report_event("invited directly", sender=str(direct["from"]), room=str(direct["groupchat_invite"]["jid"]),
        reason=direct["groupchat_invite"]["reason"])
    report_event("entered", who="carol", **await carol.join(ROOM, "Carol"))
    bob.muc.invite(ROOM, "dave@localhost")
    dave_invite = await dave.receives("groupchat_invite")
    dave.muc.decline(ROOM, dave_invite["muc"]["invite"]["from"], "Too late for me")
    # Read from the message itself: this version never raises its event.
    declined = await bob.receives("any_message", lambda message: message["muc"]["decline"]["from"] == "dave@localhost")
    report_event("declined", sender=str(declined["from"]), reason=declined["muc"]["decline"]["reason"])
    await settle(*people)

    # §7.4, XEP-0359, XEP-0421.
    bob.say(ROOM, "Two lumps, please")
    received = [await person.receives("groupchat_message") for person in (alice, bob, carol)]
    report_event("received", senders=sorted({str(each["from"]) for each in received}), bodies=sorted({each["body"] for each in received}),
        ids_by=sorted({each["stanza_id"]["by"] for each in received}), ids=len({each["stanza_id"]["id"] for each in received}),
        occupant_ids=len({occupant_id(each) for each in received} - {None}))
    bob_id, first_id = occupant_id(received[0]), received[0]["stanza_id"]["id"]

    # §7.5.
    bob.send_message(f"{ROOM}/Ali", "Who is Carol?", mtype="chat")
    whispered = await alice.receives("chat")
    report_event("whispered", sender=str(whispered["from"]), body=whispered["body"], same=occupant_id(whispered) == bob_id)

    # §8.1.
    alice.muc.set_subject(ROOM, "Cake")
    subjects = [await person.receives("groupchat_subject") for person in (alice, bob, carol)]
    report_event("subject", senders=sorted({str(each["from"]) for each in subjects}), subjects=[each["subject"] for each in subjects])
    bob.muc.set_subject(ROOM, "Scones")
    report_event("subject refused", condition=(await bob.receives("groupchat_message_error"))["error"]["condition"])

    # §7.6.
    await settle(*people)
    bob.send_presence(pto=f"{ROOM}/Robert")
    report_event("left the name", **await carol.sees(ROOM, "Bob", "unavailable"))
    report_event("took a name", **await carol.sees(ROOM, "Robert"))
    report_event("roster", nicks=sorted(carol.muc.get_roster(ROOM)), bob=str(carol.muc.get_jid_property(ROOM, "Robert", "jid")))
    bob.queue_event(f"muc::{ROOM}::presence-error")
    bob.send_presence(pto=f"{ROOM}/Ali")
    report_event("name refused", condition=(await bob.receives(f"muc::{ROOM}::presence-error"))["error"]["condition"])
    bob.say(ROOM, "Robert speaking")
    received = await carol.receives("groupchat_message")
    report_event("received as", sender=str(received["from"]), same=occupant_id(received) == bob_id)

    # XEP-0308, XEP-0410.
    correction = bob.make_message(ROOM, "Robert is speaking", mtype="groupchat")
    correction["replace"]["id"] = received["id"]
    correction.send()
    corrected = await carol.receives("message_correction")
    report_event("corrected", body=corrected["body"], same=corrected["replace"]["id"] == received["id"])
    report_event("still in", refused=await refusal(bob["xep_0199"].send_ping(f"{ROOM}/Robert")))

    # §7.13, §8.6.
    await alice.configure(ROOM, moderatedroom=True)
    report_event("changed", codes=sorted((await carol.receives("groupchat_config_status"))["muc"]["status_codes"]))
    await alice.muc.set_role(ROOM, "Carol", "visitor")
    await carol.sees(ROOM, "Carol")
    carol.say(ROOM, "May I?")
    report_event("no voice", condition=(await carol.receives("groupchat_message_error"))["error"]["condition"])
    carol.muc.request_voice(ROOM, "participant")
    asked = await alice.receives("any_message", lambda message: message.get_plugin("form", check=True))
    form = asked["form"]
    report_event("voice asked for", values={name: form.get_values()[name] for name in ("muc#jid", "muc#roomnick", "muc#role")})
    form.get_fields()["muc#request_allow"]["value"] = True
    form["type"] = "submit"
    answer = alice.make_message(ROOM)
    answer.append(form)
    answer.send()
    report_event("voice given", **await carol.sees(ROOM, "Carol"))
    carol.say(ROOM, "I may")
    report_event("voice received", body=(await alice.receives("groupchat_message", lambda message: message["from"].resource == "Carol"))["body"])

    # §7.14, §7.2.13, XEP-0313.
    carol.muc.leave_muc(ROOM, "Carol", "Good night")
    report_event("gone", **await bob.sees(ROOM, "Carol", "unavailable"))
    report_event("not in", refused=await refusal(carol["xep_0199"].send_ping(f"{ROOM}/Carol")))
    report_event("back", **await carol.join(ROOM, "Carol", maxstanzas=2))
    results = [result["mam_result"] async for result in carol["xep_0313"].iterate(jid=ROOM)]
    kept = [(result["id"], result["forwarded"]["stanza"]) for result in results]
    report_event("archive", said=[[said["from"].resource, said["body"]] for _, said in kept if said["body"]],
        subjects=[said["subject"] for _, said in kept if said["subject"]],
        first=next(id for id, said in kept if said["body"]) == first_id)
    # By the invitation he has become a member.
    await alice.muc.set_affiliation(ROOM, "none", jid="dave@localhost")
    report_event("archive refused", condition=await refusal(dave["xep_0313"].retrieve(jid=ROOM)))
    await asyncio.gather(*(person.disconnect() for person in people))
    report_event("end")


run(main)
