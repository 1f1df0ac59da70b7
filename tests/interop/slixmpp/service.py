"""A component with slixmpp; its domain, its secret and the port where it connects stand behind the usual words of a play."""
import asyncio

import slixmpp
from person import HOST, MORE, STEP

DOMAIN, SECRET, PORT = MORE[0], MORE[1], int(MORE[2])


class Service(slixmpp.ComponentXMPP):
    def __init__(self, plugins, name="A service", secret=SECRET):
        super().__init__(DOMAIN, secret, HOST, PORT)
        for plugin in plugins:
            self.register_plugin(plugin)
        self["xep_0030"].add_identity(category="component", itype="generic", name=name)
        self.outcome = asyncio.Queue()
        self.heard = asyncio.Queue()
        self.add_event_handler("session_start", lambda _: self.outcome.put_nowait("entered"))
        self.add_event_handler("stream_error", lambda error: self.outcome.put_nowait(error["condition"]))
        self.add_event_handler("message", self.heard.put_nowait)

    async def tries(self):
        """What comes of connecting: "entered", or the condition of the stream error."""
        self.connect()
        return await asyncio.wait_for(self.outcome.get(), STEP)

    async def hears(self):
        return await asyncio.wait_for(self.heard.get(), STEP)
