/** XEP-0054: vcard-temp. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { type Cast, cast } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

const CARD = '<vCard xmlns="vcard-temp"><FN>Jeremie Miller</FN><N><GIVEN>Jeremie</GIVEN><MIDDLE/></N></vCard>';

let server: TestServer;
let actors: Cast<"jer" | "peter" | "bare">;

beforeAll(async () => {
  server = await startTestServer({ settings: ["vcard.max_size=10kB"] });
  actors = await cast(server, ["jer", "peter", "bare"]);
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => expect(server.errors).toEqual([]));

const publishes = (card: string) => actors.jer.asks(`<iq type="set">${card}</iq>`);

test("§3.1, §3.2: a published vCard is returned unchanged", async () => {
  expect((await publishes(CARD)).attrs.type).toBe("result");
  const answer = await actors.jer.asks('<iq type="get"><vCard xmlns="vcard-temp"/></iq>');
  expect(answer.children.join("")).toBe(CARD);
});

test("§3.2: there are no partial updates: the whole vCard is replaced", async () => {
  await publishes('<vCard xmlns="vcard-temp"><NICKNAME>jer</NICKNAME></vCard>');
  const answer = await actors.jer.asks('<iq type="get"><vCard xmlns="vcard-temp"/></iq>');
  expect(answer.children.join("")).toBe('<vCard xmlns="vcard-temp"><NICKNAME>jer</NICKNAME></vCard>');
  await publishes(CARD);
});

test("§3.1: if no vCard exists, the error SHOULD be item-not-found", async () => {
  const answer = await actors.bare.asks('<iq type="get"><vCard xmlns="vcard-temp"/></iq>');
  expect(conditionOf(answer)).toBe("item-not-found");
});

test("§3.3: a compliant server MUST respond on behalf of the requestor, also while the owner is offline", async () => {
  const { jer, peter } = actors;
  const answer = await peter.asks(`<iq type="get" to="${jer.account}"><vCard xmlns="vcard-temp"/></iq>`);
  expect(answer.attrs.from).toBe(jer.account);
  expect(answer.children.join("")).toBe(CARD);
  await jer.receivesNothing();
});

test("§3.3: service-unavailable MUST be returned where there is no vCard or no account", async () => {
  for (const to of [actors.bare.account, "nobody@localhost"]) {
    const answer = await actors.peter.asks(`<iq type="get" to="${to}"><vCard xmlns="vcard-temp"/></iq>`);
    expect(conditionOf(answer)).toBe("service-unavailable");
  }
});

test("§3.2: an IQ set on another user's vCard is forbidden", async () => {
  for (const to of [actors.jer.account, "nobody@localhost"])
    expect(conditionOf(await actors.peter.asks(`<iq type="set" to="${to}">${CARD}</iq>`))).toBe("forbidden");
});

test("a vCard that is too long, or has an invalid photo, is refused and changes nothing", async () => {
  const long = `<vCard xmlns="vcard-temp"><DESC>${"x".repeat(10_000)}</DESC></vCard>`;
  expect(conditionOf(await publishes(long))).toBe("not-acceptable");
  const photo = '<vCard xmlns="vcard-temp"><PHOTO><BINVAL>no image!</BINVAL></PHOTO></vCard>';
  expect(conditionOf(await publishes(photo))).toBe("bad-request");
  const answer = await actors.jer.asks('<iq type="get"><vCard xmlns="vcard-temp"/></iq>');
  expect(answer.children.join("")).toBe(CARD);
});

test("§4: the feature vcard-temp is reported by the domain and by the account", async () => {
  for (const to of ["localhost", actors.jer.account]) expect(await featuresOf(actors.jer, to)).toContain("vcard-temp");
});

test("a vCard is removed with its account", async () => {
  await using other = await startTestServer();
  const { jer } = await cast(other, ["jer", "peter"]);
  await jer.asks(`<iq type="set">${CARD}</iq>`);
  await other.removeAccount("jer@localhost");
  const { peter } = await cast(other, ["jer", "peter"]);
  const answer = await peter.asks('<iq type="get" to="jer@localhost"><vCard xmlns="vcard-temp"/></iq>');
  expect(conditionOf(answer)).toBe("service-unavailable");
});
