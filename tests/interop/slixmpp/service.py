"""A slixmpp component; its domain, secret and port are further arguments of the script."""
import asyncio

import slixmpp
from person import HOST, EXTRA_ARGS, STEP_TIMEOUT

DOMAIN, SECRET, PORT = EXTRA_ARGS[0], EXTRA_ARGS[1], int(EXTRA_ARGS[2])


class Service(slixmpp.ComponentXMPP):
    def __init__(self, plugins, name="A service", secret=SECRET):
        super().__init__(DOMAIN, secret, HOST, PORT)
        for plugin in plugins:
            self.register_plugin(plugin)
        self["xep_0030"].add_identity(category="component", itype="generic", name=name)
        self.outcome = asyncio.Queue()
        self.messages = asyncio.Queue()
        self.add_event_handler("session_start", lambda _: self.outcome.put_nowait("entered"))
        self.add_event_handler("stream_error", lambda error: self.outcome.put_nowait(error["condition"]))
        self.add_event_handler("message", self.messages.put_nowait)

    async def connect_outcome(self):
        """Connects; returns "entered", or the condition of the stream error."""
        self.connect()
        return await asyncio.wait_for(self.outcome.get(), STEP_TIMEOUT)

    async def receives(self):
        return await asyncio.wait_for(self.messages.get(), STEP_TIMEOUT)
