/** XEP-0485 §3, §6: which other servers are named. */
import { expect, test } from "bun:test";
import { flag } from "../../options.ts";
import { stanza, testRouter } from "../../server/testing.ts";
import { pubsub } from "./0060-pubsub/pubsub.ts";
import { type Peer, serverInformation } from "./0485-server-info.ts";

const NS = "urn:xmpp:serverinfo:0";
/** With the option enabled. */
const wanted = { ...serverInformation, options: { publish: flag(true, "") } };

async function published(peers: readonly Peer[], answers: Readonly<Record<string, string>>) {
  const { boot, router, remote, committed } = testRouter();
  const { use } = boot(wanted);
  const { follow, publishAll } = use(wanted);
  follow(() => peers);
  publishAll();
  const asked = remote.splice(0);
  for (const { xml, to } of asked) {
    const { id, from, to: domain } = xml.attrs;
    const features = `<query xmlns="http://jabber.org/protocol/disco#info"><feature var="${answers[domain]}"/></query>`;
    if (domain in answers)
      router.receive(stanza(to?.full ?? "", `<iq type="result" id="${id}" to="${from}">${features}</iq>`));
  }
  publishAll();
  await committed();
  const { stores } = use(pubsub);
  const node = stores.nodes.get("pubsub.localhost", "serverinfo");
  const item = node && stores.items.get(node, "current")?.payload;
  return { item, asked: asked.map(({ to }) => to?.full), askedAgain: remote.length };
}

const peer = (domain: string, ...connections: Peer["connections"]): Peer => ({
  local: "localhost",
  domain,
  connections,
});

test("§3, §6: a domain MUST NOT be named unless it advertises support; others are listed without a name", async () => {
  const peers = [
    peer("quiet.example", "bidi"),
    peer("shakespeare.lit", "incoming", "outgoing"),
    peer("silent.example"),
  ];
  const { item, asked, askedAgain } = await published(peers, { "shakespeare.lit": NS, "quiet.example": "urn:other" });
  expect(asked).toEqual(["quiet.example", "shakespeare.lit", "silent.example"]);
  expect(item).toBe(
    `<serverinfo xmlns="${NS}"><domain name="localhost"><federation>` +
      `<remote-domain name="shakespeare.lit"><connection type="incoming"/><connection type="outgoing"/></remote-domain>` +
      `<remote-domain><connection type="bidi"/></remote-domain><remote-domain/>` +
      "</federation></domain></serverinfo>",
  );
  expect(askedAgain).toBe(0);
});

test("§3: without connections, the list is empty", async () => {
  const { item, asked } = await published([], {});
  expect(asked).toEqual([]);
  expect(item).toBe(`<serverinfo xmlns="${NS}"><domain name="localhost"><federation/></domain></serverinfo>`);
});
