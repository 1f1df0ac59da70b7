/** XEP-0485: PubSub Server Information. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Element } from "ltx";
import { type Cast, cast } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import { ask, fieldIn, itemsOf, publish, refusal } from "../support/xep/pubsub.ts";

const NS = "urn:xmpp:serverinfo:0";
const SERVICE = "pubsub.localhost";
const PUBLISHED = ["server_info.publish=true"];

const infoOf = (actor: Cast<"romeo">["romeo"], to: string, node?: string): Promise<Element> =>
  actor.asks(
    `<iq type="get" to="${to}"><query xmlns="http://jabber.org/protocol/disco#info"${node ? ` node="${node}"` : ""}/></iq>`,
  );

describe("where the option is on", () => {
  let server: TestServer;
  let actors: Cast<"romeo">;
  beforeAll(async () => {
    server = await startTestServer({ settings: PUBLISHED });
    await server.createAccount("admin@localhost", undefined, true);
    actors = await cast(server, ["romeo"]);
  });
  afterAll(async () => {
    expect(server.errors).toEqual([]);
    await server[Symbol.asyncDispose]();
  });

  test("§2: domains MUST advertise the feature, and SHOULD name the node in the form of XEP-0157", async () => {
    const info = await infoOf(actors.romeo, "localhost");
    expect(await featuresOf(actors.romeo, "localhost")).toContain(NS);
    expect(fieldIn(info, "serverinfo-pubsub-node")).toEqual([`xmpp:${SERVICE}?;node=serverinfo`]);
    expect(fieldIn(info, "abuse-addresses")).toEqual(["xmpp:admin@localhost"]);
    expect(info.getChild("query")?.getChildren("x")).toHaveLength(1);
  });

  test("§2, §4: it is a first-level leaf node with an open access model and one item", async () => {
    const info = await infoOf(actors.romeo, SERVICE, "serverinfo");
    expect(info.getChild("query")?.getChild("identity")?.attrs).toMatchObject({ category: "pubsub", type: "leaf" });
    expect(fieldIn(info, "pubsub#access_model")).toEqual(["open"]);
    const [item, ...others] = await itemsOf(actors.romeo, "serverinfo", SERVICE);
    expect(others).toEqual([]);
    expect(item?.getChild("serverinfo", NS)?.getChild("domain")?.attrs).toEqual({ name: "localhost" });
  });

  test("other accounts cannot publish there", async () => {
    const forgedItem = '<item id="current"><serverinfo xmlns="urn:xmpp:serverinfo:0"/></item>';
    const answer = await publish(actors.romeo, "serverinfo", forgedItem, undefined, SERVICE);
    expect(refusal(answer)).toBe("auth forbidden");
  });
});

test("§6: by default there is no node; turning the option off removes it", async () => {
  await using server = await startTestServer({ settings: PUBLISHED });
  const { romeo } = await cast(server, ["romeo"]);
  expect(await itemsOf(romeo, "serverinfo", SERVICE)).toHaveLength(1);
  await server.restart(["server_info.publish=false"]);
  const { romeo: romeoAgain } = await cast(server, ["romeo"]);
  expect(await featuresOf(romeoAgain, "localhost")).not.toContain(NS);
  expect(refusal(await infoOf(romeoAgain, SERVICE, "serverinfo"))).toBe("cancel item-not-found");
});

test("an existing node of that name keeps its owner, and a warning is logged", async () => {
  await using server = await startTestServer();
  const { romeo } = await cast(server, ["romeo"]);
  expect(refusal(await ask(romeo, "set", '<create node="serverinfo"/>', SERVICE))).toBe("");
  await server.restart(PUBLISHED);
  const { romeo: romeoAgain } = await cast(server, ["romeo"]);
  expect(await itemsOf(romeoAgain, "serverinfo", SERVICE)).toEqual([]);
  expect(server.events).toContainEqual(expect.objectContaining({ event: "server-info-node-taken", by: romeo.account }));
});
