"""slixmpp reads the archive in pages from either end, and changes its preferences (XEP-0313, XEP-0059, XEP-0441)."""
import asyncio

from person import Person, run, report_event

PLUGINS = ["xep_0030", "xep_0059", "xep_0184", "xep_0199", "xep_0280", "xep_0308", "xep_0313", "xep_0333", "xep_0359",
           "xep_0424", "xep_0441", "xep_0444"]
SAID = [f"Line {number}" for number in range(1, 9)]


def body(result):
    return result["mam_result"]["forwarded"]["stanza"]["body"]


async def main():
    grace, heidi = Person("grace@localhost/laptop", PLUGINS, ["receipt_received"]), Person("heidi@localhost/laptop", PLUGINS)
    for person in (grace, heidi):
        await person.sign_in()
    for number, line in enumerate(SAID):
        speaker, listener = (grace, heidi) if number % 2 == 0 else (heidi, grace)
        speaker.send_message(listener.boundjid.full, line, mtype="chat")
        await listener.receives()

    mam = grace["xep_0313"]
    pages = []
    async for page in mam.retrieve(iterator=True, rsm={"max": 3}, with_jid="heidi@localhost"):
        pages.append([body(result) for result in page["mam"]["results"]])
    report_event("pages", pages=pages)
    report_event("backwards", bodies=[body(result) async for result in mam.iterate(reverse=True, rsm={"max": 3}, total=4)])
    report_event("nobody", bodies=[body(result) async for result in mam.iterate(with_jid="nobody@localhost")])
    results = [result async for result in mam.iterate(rsm={"max": 5})]
    stamps = [result["mam_result"]["forwarded"]["delay"]["stamp"] for result in results]
    # Messages of one millisecond have the same time.
    report_event("since", wanted=[line for line, stamp in zip(SAID, stamps) if stamp >= stamps[5]],
        bodies=[body(result) async for result in mam.iterate(start=stamps[5])])
    report_event("until", wanted=[line for line, stamp in zip(SAID, stamps) if stamp <= stamps[1]],
        bodies=[body(result) async for result in mam.iterate(end=stamps[1])])
    report_event("fields", fields=sorted((await mam.get_fields()).get_fields()))
    metadata = (await mam.get_archive_metadata())["mam_metadata"]
    report_event("metadata", first=metadata["start"]["id"] == results[0]["mam_result"]["id"],
        last=metadata["end"]["id"] == results[-1]["mam_result"]["id"])

    # XEP-0184, XEP-0333, XEP-0444: messages without a body are archived by the archive's rules, or not at all.
    message = grace.make_message(heidi.boundjid.full, "Read me", mtype="chat")
    message["request_receipt"] = True
    message.send()
    received = await heidi.receives()
    heidi["xep_0333"].send_marker(received["from"], received["id"], "displayed")
    heidi["xep_0444"].send_reactions(received["from"], received["id"], {"\N{WHITE SMILING FACE}"})
    report_event("receipt", same=(await grace.receives("receipt_received"))["receipt"] == received["id"])
    await heidi.ping_server()
    found = [result["mam_result"]["forwarded"]["stanza"].xml async for result in mam.iterate(start=stamps[-1])]
    report_event("kept", elements=sorted({child.tag for stanza in found for child in stanza} & {
        "{urn:xmpp:chat-markers:0}displayed", "{urn:xmpp:reactions:0}reactions", "{urn:xmpp:receipts}received"}))

    # XEP-0441.
    report_event("preferences", default=(await grace["xep_0441"].get_preferences())[0])
    await grace["xep_0441"].set_preferences(default="always", always=[], never=["heidi@localhost"])
    default, _, never = await grace["xep_0441"].get_preferences()
    report_event("changed preferences", default=default, never=[str(jid) for jid in never])
    heidi.send_message(grace.boundjid.full, "Off the record", mtype="chat")
    await grace.receives()
    report_event("off the record", kept_by=[person.boundjid.user for person in (grace, heidi)
                                   if "Off the record" in [body(result) async for result in person["xep_0313"].iterate()]])
    await asyncio.gather(*(person.disconnect() for person in (grace, heidi)))
    report_event("end")


run(main)
