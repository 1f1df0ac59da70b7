"""A person with slixmpp, and a line of JSON for each thing that was seen: the test reads them.

Every play is called with HOST PORT PASSWORD CERTIFICATE, and may have more words behind them.
"""
import asyncio
import json
import sys

import slixmpp
from slixmpp.exceptions import IqError

HOST, PORT, PASSWORD, AUTHORITY = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
MORE = sys.argv[5:]
STEP = 15

# What is seen goes there; to what is called standard output slixmpp writes now and then, too.
SIGHTS, sys.stdout = sys.stdout, sys.stderr


def saw(what, **facts):
    print(json.dumps({"saw": what, **facts}), file=SIGHTS, flush=True)


class Person(slixmpp.ClientXMPP):
    """Events named in `events` are kept in order until `hears` takes them."""

    def __init__(self, jid, plugins, events=(), password=PASSWORD):
        super().__init__(jid, password)
        for plugin in plugins:
            self.register_plugin(plugin)
        self.ca_certs = AUTHORITY
        self.auto_authorize = True
        self.auto_subscribe = True
        self.kept = {}
        for event in ("chat", "others_presence", *events):
            self.keep(event)
        self.present = asyncio.Event()
        self.add_event_handler("message", self._on_message)
        self.add_event_handler("presence_available", self._on_presence)
        self.add_event_handler("got_online", self._on_online)

    def keep(self, event):
        queue = self.kept[event] = asyncio.Queue()
        if event not in ("chat", "others_presence"):
            self.add_event_handler(event, queue.put_nowait)

    def _on_message(self, message):
        if message["body"] and message["type"] in ("chat", "normal"):
            self.kept["chat"].put_nowait(message)

    def _on_presence(self, presence):
        if presence["from"] == self.boundjid:
            self.present.set()

    def _on_online(self, presence):
        if presence["from"].bare != self.boundjid.bare:
            self.kept["others_presence"].put_nowait(presence)

    def reach(self):
        self.connect((HOST, PORT), force_starttls=True, disable_starttls=False)

    async def enter(self):
        started, refused = asyncio.Event(), asyncio.Event()
        self.add_event_handler("session_start", lambda _: started.set(), disposable=True)
        self.add_event_handler("failed_all_auth", lambda _: refused.set(), disposable=True)
        self.reach()
        waits = [asyncio.ensure_future(event.wait()) for event in (started, refused)]
        done, pending = await asyncio.wait(waits, timeout=STEP, return_when=asyncio.FIRST_COMPLETED)
        for each in pending:
            each.cancel()
        if not started.is_set():
            raise PermissionError(f"{self.boundjid.bare} does not come in" + ("" if done else ", and is not told why"))
        await self.get_roster()
        self.send_presence()
        # Not before it has come back: what slixmpp has not sent yet, it changes when it answers a request to subscribe.
        await asyncio.wait_for(self.present.wait(), STEP)

    async def hears(self, event="chat", fits=lambda _: True):
        """The earliest not yet taken that fits; whatever came before it is taken away."""
        while True:
            heard = await asyncio.wait_for(self.kept[event].get(), STEP)
            if fits(heard):
                return heard

    async def is_heard(self):
        """Whatever was sent before has been handled when the server answers."""
        await self["xep_0199"].send_ping(self.boundjid.host)


async def befriend(one, other):
    one.send_presence_subscription(other.boundjid.bare)
    for person in (one, other):
        await person.hears("others_presence")


async def refusal(request):
    """The condition of the error that answers it; None where it is answered with a result."""
    try:
        await request
    except IqError as error:
        return error.condition
    return None


def run(play):
    asyncio.get_event_loop().run_until_complete(play())
