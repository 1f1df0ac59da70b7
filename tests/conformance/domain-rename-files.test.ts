/** A server whose domain gets another name: the links to files that people have sent each other before, and what signs apps in. */
import { Database } from "bun:sqlite";
import { afterAll, beforeAll, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { type Actor, cast } from "../support/cast.ts";
import { contentOf, renamed } from "../support/renaming.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { HTTPS, puts, slotFor, web } from "../support/xep/upload.ts";

const OLD = "old.example";
const NEW = "new.example";
const CONTENT = "a picture";

let server: TestServer;
let alice: Actor;
/** Of the file that was sent before. */
let link: URL;

const portOf = (): string => server.server.listening.https?.split(":").at(-1) ?? "";
/** As if the name of the address led here. */
const here = (url: URL): readonly [string, Record<string, string>] => [
  `https://127.0.0.1:${portOf()}${url.pathname}`,
  { host: `${url.hostname}:${portOf()}` },
];

/** As if an app had a token, and a browser a cookie. */
function signIn(): void {
  const db = new Database(server.home.database);
  const account = `alice@${OLD}`;
  db.run(
    "INSERT INTO fast_token (account, agent, slot, mechanism, seed, issued, expiry) VALUES (?, 'a', 'new', 'm', x'00', 1, 2)",
    [account],
  );
  db.run("INSERT INTO web_session (token_hash, account, started, seen) VALUES (x'00', ?, 1, 1)", [account]);
  db.close();
}

beforeAll(async () => {
  server = await startTestServer({ domains: [OLD], settings: [HTTPS] });
  writeFileSync(server.home.config, `domains = ["${OLD}"]\n`);
  const { alice: before } = await cast(server, ["alice"]);
  const { put, get } = await slotFor(before, { size: CONTENT.length });
  link = new URL(get);
  const [address, headers] = here(new URL(put));
  expect((await puts(address, CONTENT, headers)).status).toBe(201);
  await before.leaves();
  await server.server.stop();
  signIn();
  await renamed(server.home, OLD, NEW);
  await server.restart([`domains=${NEW}`, `former_domains=${OLD}=${NEW}`]);
  ({ alice } = await cast({ ...server, createAccount: async () => {}, at: () => server.at("starttls", NEW) }, [
    "alice",
  ]));
}, 60_000);
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("links with the former name work where it leads here, and with the new one", async () => {
  for (const hostname of [OLD, NEW]) {
    const url = new URL(link);
    url.hostname = hostname;
    const [address, headers] = here(url);
    const response = await web(address, { headers });
    expect([hostname, response.status, await response.text()]).toEqual([hostname, 200, CONTENT]);
  }
  const [address] = here(link);
  expect((await web(address, { headers: { host: `elsewhere.example:${portOf()}` } })).status).toBe(421);
});

test("new files have the new name in their links", async () => {
  const { get } = await slotFor(alice, { size: 1 });
  expect(new URL(get).hostname).toBe(NEW);
});

test("the password is the same; tokens (XEP-0484) and browsers have to sign in anew", () => {
  expect(alice.account).toBe(`alice@${NEW}`);
  const content = contentOf(server.home);
  for (const table of ["fast_token", "web_session"]) expect(content.get(table)).toEqual([]);
});
