/** XEP-0124: Bidirectional-streams Over Synchronous HTTP. What depends on time is in src/stream/bosh/sessions.test.ts. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { BoshClient } from "../support/client/bosh-client.ts";
import { HttpConnection } from "../support/client/http-connection.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const BOSH = "http://jabber.org/protocol/httpbind";
const PING = (id: string): string => `<iq type='get' id='${id}' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`;

let server: TestServer;
const at = () => server.over("bosh");
beforeAll(async () => {
  server = await startTestServer({ transport: "bosh" });
  await server.createAccount("romeo@localhost");
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

/** The condition with which a request of this text is answered. */
async function conditionOf(text: string): Promise<string | undefined> {
  const { attrs, http } = await (await new BoshClient(at()).postsText(text)).response;
  expect(http.status).toBe(200);
  expect(attrs.type).toBe("terminate");
  return attrs.condition;
}

const idsOf = ({ payloads }: { payloads: readonly { attrs: Record<string, string> }[] }): (string | undefined)[] =>
  payloads.map(({ attrs }) => attrs.id);

describe("§5: HTTP", () => {
  const options = (method: string, headers: Record<string, string>) =>
    fetch(`https://127.0.0.1:${at().port}/http-bind`, {
      method,
      headers: { Host: "localhost", ...headers },
      tls: { rejectUnauthorized: false },
    });

  test("a page of any origin may ask whether it may post (CORS): the compliance tester's question", async () => {
    const { status, headers } = await options("OPTIONS", { Origin: "null" });
    expect(status).toBeLessThanOrEqual(299);
    expect(headers.get("access-control-allow-origin")).toBe("*");
    expect(headers.get("access-control-allow-methods")).toContain("POST");
    expect(headers.get("access-control-allow-headers")).toContain("Content-Type");
  });

  test("other methods than POST are refused", async () => {
    for (const method of ["PUT", "DELETE"]) expect((await options(method, {})).status).toBe(405);
  });

  test("who opens the address in a browser sees what it is for", async () => {
    const response = await options("GET", {});
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("BOSH");
  });

  test("responses are 200, text/xml in UTF-8, kept by no cache, and run nothing in a browser", async () => {
    const connection = await HttpConnection.connect(at());
    const { status, head } = await connection.post(
      "/http-bind",
      `<body xmlns='${BOSH}' rid='1' to='localhost' content='text/html'/>`,
    );
    expect(status).toBe(200);
    expect(head).toMatch(/^content-type: text\/html\r?$/im);
    for (const line of [
      /^cache-control: no-store\r?$/im,
      /^content-security-policy: default-src 'none'; sandbox\r?$/im,
      /^x-content-type-options: nosniff\r?$/im,
      /^content-length: \d+\r?$/im,
    ])
      expect(head).toMatch(line);
  });
});

describe("§6: the wrapper element", () => {
  test.each([
    ["no XML", "rid=1"],
    ["nothing", ""],
    ["an element of another name", `<bodies xmlns='${BOSH}' rid='1' to='localhost'/>`],
    ["an element of another namespace", "<body xmlns='jabber:client' rid='1' to='localhost'/>"],
    ["a body without a rid", `<body xmlns='${BOSH}' to='localhost'/>`],
    ["a rid that is no number", `<body xmlns='${BOSH}' rid='one' to='localhost'/>`],
    ["a rid of 0", `<body xmlns='${BOSH}' rid='0' to='localhost'/>`],
    ["§14.1: a rid above 2^53-1", `<body xmlns='${BOSH}' rid='9007199254740992' to='localhost'/>`],
    ["a comment before it", `<!-- a --><body xmlns='${BOSH}' rid='1' to='localhost'/>`],
    ["a document type", `<!DOCTYPE body><body xmlns='${BOSH}' rid='1' to='localhost'/>`],
    ["an entity", `<body xmlns='${BOSH}' rid='1' to='&host;'/>`],
    ["a start tag that does not end", `<body xmlns='${BOSH}' rid='1' to='localhost'`],
  ])("%s is a bad-request", async (_, text) => {
    expect(await conditionOf(text)).toBe("bad-request");
  });

  test("any prefix will do", async () => {
    const { attrs } = await (await new BoshClient(at()).postsText(`<b:body xmlns:b='${BOSH}' rid='1' to='localhost'/>`))
      .response;
    expect(attrs.sid).toBeString();
  });
});

