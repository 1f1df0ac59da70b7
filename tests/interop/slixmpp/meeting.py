"""People with slixmpp make a room, invite each other, talk, whisper, take other names, ask for a voice, read it again, and leave."""
import asyncio

from occupant import SERVICE, Occupant, settle
from person import refusal, run, saw

ROOM = f"tea@{SERVICE}"


def occupant_id(stanza):
    return stanza["occupant-id"].xml.get("id")


async def main():
    alice, bob, carol, dave = people = [Occupant(name) for name in ("alice", "bob", "carol", "dave")]
    for person in people:
        await person.enter()

    # XEP-0045 §6.1 to §6.4.
    services = await alice["xep_0030"].get_items("localhost")
    saw("services", jids=sorted(str(jid) for jid, _, _ in services["disco_items"]["items"]))
    service = await alice["xep_0030"].get_info(SERVICE)
    saw("service", identities=[list(each[:2]) for each in service["disco_info"]["identities"]],
        features=sorted(service["disco_info"]["features"]))

    # §10.1.
    saw("created", **await alice.join(ROOM, "Ali"))
    saw("locked", **await bob.join(ROOM, "Bob"))
    fields = await alice.configure(ROOM, roomname="Tea", changesubject=False, allowinvites=True)
    saw("form", fields=fields)
    saw("members only", **await bob.join(ROOM, "Bob"))
    room = (await alice["xep_0030"].get_info(ROOM))["disco_info"]
    saw("room", names=[each[3] for each in room["identities"]], features=sorted(room["features"]))

    # §7.8: one is invited by way of the room, one directly, one does not want to come.
    alice.muc.invite(ROOM, "bob@localhost", "Come for tea")
    invited = await bob.hears("groupchat_invite")
    invite = invited["muc"]["invite"]
    saw("invited", sender=str(invited["from"]), by=invite["from"].bare, reason=invite["reason"])
    saw("entered", who="bob", **await bob.join(ROOM, "Bob"))
    saw("came", **await alice.sees(ROOM, "Bob"))
    await alice.muc.set_affiliation(ROOM, "member", jid="carol@localhost")
    alice["xep_0249"].send_invitation("carol@localhost", ROOM, reason="You too")
    direct = await carol.hears("groupchat_direct_invite")
    saw("invited directly", sender=str(direct["from"]), room=str(direct["groupchat_invite"]["jid"]),
        reason=direct["groupchat_invite"]["reason"])
    saw("entered", who="carol", **await carol.join(ROOM, "Carol"))
    bob.muc.invite(ROOM, "dave@localhost")
    dave_invite = await dave.hears("groupchat_invite")
    dave.muc.decline(ROOM, dave_invite["muc"]["invite"]["from"], "Too late for me")
    # Taken from the message itself: this version's own event of it is never raised.
    declined = await bob.hears("any_message", lambda message: message["muc"]["decline"]["from"] == "dave@localhost")
    saw("declined", sender=str(declined["from"]), reason=declined["muc"]["decline"]["reason"])
    await settle(*people)

    # §7.4, XEP-0359, XEP-0421.
    bob.say(ROOM, "Two lumps, please")
    heard = [await person.hears("groupchat_message") for person in (alice, bob, carol)]
    saw("heard", senders=sorted({str(each["from"]) for each in heard}), bodies=sorted({each["body"] for each in heard}),
        ids_by=sorted({each["stanza_id"]["by"] for each in heard}), ids=len({each["stanza_id"]["id"] for each in heard}),
        occupant_ids=len({occupant_id(each) for each in heard} - {None}))
    bob_id, first_id = occupant_id(heard[0]), heard[0]["stanza_id"]["id"]

    # §7.5.
    bob.send_message(f"{ROOM}/Ali", "Who is Carol?", mtype="chat")
    whispered = await alice.hears("chat")
    saw("whispered", sender=str(whispered["from"]), body=whispered["body"], same=occupant_id(whispered) == bob_id)

    # §8.1.
    alice.muc.set_subject(ROOM, "Cake")
    subjects = [await person.hears("groupchat_subject") for person in (alice, bob, carol)]
    saw("subject", senders=sorted({str(each["from"]) for each in subjects}), subjects=[each["subject"] for each in subjects])
    bob.muc.set_subject(ROOM, "Scones")
    saw("subject refused", condition=(await bob.hears("groupchat_message_error"))["error"]["condition"])

    # §7.6.
    await settle(*people)
    bob.send_presence(pto=f"{ROOM}/Robert")
    saw("left the name", **await carol.sees(ROOM, "Bob", "unavailable"))
    saw("took a name", **await carol.sees(ROOM, "Robert"))
    saw("roster", nicks=sorted(carol.muc.get_roster(ROOM)), bob=str(carol.muc.get_jid_property(ROOM, "Robert", "jid")))
    bob.keep(f"muc::{ROOM}::presence-error")
    bob.send_presence(pto=f"{ROOM}/Ali")
    saw("name refused", condition=(await bob.hears(f"muc::{ROOM}::presence-error"))["error"]["condition"])
    bob.say(ROOM, "Robert speaking")
    heard = await carol.hears("groupchat_message")
    saw("heard as", sender=str(heard["from"]), same=occupant_id(heard) == bob_id)

    # XEP-0308, XEP-0410.
    correction = bob.make_message(ROOM, "Robert is speaking", mtype="groupchat")
    correction["replace"]["id"] = heard["id"]
    correction.send()
    corrected = await carol.hears("message_correction")
    saw("corrected", body=corrected["body"], same=corrected["replace"]["id"] == heard["id"])
    saw("still in", refused=await refusal(bob["xep_0199"].send_ping(f"{ROOM}/Robert")))

    # §7.13, §8.6.
    await alice.configure(ROOM, moderatedroom=True)
    saw("changed", codes=sorted((await carol.hears("groupchat_config_status"))["muc"]["status_codes"]))
    await alice.muc.set_role(ROOM, "Carol", "visitor")
    await carol.sees(ROOM, "Carol")
    carol.say(ROOM, "May I?")
    saw("no voice", condition=(await carol.hears("groupchat_message_error"))["error"]["condition"])
    carol.muc.request_voice(ROOM, "participant")
    asked = await alice.hears("any_message", lambda message: message.get_plugin("form", check=True))
    form = asked["form"]
    saw("voice asked for", values={name: form.get_values()[name] for name in ("muc#jid", "muc#roomnick", "muc#role")})
    form.get_fields()["muc#request_allow"]["value"] = True
    form["type"] = "submit"
    answer = alice.make_message(ROOM)
    answer.append(form)
    answer.send()
    saw("voice given", **await carol.sees(ROOM, "Carol"))
    carol.say(ROOM, "I may")
    saw("voice heard", body=(await alice.hears("groupchat_message", lambda message: message["from"].resource == "Carol"))["body"])

    # §7.14, §7.2.13, XEP-0313.
    carol.muc.leave_muc(ROOM, "Carol", "Good night")
    saw("gone", **await bob.sees(ROOM, "Carol", "unavailable"))
    saw("not in", refused=await refusal(carol["xep_0199"].send_ping(f"{ROOM}/Carol")))
    saw("back", **await carol.join(ROOM, "Carol", maxstanzas=2))
    results = [result["mam_result"] async for result in carol["xep_0313"].iterate(jid=ROOM)]
    kept = [(result["id"], result["forwarded"]["stanza"]) for result in results]
    saw("archive", said=[[said["from"].resource, said["body"]] for _, said in kept if said["body"]],
        subjects=[said["subject"] for _, said in kept if said["subject"]],
        first=next(id for id, said in kept if said["body"]) == first_id)
    # Invited, he has become a member.
    await alice.muc.set_affiliation(ROOM, "none", jid="dave@localhost")
    saw("archive refused", condition=await refusal(dave["xep_0313"].retrieve(jid=ROOM)))
    await asyncio.gather(*(person.disconnect() for person in people))
    saw("end")


run(main)
