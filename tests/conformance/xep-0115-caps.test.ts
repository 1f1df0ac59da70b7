/** XEP-0115: Entity Capabilities. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { verificationString } from "../../src/xep/0115-caps/caps.ts";
import { parseElement } from "../../src/xml/parse-element.ts";
import { type Cast, cast } from "../support/cast.ts";
import { featuresOf } from "../support/disco.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const NS = "http://jabber.org/protocol/caps";
const INFO = "http://jabber.org/protocol/disco#info";

let server: TestServer;
let actors: Cast<"romeo">;
let caps: Element | undefined;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo"]);
  caps = actors.romeo.client.features.getChild("c", NS);
});
afterAll(() => server[Symbol.asyncDispose]());

test("§5.2: the simple example's string", () => {
  const info = parseElement(
    `<query xmlns="${INFO}"><identity category="client" name="Exodus 0.9.1" type="pc"/>` +
      `<feature var="http://jabber.org/protocol/muc"/><feature var="${INFO}"/>` +
      `<feature var="http://jabber.org/protocol/disco#items"/><feature var="${NS}"/></query>`,
  );
  expect(verificationString(info.getChildElements())).toBe("QgayPKawpkPSDYmwT/WM94uAlu0=");
});

test("§6.3: the server's own stand among the stream features, once the client has authenticated", () => {
  expect(caps?.attrs).toMatchObject({ hash: "sha-1" });
  expect(caps?.attrs.node).toBeString();
});

test("§5.1, §5.4: the string is the hash of what the domain answers, recomputed here", async () => {
  const answer = await actors.romeo.asks(`<iq type="get" to="localhost"><query xmlns="${INFO}"/></iq>`);
  const query = answer.getChild("query", INFO);
  const identities = (query?.getChildren("identity") ?? []).map(
    ({ attrs }) => `${attrs.category}/${attrs.type}/${attrs["xml:lang"] ?? ""}/${attrs.name ?? ""}<`,
  );
  const features = (query?.getChildren("feature") ?? []).map(({ attrs }) => `${attrs.var}<`);
  expect(query?.getChildElements().every(({ name }) => name === "identity" || name === "feature")).toBe(true);
  const hashed = [...identities.sort(), ...features.sort()].join("");
  expect(caps?.attrs.ver).toBe(createHash("sha1").update(hashed).digest("base64"));
});

test("§6.2: the node with the string is answered with the same information, and says which node it is", async () => {
  const node = `${caps?.attrs.node}#${caps?.attrs.ver}`;
  const [plain, named] = [
    await actors.romeo.asks(`<iq type="get" to="localhost"><query xmlns="${INFO}"/></iq>`),
    await actors.romeo.asks(`<iq type="get" to="localhost"><query xmlns="${INFO}" node="${node}"/></iq>`),
  ].map((answer) => answer.getChild("query", INFO));
  expect(named?.attrs.node).toBe(node);
  expect(named?.children.join("")).toBe(plain?.children.join("") ?? "");
});

test("§6.1: a client's own capabilities travel with its presence, untouched", async () => {
  const c = `<c xmlns="${NS}" hash="sha-1" node="http://example.org" ver="QgayPKawpkPSDYmwT/WM94uAlu0="/>`;
  actors.romeo.sends(`<presence>${c}</presence>`);
  await actors.romeo.receives(`<presence>${c}</presence>`);
});

test("§7: the domain advertises it", async () => {
  expect(await featuresOf(actors.romeo, "localhost")).toContain(NS);
});
