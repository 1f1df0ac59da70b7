/** Moving in: interrupted, from the account's page, and to where it may not lead. */
import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { followServer } from "../../src/control/client.ts";
import type { MoveInBody } from "../../src/control/protocol.ts";
import type { MoveInStep } from "../../src/operations/move-in.ts";
import { browserOf, signInOn } from "../support/browser/pages.ts";
import { type Actor, cast, enter } from "../support/cast.ts";
import { openTestFederation, type TestFederation } from "../support/federation/federation.ts";
import { PASSWORD, type TestServer } from "../support/server.ts";
import { archiveOf, page } from "../support/xep/archive.ts";
import { itemsOf, publish } from "../support/xep/pubsub.ts";
import { rosterOf, setsItem } from "../support/xep/roster.ts";

setDefaultTimeout(60_000);

const BODIES = Array.from({ length: 1000 }, (_, number) => `${number}`);

let federation: TestFederation;
let old: TestServer;
let here: TestServer;
let alice: Actor;

beforeAll(async () => {
  federation = await openTestFederation();
  old = await federation.server("old.example");
  here = await federation.server("here.example", {
    domains: ["here.example", "localhost"],
    settings: ["listen.https=127.0.0.1:0"],
  });
  const actors = await cast(old, ["alice", "bob"]);
  alice = actors.alice;
  await setsItem(alice, '<item jid="bob@old.example" name="Bob"/>');
  for (const body of BODIES) alice.sends(`<message type="chat" to="bob@old.example"><body>${body}</body></message>`);
  await alice.pings();
});
afterAll(() => federation?.[Symbol.asyncDispose]());
afterEach(() => expect([...old.errors, ...here.errors]).toEqual([]));

const order = (more: Partial<MoveInBody>): MoveInBody => ({
  ...{ from: "alice@old.example", to: "alice", password: PASSWORD, newPassword: PASSWORD },
  ...{ mayExist: true, follows: false, isTrial: false },
  ...more,
});

/** Follows a move until its end, or until `isEnough`. */
async function move(body: MoveInBody, isEnough: (step: MoveInStep) => boolean = () => false, server = here) {
  const leaving = new AbortController();
  const steps: MoveInStep[] = [];
  await followServer(
    server.home,
    "POST /move-in",
    body,
    (step) => {
      steps.push(step);
      if (isEnough(step)) leaving.abort();
    },
    leaving.signal,
  );
  const last = steps.at(-1);
  return last && "result" in last ? last.result : undefined;
}

async function allBodies(actor: Actor): Promise<string[]> {
  const bodies: string[] = [];
  for (let after = ""; ; ) {
    const { results, isComplete, last } = await archiveOf(
      actor,
      page("<max>100</max>", after && `<after>${after}</after>`),
    );
    bodies.push(...results.map(({ body }) => body));
    if (isComplete) return bodies;
    after = last ?? "";
  }
}

test("a move that is cut goes on behind what was stored, and doubles nothing", async () => {
  const isEnough = (step: MoveInStep): boolean => "stage" in step && step.stage === "archived" && step.done >= 400;
  expect(await move(order({}), isEnough)).toBeUndefined();
  // The first one has ended when another may begin.
  let result = await move(order({})).catch(() => undefined);
  for (let round = 0; round < 200 && !result; round += 1) {
    await Bun.sleep(20);
    result = await move(order({})).catch(() => undefined);
  }
  const stored = result?.counts.find(({ kind }) => kind === "archived")?.stored ?? 0;
  expect(stored).toBeLessThanOrEqual(600);
  const moved = await enter(here, "alice", "phone");
  expect(await allBodies(moved)).toEqual(BODIES);
  await moved.leaves();
});

test("a server that stops in the middle ends it in good order, and what was stored is there at the next start", async () => {
  const isEnough = Promise.withResolvers<void>();
  const moving = followServer(here.home, "POST /move-in", order({ to: "erin" }), (step) => {
    if ("stage" in step && step.stage === "archived" && step.done >= 200) isEnough.resolve();
  }).catch(() => {});
  await isEnough.promise;
  await here.restart();
  await moving;
  const result = await move(order({ to: "erin" }));
  expect(result?.counts.find(({ kind }) => kind === "archived")?.stored).toBeLessThanOrEqual(800);
  const moved = await enter(here, "erin", "phone");
  expect(await allBodies(moved)).toEqual(BODIES);
  await moved.leaves();
});

test("an account that is removed meanwhile gets nothing more", async () => {
  const moving = followServer(here.home, "POST /move-in", order({ to: "frank" }), (step) => {
    if ("stage" in step && step.stage === "archived" && step.done === 200)
      void here.removeAccount("frank@here.example");
  });
  await expect(moving).rejects.toMatchObject({ reason: "no-such-account" });
});

test("keys of encrypting apps stay with the old address, and are named; the contacts are left in peace where that is wished", async () => {
  const DEVICES = "eu.siacs.conversations.axolotl.devicelist";
  await publish(alice, DEVICES, '<item id="current"><list xmlns="eu.siacs.conversations.axolotl"/></item>');
  const result = await move(order({ to: "keys" }));
  expect(result?.left).toContainEqual(
    expect.objectContaining({ kind: "nodes", reason: "old-address", subject: DEVICES }),
  );
  expect([result?.asked, result?.isStated]).toEqual([0, undefined]);
  const moved = await enter(here, "keys", "phone");
  expect(await itemsOf(moved, DEVICES)).toEqual([]);
  await moved.leaves();
});

test("an account that is here is not moved into unless that is said, and not from this server", async () => {
  await here.createAccount("carol@here.example");
  await expect(move(order({ to: "carol", mayExist: false }))).rejects.toMatchObject({ reason: "account-exists" });
  const own = order({ from: "carol@here.example" });
  await expect(move(own)).rejects.toMatchObject({ reason: "old-account-here" });
});

test("nobody is called at addresses that are not of the Internet, unless federation is", async () => {
  const careful = await federation.server("careful.example", { settings: ["federation.private_addresses=false"] });
  await expect(move(order({}), undefined, careful)).rejects.toMatchObject({
    reason: "old-account",
    details: { problem: "unreachable" },
  });
});

test("a server whose certificate nobody vouches for is not sent the password", async () => {
  const certificate = await federation.selfSigned("doubtful.example");
  const doubtful = await federation.server("doubtful.example", { certificate });
  await cast(doubtful, ["alice"]);
  await expect(move(order({ from: "alice@doubtful.example" }))).rejects.toMatchObject({
    details: { problem: "certificate" },
  });
});

test("from the account's page: it goes on by itself, and tells at the end what has come", async () => {
  const PATH = "/account/move-in";
  await here.createAccount("dave@here.example");
  const browser = browserOf(here);
  await signInOn(browser, "dave@here.example", PASSWORD);
  const wrong = { from: "alice@old.example", password: "not that one" };
  await browser.submit(await browser.get(PATH), PATH, wrong);
  const ended = async () => {
    for (let round = 0; round < 500; round += 1) {
      const { html } = await browser.get(PATH);
      if (!html.includes("is being copied")) return html;
      await Bun.sleep(20);
    }
    throw new Error("it does not end");
  };
  expect(await ended()).toContain("does not accept the password of alice@old.example");
  await browser.submit(await browser.get(PATH), PATH, { ...wrong, password: PASSWORD });
  expect(await ended()).toContain("1000 messages of the history");
  const dave = await enter(here, "dave", "phone");
  expect((await rosterOf(dave))?.getChildren("item").map(({ attrs }) => attrs.name)).toEqual(["Bob"]);
  expect(JSON.stringify(here.events)).not.toContain("not that one");
});
