"""slixmpp stores private data and bookmarks, and reads them in each format (XEP-0048, XEP-0049, XEP-0402)."""
import asyncio

from slixmpp.plugins.xep_0048 import Bookmarks
from slixmpp.xmlstream import ET

from person import Person, refusal, run, report_event

NATIVE = "urn:xmpp:bookmarks:1"
PLUGINS = ["xep_0030", "xep_0048", "xep_0049", "xep_0060", "xep_0163", "xep_0199", "xep_0223"]
# The plugin of XEP-0048 cannot select elements in pubsub: they are read from the XML.
CONFERENCE = "{storage:bookmarks}conference"


def rooms_in(answer):
    rooms = answer.xml.iter(CONFERENCE)
    return sorted((room.get("jid"), room.get("name"), room.findtext("{storage:bookmarks}nick")) for room in rooms)


def native_rooms_in(answer):
    items = answer.xml.iter("{http://jabber.org/protocol/pubsub}item")
    return sorted((item.get("id"), item[0].get("name"), item[0].findtext(f"{{{NATIVE}}}nick")) for item in items)


def bookmarked(*rooms):
    bookmarks = Bookmarks()
    for jid, name in rooms:
        bookmarks.add_conference(jid, "Carol", name=name, autojoin=True)
    return bookmarks


def private_options(person):
    form = person["xep_0004"].make_form("submit")
    form.add_field(var="FORM_TYPE", ftype="hidden", value="http://jabber.org/protocol/pubsub#publish-options")
    fields = {"persist_items": "true", "max_items": "max", "send_last_published_item": "never", "access_model": "whitelist"}
    for name, value in fields.items():
        form.add_field(var=f"pubsub#{name}", value=value)
    return form


async def main():
    carol, other = Person("carol@localhost/laptop", PLUGINS), Person("dave@localhost/laptop", PLUGINS)
    for person in (carol, other):
        await person.sign_in()
    info = await carol["xep_0030"].get_info("carol@localhost")
    report_event("account", features=sorted(info["disco_info"]["features"]))

    await carol["xep_0048"].set_bookmarks(bookmarked(("tea@rooms.localhost", "Tea")), method="xep_0049")
    report_event("private storage", rooms=rooms_in(await carol["xep_0048"].get_bookmarks(method="xep_0049")))
    report_event("somebody else's", rooms=rooms_in(await other["xep_0048"].get_bookmarks(method="xep_0049")))
    report_event("private storage elsewhere", native=native_rooms_in(await carol["xep_0060"].get_items(None, NATIVE)),
        pubsub=rooms_in(await carol["xep_0048"].get_bookmarks(method="xep_0223")))

    both = bookmarked(("tea@rooms.localhost", "Tea"), ("cake@rooms.localhost", "Cake"))
    await carol["xep_0048"].set_bookmarks(both, method="xep_0223")
    report_event("pubsub", rooms=rooms_in(await carol["xep_0048"].get_bookmarks(method="xep_0223")))
    report_event("pubsub elsewhere", native=native_rooms_in(await carol["xep_0060"].get_items(None, NATIVE)),
        private=rooms_in(await carol["xep_0048"].get_bookmarks(method="xep_0049")))

    room = ET.Element(f"{{{NATIVE}}}conference", {"name": "Scones", "autojoin": "true"})
    ET.SubElement(room, f"{{{NATIVE}}}nick").text = "Carol"
    await carol["xep_0060"].publish(None, NATIVE, id="scones@rooms.localhost", payload=room, options=private_options(carol))
    await carol["xep_0060"].retract(None, NATIVE, "tea@rooms.localhost", notify="true")
    report_event("native", rooms=native_rooms_in(await carol["xep_0060"].get_items(None, NATIVE)))
    report_event("native elsewhere", pubsub=rooms_in(await carol["xep_0048"].get_bookmarks(method="xep_0223")),
        private=rooms_in(await carol["xep_0048"].get_bookmarks(method="xep_0049")))
    report_event("nobody else's", refused=await refusal(other["xep_0060"].get_items("carol@localhost", NATIVE)))
    await asyncio.gather(*(person.disconnect() for person in (carol, other)))
    report_event("end")


run(main)
