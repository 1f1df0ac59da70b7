/** This server's domain gets another name: what people at Prosody and ejabberd see of it. */
import { afterAll, beforeAll, describe, expect } from "bun:test";
import { join } from "node:path";
import { type Actor, actorOf } from "../../support/cast.ts";
import { EXTERNAL, VERIFIED_DIALBACK } from "../../support/network/federation-methods.ts";
import { openNetwork } from "../../support/network/network.ts";
import { ejabberd } from "../../support/peers/ejabberd.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import { type Installation, logIn, start } from "../../support/peers/peer.ts";
import { prosody } from "../../support/peers/prosody.ts";
import { run } from "../../support/peers/run.ts";
import { program } from "../../support/process/program.ts";
import { PASSWORD } from "../../support/server.ts";
import { itemsOf, rosterOf } from "../../support/xep/roster.ts";
import { missingFor, testWithPeers } from "../federation/needs.ts";
import { befriend } from "../federation/two-servers.ts";

const OLD = "before.example";
const NEW = "after.example";
const MOVED = "urn:xmpp:moved:1";
const PUBSUB = "http://jabber.org/protocol/pubsub";

async function enter(installation: Installation, username: string): Promise<Actor> {
  const actor = actorOf(
    await logIn(installation, { username, password: PASSWORD, resource: "test" }, "starttls"),
    new Map(),
  );
  await rosterOf(actor);
  actor.sends("<presence/>");
  await actor.pings();
  return actor;
}

describe.each([
  [prosody.name, prosody, EXTERNAL],
  [ejabberd.name, ejabberd, VERIFIED_DIALBACK],
] as const)("a contact at %s", (_, peer, method) => {
  const test = testWithPeers([peer]);
  let opened: AsyncDisposableStack;
  let juliet: Actor;
  let romeo: Actor;

  beforeAll(async () => {
    if (missingFor([peer]).length > 0) return;
    opened = new AsyncDisposableStack();
    const network = opened.use(await openNetwork([OLD, "elsewhere.example"], method, { [OLD]: [NEW] }));
    const [here, elsewhere] = network.hosts;
    if (!here || !elsewhere) throw new Error("a network without hosts");
    const options = { accounts: ["romeo", "juliet"], password: PASSWORD };
    const ours = await jabberHome.install(network.folder("ours"), { ...options, networkHost: here });
    const theirs = await peer.install(network.folder("theirs"), { ...options, networkHost: elsewhere });
    const [before, runningTheirs] = [await start(ours), await start(theirs)];
    opened.defer(() => runningTheirs.kill());
    juliet = await enter(theirs, "juliet");
    const atOld = await enter(ours, "romeo");
    await befriend(atOld, juliet);
    await atOld.client.end();
    await before.stop();
    const home = join(ours.folder, "home");
    run([...program, "domain", "rename", OLD, NEW, "--home", home, "--yes", "--tell-contacts", "--no-input", "--json"]);
    const now = { ...ours, domain: NEW };
    const running = await start(now);
    opened.defer(() => running.kill());
    romeo = await enter(now, "romeo");
  }, 120_000);
  afterAll(() => opened?.[Symbol.asyncDispose]());

  test("is asked by the new address, which names the former one, and accepts", async () => {
    const request = await juliet.receives(`<presence type="subscribe" from="romeo@${NEW}"/>`);
    expect(request.getChild("moved", MOVED)?.getChildText("old-jid")).toBe(`romeo@${OLD}`);
    juliet.sends(`<presence type="subscribed" to="romeo@${NEW}"/><presence type="subscribe" to="romeo@${NEW}"/>`);
    await romeo.receives(`<presence from="${juliet.jid}"/>`);
    await juliet.receives(`<presence from="romeo@${NEW}/test"/>`);
    expect((await itemsOf(romeo))[juliet.account]?.subscription).toBe("both");
  });

  test("reaches the former address, and is told the new one", async () => {
    juliet.sends(`<message to="romeo@${OLD}" type="chat" id="f1"><body>still there?</body></message>`);
    await romeo.receives(`<message from="${juliet.jid}" to="romeo@${NEW}"><body>still there?</body></message>`);
    const statement = await juliet.asks(
      `<iq type="get" to="romeo@${OLD}"><pubsub xmlns="${PUBSUB}"><items node="${MOVED}"><item id="current"/></items></pubsub></iq>`,
    );
    expect(String(statement)).toContain(`<new-jid>romeo@${NEW}</new-jid>`);
    const gone = await juliet.asks(`<iq type="get" to="romeo@${OLD}"><vCard xmlns="vcard-temp"/></iq>`);
    expect(String(gone)).toContain(`>xmpp:romeo@${NEW}</gone>`);
  });

  test("ends the subscriptions to the former address, and keeps the new ones", async () => {
    juliet.sends(`<presence type="unsubscribe" to="romeo@${OLD}"/><presence type="unsubscribed" to="romeo@${OLD}"/>`);
    juliet.sends(`<message to="romeo@${OLD}" type="chat" id="f2"><body>bye, old address</body></message>`);
    await romeo.receives('<message id="f2"/>');
    expect((await itemsOf(romeo))[juliet.account]?.subscription).toBe("both");
    await juliet.pings();
    expect((await itemsOf(juliet))[`romeo@${NEW}`]?.subscription).toBe("both");
  });
});
