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
/** The last: who follows a list is nobody that is present anywhere. */
const OPEN = { access_model: "open", persist_items: "1", max_items: "10", presence_based_delivery: "0" };

const item = (id: string): string => `<item id="${id}"><report xmlns="urn:xmpp:reporting:1"/></item>`;

/** The condition with which a message to somebody there comes back: nobody of these domains can be found. */
async function answerFrom(domain: string, writer: Actor): Promise<string> {
  const id = crypto.randomUUID();
  writer.sends(`<message to="somebody@${domain}" type="chat" id="${id}"><body>?</body></message>`);
  const error = await writer.client.receive((element) => element.attrs.id === id && element.attrs.type === "error");
  return error.getChild("error")?.getChildElements()[0]?.getName() ?? "";
}

/** Asks again until the answer is this one: what is published takes its way. Returns the last answer. */
async function answerAtLast(wanted: string, domain: string, writer: Actor): Promise<string> {
  let answer = "";
  for (const end = performance.now() + 10_000; answer !== wanted && performance.now() < end; ) {
    answer = await answerFrom(domain, writer);
    if (answer !== wanted) await Bun.sleep(50);
  }
  return answer;
}

async function comesTo(wanted: string, domain: string, writer: Actor): Promise<void> {
  expect(await answerAtLast(wanted, domain, writer)).toBe(wanted);
}

function follows(peer: Peer, way: FederationMethod): void {
  testWithPeers([jabberHome, peer])(
    `ours follows a list at ${peer.name}: what is there, what is published, what is retracted`,
    async () => {
      const list = `blocklists.block=juliet@${peer.name}-2.example/${NODE}`;
      await using sides = await openTwoServers([jabberHome, peer], way, ["romeo", "juliet"], [list]);
      const juliet = await sides.other.enter("juliet");
      const configured = `<configure>${form("node_config", OPEN)}</configure>`;
      expect(refusal(await ask(juliet, "set", `<create node="${NODE}"/>${configured}`))).toBe("");
      expect(refusal(await publish(juliet, NODE, item("first.example")))).toBe("");
      // It has asked when there was no list yet, and would ask again in a minute; so it would where the other is busy.
      let romeo: Actor;
      let starts = 0;
      do {
        await sides.one.restart("stop");
        romeo = await sides.one.enter("romeo");
        starts += 1;
      } while ((await answerAtLast("not-allowed", "first.example", romeo)) !== "not-allowed" && starts < 3);
      await comesTo("not-allowed", "first.example", romeo);
      expect(await answerFrom("second.example", romeo)).toBe("remote-server-not-found");
      await publish(juliet, NODE, item("second.example"));
      await comesTo("not-allowed", "second.example", romeo);
      await ask(juliet, "set", `<retract node="${NODE}" notify="true"><item id="first.example"/></retract>`);
      await comesTo("remote-server-not-found", "first.example", romeo);
      expect(await answerFrom("second.example", romeo)).toBe("not-allowed");
    },
    60_000,
  );
}

follows(prosody, EXTERNAL);
follows(ejabberd, EXTERNAL_AS_CLIENT);