describe("§7: session creation", () => {
  test("the response has a sid, wait, requests, and what else is agreed on", async () => {
    const { attrs } = await new BoshClient(at()).create({ wait: "30", hold: "1", ver: "1.6" });
    const { sid, wait, requests, hold, ver, inactivity, polling, maxpause, from } = attrs;
    expect(sid).toMatch(/^[\w-]{22}$/);
    expect({ wait, requests, hold, ver, inactivity, polling, maxpause, from }).toEqual({
      ...{ wait: "30", requests: "2", hold: "1", ver: "1.6", from: "localhost" },
      ...{ inactivity: "60", polling: "2", maxpause: "120" },
    });
  });

  test("these attributes are in no other response", async () => {
    const client = await BoshClient.login(at(), "romeo");
    const { attrs } = await client.sends(PING("1"));
    expect(Object.keys(attrs)).toEqual(["xmlns"]);
  });

  test("sids are unguessable: no two begin alike", async () => {
    const sids = new Set<string | undefined>();
    for (let n = 0; n < 50; n++) sids.add((await BoshClient.create(at())).sid?.slice(0, 8));
    expect(sids.size).toBe(50);
  });

  test("§17.2: a domain that is not served is host-unknown, none at all is improper-addressing", async () => {
    expect(await conditionOf(`<body xmlns='${BOSH}' rid='1' to='example.com'/>`)).toBe("host-unknown");
    expect(await conditionOf(`<body xmlns='${BOSH}' rid='1' to='not a domain'/>`)).toBe("host-unknown");
    expect(await conditionOf(`<body xmlns='${BOSH}' rid='1'/>`)).toBe("improper-addressing");
    expect(await conditionOf(`<body xmlns='${BOSH}' rid='1' to=''/>`)).toBe("improper-addressing");
  });

  test("a route is ignored: one server alone is worked with", async () => {
    const { attrs } = await new BoshClient(at()).create({ route: "xmpp:example.com:9999" });
    expect(attrs.from).toBe("localhost");
  });

  test("§17.2: a sid that is not known is item-not-found", async () => {
    expect(await conditionOf(`<body xmlns='${BOSH}' rid='2' sid='SomeSID'/>`)).toBe("item-not-found");
  });
});

describe("§8: payloads", () => {
  test("many of one request are handled in their order, and answered by one response", async () => {
    const client = await BoshClient.login(at(), "romeo");
    const ids = Array.from({ length: 30 }, (_, n) => String(n));
    expect(idsOf(await client.sends(ids.map(PING).join("")))).toEqual(ids);
  });

  test("while one request is held, another one brings payloads, and the first is answered", async () => {
    const client = await BoshClient.login(at(), "romeo");
    const held = await client.posts();
    const other = await client.posts(PING("1"));
    expect(idsOf(await held.response)).toEqual(["1"]);
    await client.posts(PING("2"));
    expect(idsOf(await other.response)).toEqual(["2"]);
  });

  test("requests that come out of order are handled in the order of their rids", async () => {
    const client = await BoshClient.login(at(), "romeo");
    const { rid } = client;
    const second = await client.posts(PING("2"), { rid: String(rid + 2) });
    const first = await client.posts(PING("1"), { rid: String(rid + 1) });
    const ids = [...idsOf(await first.response)];
    if (ids.length < 2) ids.push(...idsOf(await second.response));
    expect(ids).toEqual(["1", "2"]);
  });
});

describe("§13: termination", () => {
  test("its payloads are handled, the oldest request is told, the others are answered by empty bodies", async () => {
    const romeo = await BoshClient.login(at(), "romeo");
    const juliet = await BoshClient.login(at(), "romeo");
    await juliet.sends("<presence><priority>-1</priority></presence>");
    const held = await romeo.posts();
    const message = `<message xmlns='jabber:client' to='${juliet.jid}'><body>adieu</body></message>`;
    const last = await romeo.posts(message, { type: "terminate" });
    expect(await held.response).toMatchObject({ attrs: { type: "terminate" }, payloads: [] });
    const { attrs } = await last.response;
    expect(Object.keys(attrs)).toEqual(["xmlns"]);
    expect((await juliet.sends()).payloads[0]?.getChildText("body")).toBe("adieu");
    expect((await romeo.sends()).attrs.condition).toBe("item-not-found");
  });

  test("where no request is held, that request is told", async () => {
    const client = await BoshClient.create(at());
    const { attrs } = await client.sends("", { type: "terminate" });
    expect(attrs).toEqual({ xmlns: BOSH, type: "terminate" });
  });
});

