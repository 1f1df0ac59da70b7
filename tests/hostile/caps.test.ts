/** XEP-0115, XEP-0390: hashing what a client announces stays cheap, however much it announces. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { hashInput as caps2Input } from "../../src/xep/0390-hash-input.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { type Actor, cast } from "../support/cast.ts";
import { cpuClock } from "../support/process/cpu-clock.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { capsElement, hashOf, infoWith, publish } from "../support/xep/pubsub.ts";

const INFO = "http://jabber.org/protocol/disco#info";

let server: TestServer;
let romeo: Actor;

beforeAll(async () => {
  server = await startTestServer();
  ({ romeo } = await cast(server, ["romeo"]));
  await publish(romeo, "urn:test:node", "<item id='1'><x xmlns='urn:test'/></item>");
  await romeo.pings();
  romeo.client.inbox.forget();
});
afterEach(() => expect(server.errors).toEqual([]));
afterAll(() => server[Symbol.asyncDispose]());

/** As many features as the stanza weight limit allows, unsorted. */
const MANY = Array.from({ length: 4500 }, (_, n) => `urn:test:${"x".repeat(40)}:${(n * 7919) % 4500}`);
const FEW = ["urn:test:few", "urn:test:node+notify"];

const question = (): Promise<Element> => romeo.receives(`<iq type="get"><query xmlns="${INFO}"/></iq>`);

/** Announces a hash and answers the server's disco#info query. Returns the seconds of CPU for the answer and a ping after it. */
async function cpuOfAnswer(presenceXml: string, info: string): Promise<number> {
  romeo.sends(`<presence>${presenceXml}</presence>`);
  const { from, id } = (await question()).attrs;
  return cost(`<iq type="result" to="${from}" id="${id}">${info}</iq>`);
}

async function cost(text: string): Promise<number> {
  await romeo.pings();
  const before = cpuClock(process.pid);
  romeo.client.send(text);
  await romeo.pings();
  return cpuClock(process.pid) - before;
}

const caps2 = (features: readonly string[]): string => {
  const input = caps2Input(parseElement(infoWith(features)).getChildElements()) ?? "";
  const hash = createHash("sha256").update(input).digest("base64");
  return `<c xmlns="urn:xmpp:caps"><hash xmlns="urn:xmpp:hashes:2" algo="sha-256">${hash}</hash></c>`;
};

const KINDS = [
  ["XEP-0115", (features: readonly string[]) => capsElement(hashOf(features))],
  ["XEP-0390", caps2],
] as const;

test.each(KINDS)(
  "%s: an answer with thousands of features is discarded, one with a few is accepted",
  async (_, presenceXml) => {
    const tooMany = [...MANY.slice(0, 2000), "urn:test:node+notify"];
    await cpuOfAnswer(presenceXml(tooMany), infoWith(tooMany));
    await romeo.receivesNothing("<message/>");
    await cpuOfAnswer(presenceXml(FEW), infoWith(FEW));
    const event = await romeo.receives('<message><event xmlns="http://jabber.org/protocol/pubsub#event"/></message>');
    expect(String(event)).toContain("urn:test:node");
    romeo.sends("<presence type='unavailable'/><presence/>");
    await romeo.pings();
    romeo.client.inbox.forget();
  },
);

test.each(KINDS)(
  "%s: an answer at the stanza weight limit costs little more than parsing it",
  async (_, presenceXml) => {
    const info = infoWith(MANY);
    const nobodyAsked = `<iq type="result" to="${romeo.account}" id="unasked">${info}</iq>`;
    const read = Math.max(await cost(nobodyAsked), await cost(nobodyAsked));
    const costs: number[] = [];
    for (let kind = 0; kind < 3; kind++)
      costs.push(await cpuOfAnswer(presenceXml(MANY.slice(kind)), infoWith(MANY.slice(kind))));
    expect(Math.min(...costs)).toBeLessThan(1.5 * read + 0.01);
  },
);
