/** Block lists published on other servers (XEP-0060, XEP-0163), followed by ours. */
import { expect } from "bun:test";
import type { Actor } from "../../support/cast.ts";
import { EXTERNAL, EXTERNAL_AS_CLIENT, type FederationMethod } from "../../support/network/federation-methods.ts";
import { ejabberd } from "../../support/peers/ejabberd.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import type { Peer } from "../../support/peers/peer.ts";
import { prosody } from "../../support/peers/prosody.ts";
import { ask, form, publish, refusal } from "../../support/xep/pubsub.ts";
import { testWithPeers } from "./needs.ts";
import { openTwoServers } from "./two-servers.ts";

const NODE = "urn:example:bad";
/** Without presence-based delivery: the subscriber is a server, which has no presence. */
const OPEN = { access_model: "open", persist_items: "1", max_items: "10", presence_based_delivery: "0" };

const item = (id: string): string => `<item id="${id}"><report xmlns="urn:xmpp:reporting:1"/></item>`;

/** The error condition of a message to this domain; no such domain can be found. */
async function answerFrom(domain: string, sender: Actor): Promise<string> {
  const id = crypto.randomUUID();
  sender.sends(`<message to="somebody@${domain}" type="chat" id="${id}"><body>?</body></message>`);
  const error = await sender.client.receive((element) => element.attrs.id === id && element.attrs.type === "error");
  return error.getChild("error")?.getChildElements()[0]?.getName() ?? "";
}

/** Repeats until the condition is the expected one, since notifications take time. Returns the last condition. */
async function lastAnswer(expected: string, domain: string, sender: Actor): Promise<string> {
  let answer = "";
  for (const end = performance.now() + 10_000; answer !== expected && performance.now() < end; ) {
    answer = await answerFrom(domain, sender);
    if (answer !== expected) await Bun.sleep(50);
  }
  return answer;
}

async function untilAnswer(expected: string, domain: string, sender: Actor): Promise<void> {
  expect(await lastAnswer(expected, domain, sender)).toBe(expected);
}

function testBlocklist(peer: Peer, method: FederationMethod): void {
  testWithPeers([jabberHome, peer])(
    `jabber-home follows a list at ${peer.name}: existing, published and retracted items`,
    async () => {
      const list = `blocklists.block=juliet@${peer.name}-2.example/${NODE}`;
      await using sides = await openTwoServers([jabberHome, peer], method, ["romeo", "juliet"], [list]);
      const juliet = await sides.other.enter("juliet");
      const configured = `<configure>${form("node_config", OPEN)}</configure>`;
      expect(refusal(await ask(juliet, "set", `<create node="${NODE}"/>${configured}`))).toBe("");
      expect(refusal(await publish(juliet, NODE, item("first.example")))).toBe("");
      // The server has queried before the list existed, and would retry in a minute; so it is restarted.
      let romeo: Actor;
      let starts = 0;
      do {
        await sides.one.restart("stop");
        romeo = await sides.one.enter("romeo");
        starts += 1;
      } while ((await lastAnswer("not-allowed", "first.example", romeo)) !== "not-allowed" && starts < 3);
      await untilAnswer("not-allowed", "first.example", romeo);
      expect(await answerFrom("second.example", romeo)).toBe("remote-server-not-found");
      await publish(juliet, NODE, item("second.example"));
      await untilAnswer("not-allowed", "second.example", romeo);
      await ask(juliet, "set", `<retract node="${NODE}" notify="true"><item id="first.example"/></retract>`);
      await untilAnswer("remote-server-not-found", "first.example", romeo);
      expect(await answerFrom("second.example", romeo)).toBe("not-allowed");
    },
    60_000,
  );
}

testBlocklist(prosody, EXTERNAL);
testBlocklist(ejabberd, EXTERNAL_AS_CLIENT);
