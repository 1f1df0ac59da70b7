/** XEP-0153: vCard-Based Avatars, where the server adds the hash (XEP-0398 §4). */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { befriend, type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const NS = "vcard-temp:x:update";

let server: TestServer;
let actors: Cast<"juliet" | "romeo">;

const photoOf = (text: string) => {
  const bytes = Buffer.from(text);
  const base64 = bytes.toString("base64");
  const binval = `${base64.slice(0, 6)}\n   ${base64.slice(6)}`;
  return {
    hash: createHash("sha1").update(bytes).digest("hex"),
    card: `<vCard xmlns="vcard-temp"><PHOTO><TYPE>image/png</TYPE><BINVAL>${binval}</BINVAL></PHOTO></vCard>`,
  };
};
const first = photoOf("a face, in pixels");
const second = photoOf("another face, in pixels");
const NONE = '<vCard xmlns="vcard-temp"><FN>Juliet</FN></vCard>';

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["juliet", "romeo"]);
  await befriend(actors.juliet, actors.romeo);
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => expect(server.errors).toEqual([]));

/** The photo in each update element of the next presence that romeo sees: none, "" or a hash. */
const seen = async (): Promise<(string | undefined)[]> => {
  const presence = await actors.romeo.receives(`<presence from="${actors.juliet.jid}"/>`);
  const photo = (update: Element) => update.getChild("photo")?.getText();
  return presence.getChildren("x", NS).map(photo);
};
const publishPresence = async (presence: string) => {
  await settled(actors.juliet, actors.romeo);
  actors.juliet.sends(presence);
  return await seen();
};
const publishes = async (card: string) => {
  await settled(actors.juliet, actors.romeo);
  await actors.juliet.asks(`<iq type="set">${card}</iq>`);
};

test("without a photo, presence is unchanged", async () => {
  expect(await publishPresence("<presence/>")).toEqual([]);
  expect(await publishPresence(`<presence><x xmlns="${NS}"/></presence>`)).toEqual([undefined]);
});

test("XEP-0398 §4: services MUST include the hash in every available presence, also in place of an empty update", async () => {
  await publishes(first.card);
  expect(await publishPresence("<presence/>")).toEqual([first.hash]);
  expect(await publishPresence(`<presence><x xmlns="${NS}"/></presence>`)).toEqual([first.hash]);
  expect(await publishPresence(`<presence><x xmlns="${NS}"><photo>${second.hash}</photo></x></presence>`)).toEqual([
    first.hash,
  ]);
});

test("XEP-0398 §4: the hash MUST also be injected into directed presences", async () => {
  expect(await publishPresence(`<presence to="${actors.romeo.jid}"/>`)).toEqual([first.hash]);
});

test("XEP-0398 §4: a presence with an empty photo element is unchanged", async () => {
  expect(await publishPresence(`<presence><x xmlns="${NS}"><photo/></x></presence>`)).toEqual([""]);
});

test("presence is sent at once when the photo changes or is removed", async () => {
  await publishPresence("<presence><show>dnd</show></presence>");
  await publishes(second.card);
  expect(await seen()).toEqual([second.hash]);
  await publishes(NONE);
  expect(await seen()).toEqual([""]);
});

test("a vCard change without a new photo sends no presence", async () => {
  await publishes(first.card);
  await publishPresence("<presence/>");
  await publishes(first.card.replace("<PHOTO>", "<FN>Juliet</FN><PHOTO>"));
  await actors.romeo.receivesNothing();
});

test("unavailable presence has no hash", async () => {
  expect(await publishPresence('<presence type="unavailable"/>')).toEqual([]);
});
