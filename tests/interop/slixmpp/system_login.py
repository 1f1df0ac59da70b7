"""An account signs in, with the mechanisms that slixmpp chooses; its arguments are the JID and whether the stream names it (RFC 6120 §4.7.1)."""
import ssl

from person import EXTRA_ARGS, Person, report_event, run

# It knows tls-unique alone, which TLS 1.3 has not: without it slixmpp is a client that cannot bind.
ssl.SSLObject.get_channel_binding = lambda *_: None

JID, NAMES_ITSELF = EXTRA_ARGS[0], EXTRA_ARGS[1] == "named"


async def main():
    person = Person(JID, ["xep_0199"])
    if NAMES_ITSELF:
        person.stream_header = person.stream_header.replace(" to=", f" from='{JID}' to=", 1)
    mechanisms = person["feature_mechanisms"]
    person.add_event_handler(
        "auth_success", lambda _: report_event("mechanism", name=mechanisms.mech.name, offered=sorted(mechanisms.mech_list))
    )
    try:
        await person.sign_in()
    except PermissionError:
        report_event("refused", offered=sorted(mechanisms.mech_list))
    else:
        await person.ping_server()
        report_event("in", jid=person.boundjid.bare)
        await person.disconnect()


run(main)
