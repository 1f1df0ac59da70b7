/** XEP-0084: User Avatar: nothing but PEP, as clients use it. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { befriend, type Cast, cast, enter, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { ask, EVENT, follows, publish, refusal } from "../support/xep/pubsub.ts";

const DATA = "urn:xmpp:avatar:data";
const METADATA = "urn:xmpp:avatar:metadata";

let server: TestServer;
let actors: Cast<"juliet" | "romeo">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["juliet", "romeo"]);
  await befriend(actors.juliet, actors.romeo);
  await follows(actors.romeo, METADATA);
  await settled(actors.juliet, actors.romeo);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** A picture of 100 kB: larger than most avatars. */
const BYTES = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(100_000, 7)]);
const HASH = createHash("sha1").update(BYTES).digest("hex");
const ITEM = `<item id="${HASH}"><metadata xmlns="${METADATA}"><info bytes="${BYTES.length}" height="64" id="${HASH}" type="image/png" width="64"/></metadata></item>`;
const notification = (inner: string) =>
  `<message from="juliet@localhost"><event xmlns="${EVENT}"><items node="${METADATA}">${inner}</items></event></message>`;

test("§3.1, §3.2, §3.3: data and then metadata are published; contacts are notified of the metadata", async () => {
  const { juliet, romeo } = actors;
  const data = `<item id="${HASH}"><data xmlns="${DATA}">${BYTES.toString("base64")}</data></item>`;
  expect(refusal(await publish(juliet, DATA, data))).toBe("");
  expect(refusal(await publish(juliet, METADATA, ITEM))).toBe("");
  await romeo.receives(notification(ITEM));
  await romeo.receivesNothing("<message/>");
});

test("§3.4: the data is retrieved by its ItemID", async () => {
  const { juliet, romeo } = actors;
  const answer = await ask(romeo, "get", `<items node="${DATA}"><item id="${HASH}"/></items>`, juliet.account);
  const [item] = answer.getChild("pubsub")?.getChild("items")?.getChildren("item") ?? [];
  expect(item?.attrs.id).toBe(HASH);
  const bytes = Buffer.from(item?.getChildText("data", DATA) ?? "", "base64");
  expect(createHash("sha1").update(bytes).digest("hex")).toBe(HASH);
});

test("XEP-0163 §4.3.3: a contact that comes online is sent the metadata", async () => {
  const garden = await enter(server, "romeo", "garden", actors);
  await follows(garden, METADATA);
  await garden.receives(notification(ITEM));
  await garden.leaves();
});

test("§3.5: an empty <metadata/> disables the avatar", async () => {
  const { juliet, romeo } = actors;
  await publish(juliet, METADATA, `<item><metadata xmlns="${METADATA}"/></item>`);
  const message = await romeo.receives(notification(""));
  const [metadata] = message.getChild("event")?.getChild("items")?.getChild("item")?.getChildElements() ?? [];
  expect(metadata?.children).toEqual([]);
});
