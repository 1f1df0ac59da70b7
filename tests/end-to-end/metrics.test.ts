/** Metrics of a running server, read by the parser of Prometheus' own client library. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { testWith } from "../support/needs.ts";
import { type LocalSite, localSite, type RunningSite } from "../support/process/local-site.ts";
import { runProgram } from "../support/process/started.ts";

const TOKEN = "rosencrantz and guildenstern".replaceAll(" ", "-");

let site: LocalSite;
let server: RunningSite;
let origin: string;

beforeAll(async () => {
  site = await localSite({ settings: ["metrics.listen=127.0.0.1:0", `metrics.token=${TOKEN}`] });
  server = await site.start();
  const [, address] = await server.prints(/metrics-listening .*address=(\S+)/);
  origin = `http://${address}`;
}, 60_000);

afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  site?.[Symbol.dispose]();
});

const authorization = `Bearer ${TOKEN}`;
const fetchMetrics = (accept = "application/openmetrics-text") =>
  fetch(`${origin}/metrics`, { headers: { authorization, accept } });
const bySocket = () => fetch("http://jabber-home/metrics", { unix: `${site.home}/control.sock` });
const sampleIn = (text: string, sample: string): number =>
  Number(
    text
      .split("\n")
      .find((line) => line.startsWith(`${sample} `))
      ?.slice(sample.length + 1),
  );

const PARSER = `
import sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as prometheus
parse = openmetrics if sys.argv[1] == "openmetrics" else prometheus
for family in parse(sys.stdin.read()):
    print(family.name, family.type, len(family.samples))
`;

testWith(["/usr/bin/python3"]).each([
  ["openmetrics", "application/openmetrics-text; version=1.0.0; charset=utf-8"],
  ["prometheus", "text/plain; version=0.0.4; charset=utf-8"],
])("%s: what the parser of prometheus_client reads", async (format, type) => {
  const response = await fetchMetrics(type);
  expect(response.headers.get("content-type")).toBe(type);
  const text = await response.text();
  expect(text.endsWith("# EOF\n")).toBe(format === "openmetrics");
  const parsed = await runProgram(["/usr/bin/python3", "-c", PARSER, format], { input: text });
  expect({ exit: parsed.exit, err: parsed.err }).toEqual({ exit: 0, err: "" });
  expect(parsed.out).toMatch(/^jabber_home_stanzas counter 12$/m);
  expect(parsed.out).toMatch(/^jabber_home_tick_seconds histogram 13$/m);
  expect(parsed.out).not.toContain("unknown");
});

test("what happens is counted, and nobody is named", async () => {
  const before = await (await bySocket()).text();
  const [alice, bob] = [await server.logIn("alice"), await server.logIn("bob")];
  alice.send(`<message to="bob@localhost" type="chat"><body>Who's there?</body></message>`);
  await bob.receive(({ name, attrs }) => name === "message" && attrs.from?.startsWith("alice@") === true);
  const response = await bySocket();
  expect(response.headers.get("content-type")).toContain("application/openmetrics-text");
  const text = await response.text();
  const grown = (sample: string): number => sampleIn(text, sample) - (sampleIn(before, sample) || 0);
  expect(grown('jabber_home_stanzas_total{direction="in",peer="client",kind="message"}')).toBe(1);
  expect(grown('jabber_home_stanzas_total{direction="out",peer="client",kind="message"}')).toBeGreaterThanOrEqual(1);
  expect(grown('jabber_home_logins_total{outcome="success"}')).toBe(2);
  expect(sampleIn(text, 'jabber_home_sessions{state="connected"}')).toBe(2);
  expect(grown("jabber_home_tick_seconds_count")).toBeGreaterThan(0);
  // What nobody waits for is synced within a second.
  while (sampleIn(await (await bySocket()).text(), "jabber_home_sync_seconds_count") === 0) await Bun.sleep(50);
  for (const name of ["accounts", "archive_bytes", "database_bytes", "memory_bytes", "uptime_seconds"])
    expect(sampleIn(text, `jabber_home_${name}`)).toBeGreaterThan(0);
  expect(sampleIn(text, "jabber_home_rooms")).toBe(0);
  expect(sampleIn(text, "jabber_home_certificate_expiry_seconds")).toBeGreaterThan(86_400);
  expect(text).not.toMatch(/alice|bob|localhost|127\.0\.0\.1/);
  await Promise.all([alice.end(), bob.end()]);
});

test("RFC 6750 §3: without the token, or with another one, nothing is told", async () => {
  for (const headers of [{}, { authorization: "Bearer hamlet" }, { authorization: TOKEN }] as Record<
    string,
    string
  >[]) {
    const response = await fetch(`${origin}/metrics`, { headers });
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
    expect(await response.text()).toBe("");
  }
  expect((await fetch(`${origin}/`, { headers: { authorization } })).status).toBe(404);
  const posted = await fetch(`${origin}/metrics`, { method: "POST", headers: { authorization } });
  expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET"]);
});

test("a port that others than this machine reach needs a token", async () => {
  const { exit, err, out } = await site.runVerb([
    "config",
    "check",
    "--set",
    "metrics.listen=:0",
    "--set",
    "metrics.token=",
  ]);
  expect(exit).toBe(78);
  expect(out + err).toContain("metrics.token");
});
