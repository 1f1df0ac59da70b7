"""An external component is discovered and exchanges messages; with a wrong secret it is refused (XEP-0114)."""
from person import Person, refusal, run, report_event
from service import DOMAIN, Service

PLUGINS = ["xep_0030", "xep_0092", "xep_0199"]


async def main():
    ivan = Person("ivan@localhost/laptop", PLUGINS)
    await ivan.sign_in()
    report_event("away", refused=await refusal(ivan["xep_0199"].send_ping(DOMAIN)))
    service = Service(PLUGINS, "Weather")
    report_event("service", outcome=await service.connect_outcome())
    items = await ivan["xep_0030"].get_items("localhost")
    report_event("items", found=DOMAIN in [jid for jid, _, _ in items["disco_items"]["items"]])
    info = await ivan["xep_0030"].get_info(DOMAIN)
    report_event("info", names=[name for _, _, _, name in info["disco_info"]["identities"]])
    await ivan["xep_0199"].send_ping(DOMAIN)
    await service["xep_0199"].send_ping("localhost", ifrom=DOMAIN)
    ivan.send_message(DOMAIN, "Will it rain?", mtype="chat")
    asked = await service.receives()
    report_event("asked", sender=asked["from"].full, body=asked["body"])
    service.send_message(asked["from"], "It will.", mfrom=f"forecast@{DOMAIN}/today", mtype="chat")
    answered = await ivan.receives()
    report_event("answered", sender=answered["from"].full, body=answered["body"])
    await service.disconnect()
    impostor = Service(PLUGINS, secret="sunshine")
    report_event("impostor", outcome=await impostor.connect_outcome())
    impostor.abort()
    await ivan.disconnect()
    report_event("end")


run(main)
