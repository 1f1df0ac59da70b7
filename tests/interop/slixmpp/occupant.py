"""A slixmpp client in rooms, with the events of its group chat plugins."""
from slixmpp.exceptions import PresenceError
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath
from person import STEP_TIMEOUT, Person

SERVICE = "rooms.localhost"
PLUGINS = ["xep_0004", "xep_0030", "xep_0045", "xep_0059", "xep_0199", "xep_0203", "xep_0249", "xep_0308", "xep_0313",
           "xep_0359", "xep_0421"]
EVENTS = ["groupchat_message", "groupchat_subject", "groupchat_presence", "groupchat_invite", "groupchat_direct_invite",
          "groupchat_message_error", "groupchat_config_status", "message_correction"]
CONFIG = "muc#roomconfig_"


class Occupant(Person):
    def __init__(self, name, more=()):
        super().__init__(f"{name}@localhost/laptop", [*PLUGINS, *more], EVENTS)
        self.muc = self["xep_0045"]
        # This version raises events for messages without a body only where a plugin knows them.
        self.queue_event("any_message")
        self.register_handler(Callback("Any message", StanzaPath("message"), self.queues["any_message"].put_nowait))

    async def join(self, room, nick, **wishes):
        """Enters a room. Returns what slixmpp has got from it, or the condition of the error."""
        try:
            own, subject, occupants, history = await self.muc.join_muc_wait(room, nick, timeout=STEP_TIMEOUT, **wishes)
        except PresenceError as error:
            # This version still considers itself joined, and would ignore invitations to the room.
            del self.muc.rooms[room]
            return {"refused": error.condition}
        return {
            "codes": sorted(own["muc"]["status_codes"]), "affiliation": own["muc"]["affiliation"], "role": own["muc"]["role"],
            "subject": subject["subject"], "occupants": sorted({each["muc"]["nick"] for each in occupants}),
            "history": [each["body"] for each in history],
        }

    async def configure(self, room, **settings):
        """Submits the room's form with changed fields. Returns the names of all fields."""
        form = await self.muc.get_room_config(room)
        names = sorted(form.get_fields())
        for name, value in settings.items():
            form.get_fields()[CONFIG + name]["value"] = value
        await self.muc.set_room_config(room, form)
        return names

    def say(self, room, body):
        self.send_message(room, body, mtype="groupchat")

    async def sees(self, room, nick, type="available"):
        """The next presence of this occupant: affiliation, role, status codes and item."""
        def fits(presence):
            return presence["from"] == f"{room}/{nick}" and (presence["type"] == "unavailable") == (type == "unavailable")
        presence = await self.receives("groupchat_presence", fits)
        muc, item = presence["muc"], presence["muc"]["item"]
        return {"codes": sorted(muc["status_codes"]), "affiliation": muc["affiliation"], "role": muc["role"],
                "jid": str(muc["jid"]), "new_nick": item["nick"], "reason": item["reason"], "actor": item["actor"]["nick"]}

    def forget(self):
        """Drops all events not yet taken."""
        for queue in self.queues.values():
            while not queue.empty():
                queue.get_nowait()


async def settle(*occupants):
    """Waits until everything sent has been handled, and drops the events of it."""
    for _ in range(2):
        for occupant in occupants:
            await occupant.ping_server()
    for occupant in occupants:
        occupant.forget()