describe("§14: request ids", () => {
  test("§14.2: a rid beyond the window ends the session with item-not-found", async () => {
    const client = await BoshClient.login(at(), "romeo");
    const { response } = await client.posts("", { rid: String(client.rid + 3) });
    expect((await response).attrs).toMatchObject({ type: "terminate", condition: "item-not-found" });
    expect((await client.sends()).attrs.condition).toBe("item-not-found");
  });

  test("§14.3: a rid whose response is no longer kept ends it likewise", async () => {
    const client = await BoshClient.login(at(), "romeo");
    const { rid } = client;
    for (const id of ["1", "2", "3", "4"]) await client.sends(PING(id));
    const { response } = await client.posts(PING("1"), { rid: String(rid + 1) });
    expect((await response).attrs).toMatchObject({ type: "terminate", condition: "item-not-found" });
  });

  test("§14.3: a request that is repeated gets the same response again, and is not handled again", async () => {
    const client = await BoshClient.login(at(), "romeo");
    const message = `<message xmlns='jabber:client' to='${client.jid}'><body>hi</body></message>`;
    const first = await client.sends(message);
    const again = await (await client.posts(message, { rid: String(client.rid) })).response;
    expect(again.http.body.toString()).toBe(first.http.body.toString());
    expect(idsOf(await client.sends(PING("behind")))).toEqual(["behind"]);
  });

  test("§14.3: what was sent while a connection was broken comes when its request is repeated", async () => {
    const client = await BoshClient.login(at(), "romeo");
    const other = await BoshClient.login(at(), "romeo");
    (await client.posts()).cut();
    const message = `<message xmlns='jabber:client' id='m' to='${client.jid}'><body>hi</body></message>`;
    await other.sends(message + PING("behind"));
    const { response } = await client.posts("", { rid: String(client.rid) });
    expect(idsOf(await response)).toEqual(["m"]);
  });

  test("§14.3: two requests of one rid at once: the first is told of an error, the last one is answered", async () => {
    const client = await BoshClient.login(at(), "romeo");
    const first = await client.posts();
    const last = await client.posts("", { rid: String(client.rid) });
    expect((await first.response).attrs).toEqual({ xmlns: BOSH, type: "error" });
    await client.posts(PING("1"));
    expect(idsOf(await last.response)).toEqual(["1"]);
  });
});

describe("§15: key sequences", () => {
  const keys = ["seed"];
  for (let n = 0; n < 9; n++)
    keys.push(
      createHash("sha1")
        .update(keys.at(-1) ?? "")
        .digest("hex"),
    );
  const key = (n: number): string => keys[n] ?? "";

  test("a session with keys goes on with the next key of the sequence", async () => {
    const client = await BoshClient.create(at(), { newkey: key(9) });
    const held = await client.posts("", { key: key(8) });
    await client.posts("", { key: key(7), type: "terminate" });
    expect((await held.response).attrs).toEqual({ xmlns: BOSH, type: "terminate" });
  });

  test("§15.4: with another key, or without, it ends with item-not-found, and nothing is handled", async () => {
    for (const attributes of [{ key: key(7) }, { key: "no key" }, {}] as Record<string, string>[]) {
      const client = await BoshClient.create(at(), { newkey: key(9) });
      const { attrs, payloads } = await client.sends("", attributes);
      expect(attrs).toMatchObject({ type: "terminate", condition: "item-not-found" });
      expect(payloads).toEqual([]);
    }
  });

  test("§14.3: who repeats a request has to know its key", async () => {
    const client = await BoshClient.create(at(), { newkey: key(9) });
    const first = await client.posts("", { key: key(8) });
    const { response } = await client.posts("", { key: key(7), rid: String(client.rid) });
    expect((await response).attrs.condition).toBe("item-not-found");
    expect((await first.response).attrs.condition).toBe("other-request");
  });
});

test("§16: multiple streams are not offered: the attributes are ignored, and the request is a normal one", async () => {
  const client = new BoshClient(at());
  const { attrs } = await client.create();
  expect(attrs.stream).toBeUndefined();
  const asking = await client.posts("", { to: "localhost", stream: "another" });
  const { response } = await client.posts("", { type: "terminate" });
  expect((await asking.response).attrs).toEqual({ xmlns: BOSH, type: "terminate" });
  expect((await response).attrs).toEqual({ xmlns: BOSH });
});
