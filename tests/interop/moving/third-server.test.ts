/** A contact at a third server notices nothing when Prosody becomes this server. */
import { afterAll, beforeAll, describe, expect } from "bun:test";
import { join } from "node:path";
import { type Actor, actorOf } from "../../support/cast.ts";
import { EXTERNAL } from "../../support/network/federation-methods.ts";
import { openNetwork } from "../../support/network/network.ts";

import { jabberHome } from "../../support/peers/jabber-home.ts";
import { type Installation, logIn, start } from "../../support/peers/peer.ts";
import { prosody, prosodyInternal } from "../../support/peers/prosody.ts";
import { run } from "../../support/peers/run.ts";
import { program } from "../../support/process/program.ts";
import { PASSWORD } from "../../support/server.ts";
import { itemsOf, rosterOf } from "../../support/xep/roster.ts";
import { missingFor, testWithPeers } from "../federation/needs.ts";
import { befriend } from "../federation/two-servers.ts";

const PEERS = [prosodyInternal, prosody];
const test = testWithPeers(PEERS);

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

describe("Prosody moves here, another is elsewhere", () => {
  let opened: AsyncDisposableStack;
  let juliet: Actor;
  let romeo: Actor;
  /** So many elements juliet had received before the move. */
  let before = 0;

  beforeAll(async () => {
    if (missingFor(PEERS).length > 0) return;
    opened = new AsyncDisposableStack();
    const network = opened.use(await openNetwork(["moving.example", "elsewhere.example"], EXTERNAL));
    const [here, elsewhere] = network.hosts;
    if (!here || !elsewhere) throw new Error("a network without hosts");
    const options = { accounts: ["romeo", "juliet"], password: PASSWORD };
    const old = await prosodyInternal.install(network.folder("old"), { ...options, networkHost: here });
    const other = await prosody.install(network.folder("other"), { ...options, networkHost: elsewhere });
    const [runningOld, runningOther] = [await start(old), await start(other)];
    opened.defer(() => runningOther.kill());
    juliet = await enter(other, "juliet");
    const atOld = await enter(old, "romeo");
    await befriend(atOld, juliet);
    await atOld.client.end();
    await juliet.receives(`<presence type="unavailable" from="${atOld.account}"/>`);
    await runningOld.stop();
    before = juliet.client.inbox.all.length;

    const settings = { accounts: ["first"], password: PASSWORD, networkHost: here };
    const installation = await jabberHome.install(network.folder("new"), settings);
    const home = join(installation.folder, "home");
    run([...program, "import", join(old.folder, "data"), "--home", home, "--no-input", "--json"]);
    const running = await start(installation);
    opened.defer(() => running.kill());
    romeo = await enter(installation, "romeo");
  }, 120_000);
  afterAll(() => opened?.[Symbol.asyncDispose]());

  test("each sees the other come back, and hears the other", async () => {
    await juliet.receives(`<presence from="${romeo.account}/test"/>`);
    await romeo.receives(`<presence from="${juliet.jid}"/>`);
    for (const [from, to] of [
      [romeo, juliet],
      [juliet, romeo],
    ] as const) {
      from.sends(`<message type="chat" to="${to.account}"><body>from ${from.account}</body></message>`);
      const message = await to.client.receive(({ name }) => name === "message");
      expect(message.getChildText("body")).toBe(`from ${from.account}`);
    }
  });

  test("the rosters are as before, and nobody is asked for anything", async () => {
    for (const [who, contact] of [
      [romeo, juliet],
      [juliet, romeo],
    ] as const)
      expect((await itemsOf(who))[contact.account]?.subscription).toBe("both");
    const types = juliet.client.inbox.all
      .slice(before)
      .filter(({ name }) => name === "presence")
      .map(({ attrs }) => attrs.type);
    expect(types.filter((type) => type !== undefined && type !== "unavailable")).toEqual([]);
  });
});
