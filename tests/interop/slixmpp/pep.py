"""slixmpp publishes by PEP and pubsub: interested contacts are notified, items are fetched and retracted."""
import asyncio
import base64
import hashlib

from slixmpp import JID

from person import Person, befriend, refusal, run, report_event

TUNE = "http://jabber.org/protocol/tune"
NODE = "urn:example:notes"
SERVICE = "pubsub.localhost"
PLUGINS = ["xep_0030", "xep_0054", "xep_0060", "xep_0084", "xep_0115", "xep_0118", "xep_0153", "xep_0163", "xep_0172",
           "xep_0199", "xep_0222", "xep_0223"]
EVENTS = ["user_tune_publish", "user_nick_publish", "avatar_metadata_publish", "vcard_avatar_update", "pubsub_publish",
          "pubsub_retract", "pubsub_purge", "pubsub_delete"]
# A picture of one pixel.
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////"
    "////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=")


def items_of(answer):
    return [item["id"] for item in answer["pubsub"]["items"]["substanzas"]]


def sent_by(account):
    return lambda message: message["from"] == account


def open_to_all(person):
    form = person["xep_0004"].make_form("submit")
    form.add_field(var="FORM_TYPE", ftype="hidden", value="http://jabber.org/protocol/pubsub#publish-options")
    form.add_field(var="pubsub#access_model", value="open")
    return form


def note(person, text):
    payload = person["xep_0118"].stanza.UserTune()
    payload["title"] = text
    return payload


