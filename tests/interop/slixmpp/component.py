"""A service that is no part of the server is found, asked and talks (XEP-0114); one that does not know the secret does not."""
from person import Person, refusal, run, saw
from service import DOMAIN, Service

PLUGINS = ["xep_0030", "xep_0092", "xep_0199"]


async def main():
    ivan = Person("ivan@localhost/laptop", PLUGINS)
    await ivan.enter()
    saw("away", refused=await refusal(ivan["xep_0199"].send_ping(DOMAIN)))
    service = Service(PLUGINS, "Weather")
    saw("service", outcome=await service.tries())
    items = await ivan["xep_0030"].get_items("localhost")
    saw("items", found=DOMAIN in [jid for jid, _, _ in items["disco_items"]["items"]])
    info = await ivan["xep_0030"].get_info(DOMAIN)
    saw("info", names=[name for _, _, _, name in info["disco_info"]["identities"]])
    await ivan["xep_0199"].send_ping(DOMAIN)
    await service["xep_0199"].send_ping("localhost", ifrom=DOMAIN)
    ivan.send_message(DOMAIN, "Will it rain?", mtype="chat")
    asked = await service.hears()
    saw("asked", sender=asked["from"].full, body=asked["body"])
    service.send_message(asked["from"], "It will.", mfrom=f"forecast@{DOMAIN}/today", mtype="chat")
    answered = await ivan.hears()
    saw("answered", sender=answered["from"].full, body=answered["body"])
    await service.disconnect()
    impostor = Service(PLUGINS, secret="sunshine")
    saw("impostor", outcome=await impostor.tries())
    impostor.abort()
    await ivan.disconnect()
    saw("end")


run(main)
