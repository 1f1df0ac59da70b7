"""A slixmpp client of an account; reports each event to the test as a line of JSON.

Each script is called with HOST PORT PASSWORD CERTIFICATE, and may have further arguments.
"""
import asyncio
import json
import sys

import slixmpp
from slixmpp.exceptions import IqError

HOST, PORT, PASSWORD, AUTHORITY = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
EXTRA_ARGS = sys.argv[5:]
STEP_TIMEOUT = 15

# Events go to the original standard output; sys.stdout is redirected, since slixmpp prints to it.
EVENT_STREAM, sys.stdout = sys.stdout, sys.stderr


def report_event(event, /, **facts):
    print(json.dumps({"event": event, **facts}), file=EVENT_STREAM, flush=True)


class Person(slixmpp.ClientXMPP):
    """Events named in `events` are queued in order until `receives` takes them."""

    def __init__(self, jid, plugins, events=(), password=PASSWORD):
        super().__init__(jid, password)
        for plugin in plugins:
            self.register_plugin(plugin)
        self.ca_certs = AUTHORITY
        self.auto_authorize = True
        self.auto_subscribe = True
        self.queues = {}
        for event in ("chat", "others_presence", *events):
            self.queue_event(event)
        self.present = asyncio.Event()
        self.add_event_handler("message", self._on_message)
        self.add_event_handler("presence_available", self._on_presence)
        self.add_event_handler("got_online", self._on_online)

    def queue_event(self, event):
        queue = self.queues[event] = asyncio.Queue()
        if event not in ("chat", "others_presence"):
            self.add_event_handler(event, queue.put_nowait)

    def _on_message(self, message):
        if message["body"] and message["type"] in ("chat", "normal"):
            self.queues["chat"].put_nowait(message)

    def _on_presence(self, presence):
        if presence["from"] == self.boundjid:
            self.present.set()

    def _on_online(self, presence):
        if presence["from"].bare != self.boundjid.bare:
            self.queues["others_presence"].put_nowait(presence)

    def open_connection(self):
        self.connect((HOST, PORT), force_starttls=True, disable_starttls=False)

    async def sign_in(self):
        started, refused = asyncio.Event(), asyncio.Event()
        self.add_event_handler("session_start", lambda _: started.set(), disposable=True)
        self.add_event_handler("failed_all_auth", lambda _: refused.set(), disposable=True)
        self.open_connection()
        waits = [asyncio.ensure_future(event.wait()) for event in (started, refused)]
        done, pending = await asyncio.wait(waits, timeout=STEP_TIMEOUT, return_when=asyncio.FIRST_COMPLETED)
        for each in pending:
            each.cancel()
        if not started.is_set():
            raise PermissionError(f"{self.boundjid.bare} cannot sign in" + ("" if done else ": no answer"))
        await self.get_roster()
        self.send_presence()
        # Waits for the echo: slixmpp changes a presence that it has not sent yet when it answers a subscription request.
        await asyncio.wait_for(self.present.wait(), STEP_TIMEOUT)

    async def receives(self, event="chat", fits=lambda _: True):
        """The earliest event not yet taken that fits; those before it are dropped."""
        while True:
            received = await asyncio.wait_for(self.queues[event].get(), STEP_TIMEOUT)
            if fits(received):
                return received

    async def ping_server(self):
        """Returns once the server has handled everything that was sent before."""
        await self["xep_0199"].send_ping(self.boundjid.host)


async def befriend(one, other):
    one.send_presence_subscription(other.boundjid.bare)
    for person in (one, other):
        await person.receives("others_presence")


async def refusal(request):
    """The error condition of the answer; None for a result."""
    try:
        await request
    except IqError as error:
        return error.condition
    return None


def run(main):
    asyncio.get_event_loop().run_until_complete(main())