async def main():
    alice, bob = Person("alice@localhost/laptop", PLUGINS, EVENTS), Person("bob@localhost/laptop", PLUGINS, EVENTS)
    for person in (alice, bob):
        await person.sign_in()
    await befriend(alice, bob)
    info = await alice["xep_0030"].get_info("alice@localhost")
    report_event("account", identities=[identity[:2] for identity in info["disco_info"]["identities"]],
        features=sorted(info["disco_info"]["features"]))
    report_event("caps", offered="caps" in alice.features)

    # XEP-0163: the nodes that bob's plugins follow are in his capabilities only.
    await alice["xep_0118"].publish_tune(artist="Yes", title="Heart of the Sunrise")
    tune = await bob.receives("user_tune_publish")
    report_event("tune", sender=tune["from"].full, title=tune["pubsub_event"]["items"]["item"]["tune"]["title"])
    await alice["xep_0172"].publish_nick("Ali")
    report_event("nick", nick=(await bob.receives("user_nick_publish"))["pubsub_event"]["items"]["item"]["nick"]["nick"])
    late = Person("bob@localhost/phone", PLUGINS, EVENTS)
    await late.sign_in()
    tune = await late.receives("user_tune_publish")
    report_event("last tune", title=tune["pubsub_event"]["items"]["item"]["tune"]["title"], to=tune["to"].resource)

    # XEP-0084 and its conversions.
    avatar = hashlib.sha1(PNG).hexdigest()
    shown = {"id": avatar, "type": "image/png", "bytes": str(len(PNG))}
    await alice["xep_0084"].publish_avatar(PNG, options=open_to_all(alice))
    await alice["xep_0084"].publish_avatar_metadata(shown, options=open_to_all(alice))
    metadata = await bob.receives("avatar_metadata_publish")
    found = metadata["pubsub_event"]["items"]["item"]["avatar_metadata"]["items"][0]["id"]
    data = await bob["xep_0084"].retrieve_avatar("alice@localhost", found)
    report_event("avatar", same=data["pubsub"]["items"]["item"]["avatar_data"]["value"] == PNG)
    vcard = await bob["xep_0054"].get_vcard("alice@localhost")
    report_event("avatar in the vCard", same=vcard["vcard_temp"]["PHOTO"]["BINVAL"] == PNG)
    presence = await bob.receives("vcard_avatar_update", lambda received: received["vcard_temp_update"]["photo"] == avatar)
    report_event("hash in presence", sender=presence["from"].full)

    # XEP-0054, XEP-0153 and the conversion back.
    card = bob["xep_0054"].make_vcard()
    card["FN"], card["NICKNAME"] = "Bob Dobbs", "Bobby"
    await bob["xep_0054"].publish_vcard(card, jid=JID("bob@localhost"))
    card = (await alice["xep_0054"].get_vcard("bob@localhost"))["vcard_temp"]
    report_event("vcard", name=card["FN"], nickname=card["NICKNAME"])
    await bob["xep_0153"].set_avatar(jid=JID("bob@localhost"), avatar=JPEG, mtype="image/jpeg")
    metadata = await alice.receives("avatar_metadata_publish", sent_by("bob@localhost"))
    pictured = metadata["pubsub_event"]["items"]["item"]["avatar_metadata"]["items"][0]
    data = await alice["xep_0084"].retrieve_avatar("bob@localhost", pictured["id"])
    report_event("avatar from a vCard", type=pictured["type"], same=data["pubsub"]["items"]["item"]["avatar_data"]["value"] == JPEG)
    card = (await alice["xep_0054"].get_vcard("bob@localhost"))["vcard_temp"]
    report_event("vcard with avatar", name=card["FN"])

    # XEP-0222 and XEP-0223: public data, and private data.
    await alice["xep_0222"].store(note(alice, "for all"), node=NODE, id="public")
    report_event("public", items=items_of(await bob["xep_0060"].get_items("alice@localhost", NODE)))
    await alice["xep_0223"].store(note(alice, "for me"), node="urn:example:diary", id="secret")
    report_event("private", mine=items_of(await alice["xep_0223"].retrieve("urn:example:diary")),
        refused=await refusal(bob["xep_0060"].get_items("alice@localhost", "urn:example:diary")))

    # XEP-0060: the domain's own service.
    await alice["xep_0060"].create_node(SERVICE, NODE)
    await bob["xep_0060"].subscribe(SERVICE, NODE)
    for number in ("1", "2", "3"):
        await alice["xep_0060"].publish(SERVICE, NODE, id=number, payload=note(alice, number).xml)
    received = [await bob.receives("pubsub_publish", sent_by(SERVICE)) for _ in "123"]
    report_event("published", items=[message["pubsub_event"]["items"]["item"]["id"] for message in received])
    report_event("latest", items=items_of(await bob["xep_0060"].get_items(SERVICE, NODE, max_items=2)))
    second = (await bob["xep_0060"].get_item(SERVICE, NODE, "2"))["pubsub"]["items"]["item"]
    report_event("one", title=second["payload"].findtext(f"{{{TUNE}}}title"))
    report_event("not bob's", refused=await refusal(bob["xep_0060"].retract(SERVICE, NODE, "2")))
    await alice["xep_0060"].retract(SERVICE, NODE, "2", notify="true")
    report_event("retracted", id=(await bob.receives("pubsub_retract"))["pubsub_event"]["items"]["retract"]["id"],
        left=items_of(await bob["xep_0060"].get_items(SERVICE, NODE)))
    owners = await alice["xep_0060"].get_node_affiliations(SERVICE, NODE)
    report_event("affiliations", all=[[str(each["jid"]), each["affiliation"]] for each in owners["pubsub_owner"]["affiliations"]])
    config = await alice["xep_0060"].get_node_config(SERVICE, NODE)
    report_event("config", fields=sorted(config["pubsub_owner"]["configure"]["form"].get_fields()))
    await alice["xep_0060"].purge(SERVICE, NODE)
    report_event("purged", node=(await bob.receives("pubsub_purge"))["pubsub_event"]["purge"]["node"])
    await alice["xep_0060"].delete_node(SERVICE, NODE)
    report_event("deleted", node=(await bob.receives("pubsub_delete"))["pubsub_event"]["delete"]["node"],
        refused=await refusal(bob["xep_0060"].get_items(SERVICE, NODE)))
    await asyncio.gather(*(person.disconnect() for person in (alice, bob, late)))
    report_event("end")


run(main)
