/** XEP-0384: OMEMO device lists and bundles of both versions, published and found. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { befriend, type Cast, cast, enter, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";
import {
  ask,
  askOwner,
  EVENT,
  fieldIn,
  follows,
  form,
  idsOf,
  itemsOf,
  PUBSUB,
  publish,
  refusal,
} from "../support/xep/pubsub.ts";

const LEGACY = "eu.siacs.conversations.axolotl";
const OMEMO = "urn:xmpp:omemo:2";
const OPEN = { access_model: "open" };

let server: TestServer;
let actors: Cast<"juliet" | "romeo" | "stranger">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["juliet", "romeo", "stranger"]);
  await befriend(actors.juliet, actors.romeo);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

describe("the compliance tester of Conversations", () => {
  const node = `${LEGACY}.5c1b2a52-8a0e-4dbc-9b5c-1d0f6e6f7d11`;
  const item = `<item id="current"><list xmlns="${LEGACY}"/></item>`;

  test("the account has publish-options; a node is published with access_model open, read, and deleted", async () => {
    const { juliet } = actors;
    expect(await featuresOf(juliet, juliet.account)).toContain(`${PUBSUB}#publish-options`);
    expect(refusal(await publish(juliet, node, item, OPEN))).toBe("");
    const config = await askOwner(juliet, "get", `<configure node="${node}"/>`, juliet.account);
    expect(fieldIn(config, "FORM_TYPE")).toEqual([`${PUBSUB}#node_config`]);
    expect(fieldIn(config, "pubsub#access_model")).toEqual(["open"]);
    expect(refusal(await askOwner(juliet, "set", `<delete node="${node}"/>`))).toBe("");
  });

  test("publishing to a node of another configuration is a conflict; after configuring it succeeds", async () => {
    const { juliet } = actors;
    expect(refusal(await publish(juliet, node, item))).toBe("");
    expect(refusal(await publish(juliet, node, item, OPEN))).toBe("cancel conflict precondition-not-met");
    const configuration = await askOwner(juliet, "get", `<configure node="${node}"/>`);
    expect(fieldIn(configuration, "pubsub#access_model")).toEqual(["presence"]);
    const changed = `<configure node="${node}">${form("node_config", OPEN)}</configure>`;
    expect(refusal(await askOwner(juliet, "set", changed))).toBe("");
    expect(refusal(await publish(juliet, node, item, OPEN))).toBe("");
  });
});

describe("the version of Conversations", () => {
  const devices = `${LEGACY}.devicelist`;
  const list = (...ids: number[]) =>
    `<item id="current"><list xmlns="${LEGACY}">${ids.map((id) => `<device id="${id}"/>`).join("")}</list></item>`;

  test("contacts are notified of a new device; strangers can retrieve it from the open node", async () => {
    const { juliet, romeo, stranger } = actors;
    await follows(romeo, devices);
    await settled(juliet, romeo);
    await publish(juliet, devices, list(1), OPEN);
    await publish(juliet, devices, list(1, 2), OPEN);
    const notification = (items: string) =>
      `<message from="${juliet.account}" type="headline"><event xmlns="${EVENT}"><items node="${devices}">${items}</items></event></message>`;
    await romeo.receives(notification(list(1)));
    await romeo.receives(notification(list(1, 2)));
    const [found] = await itemsOf(stranger, devices, juliet.account);
    expect(
      found
        ?.getChild("list", LEGACY)
        ?.getChildren("device")
        .map(({ attrs }) => attrs.id),
    ).toEqual(["1", "2"]);
  });

  test("each bundle is in its own node", async () => {
    const { juliet, stranger } = actors;
    const node = `${LEGACY}.bundles:1`;
    const bundle = `<bundle xmlns="${LEGACY}"><identityKey>${"A".repeat(44)}</identityKey></bundle>`;
    await publish(juliet, node, `<item id="current">${bundle}</item>`, OPEN);
    const [found] = await itemsOf(stranger, node, juliet.account);
    expect(found?.getChild("bundle", LEGACY)?.getChildText("identityKey")).toBe("A".repeat(44));
  });

  test("of an account without devices, a contact gets item-not-found, a stranger not-authorized", async () => {
    const { juliet, romeo, stranger } = actors;
    const asked = (actor: typeof juliet) =>
      ask(actor, "get", `<items node="${devices}"/>`, romeo.account).then(refusal);
    expect(await asked(juliet)).toBe("cancel item-not-found");
    expect(await asked(stranger)).toBe("auth not-authorized presence-subscription-required");
  });

  test("a device that signs in is sent the current list", async () => {
    const { juliet } = actors;
    const tablet = await enter(server, "juliet", "tablet", actors);
    await follows(tablet, devices);
    await tablet.receives(
      `<message from="${juliet.account}"><event xmlns="${EVENT}"><items node="${devices}">${list(1, 2)}</items></event></message>`,
    );
    await tablet.leaves();
  });
});

describe("version 2", () => {
  const devices = `${OMEMO}:devices`;
  const bundles = `${OMEMO}:bundles`;
  const bundle = (id: number) =>
    `<item id="${id}"><bundle xmlns="${OMEMO}"><spk id="1">${"B".repeat(44)}</spk></bundle></item>`;

  test("§5.3.1: the device list is one item in an open node", async () => {
    const { juliet, stranger } = actors;
    const list = `<item id="current"><devices xmlns="${OMEMO}"><device id="1" label="Phone"/></devices></item>`;
    expect(refusal(await publish(juliet, devices, list, OPEN))).toBe("");
    expect(await idsOf(stranger, devices, juliet.account)).toEqual(["current"]);
  });

  test("§5.3.2: 'pubsub#max_items' in publish_options MUST be set to 'max': all bundles are stored", async () => {
    const { juliet, stranger } = actors;
    const options = { max_items: "max", access_model: "open" };
    for (const id of [1, 2, 3]) expect(refusal(await publish(juliet, bundles, bundle(id), options))).toBe("");
    expect(await idsOf(stranger, bundles, juliet.account)).toEqual(["1", "2", "3"]);
    const answer = await ask(stranger, "get", `<items node="${bundles}"><item id="2"/></items>`, juliet.account);
    const found = answer.getChild("pubsub")?.getChild("items")?.getChildren("item");
    expect(found?.map(({ attrs }) => attrs.id)).toEqual(["2"]);
  });

  test("§5.3.2: if the node was configured differently the publication fails, until it is reconfigured", async () => {
    const { romeo } = actors;
    const options = { max_items: "max", access_model: "open" };
    await publish(romeo, bundles, bundle(1));
    expect(refusal(await publish(romeo, bundles, bundle(2), options))).toBe("cancel conflict precondition-not-met");
    const changed = `<configure node="${bundles}">${form("node_config", options)}</configure>`;
    expect(refusal(await askOwner(romeo, "set", changed))).toBe("");
    expect(refusal(await publish(romeo, bundles, bundle(2), options))).toBe("");
    expect(await idsOf(romeo, bundles)).toEqual(["1", "2"]);
  });
});
