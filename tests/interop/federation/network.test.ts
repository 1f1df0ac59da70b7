/** The test network without jabber-home: prosody, ejabberd and jabberd2 find each other. */
import { expect } from "bun:test";
import { parseElement } from "../../../src/xml/parse-element.ts";
import { VERIFIED_DIALBACK } from "../../support/network/federation-methods.ts";
import { openNetwork } from "../../support/network/network.ts";
import { ejabberd } from "../../support/peers/ejabberd.ts";
import { jabberd2 } from "../../support/peers/jabberd2.ts";
import { logIn, start } from "../../support/peers/peer.ts";
import { prosody } from "../../support/peers/prosody.ts";
import { PASSWORD } from "../../support/server.ts";
import { testWithPeers } from "./needs.ts";

const PING = "<ping xmlns='urn:xmpp:ping'/>";
const PEERS = [prosody, ejabberd, jabberd2];

testWithPeers(PEERS)("prosody, ejabberd and jabberd2 exchange messages and pings with each other", async () => {
  await using stack = new AsyncDisposableStack();
  const network = stack.use(
    await openNetwork(
      PEERS.map(({ name }) => `${name}.example`),
      VERIFIED_DIALBACK,
    ),
  );
  const clients = await Promise.all(
    network.hosts.map(async (networkHost, index) => {
      const options = { accounts: ["romeo"], password: PASSWORD, networkHost };
      const installation = await PEERS[index]?.install(network.folder(networkHost.domain), options);
      if (!installation) throw new Error("a host without a peer");
      stack.adopt(await start(installation), (running) => running.stop());
      const client = await logIn(installation, { username: "romeo", password: PASSWORD }, "starttls");
      client.send("<presence/>");
      await client.iq("get", parseElement(PING), networkHost.domain);
      return { client, domain: networkHost.domain };
    }),
  );
  const pairs = clients.flatMap((one) => clients.filter((other) => other !== one).map((other) => ({ one, other })));
  expect(pairs).toHaveLength(6);
  for (const { one, other } of pairs) {
    const text = `${one.domain} greets ${other.domain}`;
    one.client.send(`<message type='chat' to='romeo@${other.domain}'><body>${text}</body></message>`);
    const message = await other.client.receive((element) => element.getChildText("body") === text);
    expect(message.attrs.from).toBe(one.client.jid);
    const pong = await one.client.iq("get", parseElement(PING), other.domain);
    expect(pong.attrs.from).toBe(other.domain);
  }
});
