"""slixmpp uploads a large file (XEP-0363), and another account fetches it.

Its further argument is the size in bytes. The certificate that HTTPS trusts is that of SSL_CERT_FILE.
"""
import asyncio
import hashlib
import tempfile

from aiohttp import ClientSession

from person import EXTRA_ARGS, Person, report_event, run

PLUGINS = ["xep_0030", "xep_0066", "xep_0128", "xep_0199", "xep_0363"]
SIZE = int(EXTRA_ARGS[0])
PORTION = bytes(range(256)) * 256


async def fetch(url):
    digest, size = hashlib.sha256(), 0
    async with ClientSession() as session, session.get(url) as response:
        async for portion in response.content.iter_chunked(65536):
            digest.update(portion)
            size += len(portion)
        return {"status": response.status, "type": response.content_type, "size": size, "sha256": digest.hexdigest()}


async def discover(person):
    """As its find_upload_service, which does not run on this version of Python."""
    info = (await person["xep_0030"].get_info("localhost"))["disco_info"]
    if not any(identity[:2] == ("store", "file") for identity in info["identities"]):
        raise LookupError("the domain is no store of files")
    form = next(form for form in info.iterables if form["values"]["FORM_TYPE"] == ["urn:xmpp:http:upload:0"])
    person["xep_0363"].upload_service = "localhost"
    person["xep_0363"].max_file_size = int(form["values"]["max-file-size"])
    report_event("service", max_file_size=person["xep_0363"].max_file_size)


async def main():
    alice, bob = Person("alice@localhost/laptop", PLUGINS), Person("bob@localhost/laptop", PLUGINS)
    for person in (alice, bob):
        await person.sign_in()
    await discover(alice)
    with tempfile.TemporaryFile() as file:
        digest = hashlib.sha256()
        for _ in range(SIZE // len(PORTION)):
            file.write(PORTION)
            digest.update(PORTION)
        file.seek(0)
        url = await alice["xep_0363"].upload_file("film.mp4", size=SIZE, content_type="video/mp4", input_file=file)
    report_event("uploaded", sha256=digest.hexdigest())
    message = alice.make_message(mto="bob@localhost", mbody=url, mtype="chat")
    message["oob"]["url"] = url
    message.send()
    received = await bob.receives(fits=lambda message: message["oob"]["url"] == message["body"])
    report_event("fetched", **await fetch(received["oob"]["url"]))
    await asyncio.gather(*(person.disconnect() for person in (alice, bob)))
    report_event("end")


run(main)
