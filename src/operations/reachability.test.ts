import { expect, test } from "bun:test";
import type { PortTrial } from "../certificate/port-trial.ts";
import { MINUTE } from "../clock.ts";
import type { PingBackResult } from "../federation/outgoing/ping-back.ts";
import type { FailureReason, IncomingReport, Step } from "../federation/report.ts";
import { OperationError } from "../operation-error.ts";
import { type LookStep, type ReachabilityDeps, reachabilityOperations } from "./reachability.ts";

const LISTENING = {
  http: "[::]:80",
  https: "[::]:443",
  client: "[::]:5222",
  server: "[::]:5269",
  server_tls: "[::]:5270",
};
const HERE = "192.0.2.1";
const streamFrom = (remoteAddress: string, localPort = 5269, since = 0): IncomingReport => ({
  ...{ remoteAddress, localPort, since, tls: "TLSv1.3", proof: "dialback", isBidirectional: false, received: 1 },
  pairs: [{ local: "example.com", remote: "other.example" }],
});
const trial = (port: 80 | 443, reached: PortTrial["reached"]): PortTrial => ({
  ...{ port, reached, problem: undefined, address: undefined, unanswered: [] },
});
const notSent = (obstacle: FailureReason, step: Step = "authentication"): PingBackResult => ({
  ...{ outcome: "not-sent", text: "no", obstacle, step },
});

function trialOf({
  answers = {},
  streams = [],
  ...deps
}: Partial<ReachabilityDeps> & {
  readonly answers?: Readonly<Record<string, PingBackResult>>;
  readonly streams?: readonly IncomingReport[];
}) {
  const asked: string[] = [];
  let now = 0;
  const operations = reachabilityOperations({
    ...{ listening: LISTENING, pagePort: 443, domains: ["example.com"], authority: undefined },
    federation: {
      askBack: async ({ remote }) => {
        asked.push(remote);
        return answers[remote] ?? notSent({ kind: "unanswered" }, "tcp");
      },
      streams: () => streams,
    },
    phone: { start: () => async () => {}, visit: () => undefined, report: () => false, sights: () => [] },
    arrivals: () => [],
    isOutside: (address) => address !== HERE,
    lookAround: async () => {},
    clock: { now: () => now },
    ...deps,
  });
  const look = async (servers?: readonly string[], askAuthority = true) => {
    const steps: LookStep[] = [];
    await operations.look({ askAuthority, servers })((step) => steps.push(step), new AbortController().signal);
    return steps;
  };
  const wait = (ms: number): void => {
    now += ms;
  };
  return { operations, look, asked, wait };
}

test.each<[string, PingBackResult, object]>([
  [
    "the answer over a stream of its own",
    { outcome: "answered", stream: streamFrom("198.51.100.1") },
    { reached: "yes" },
  ],
  [
    "… to the port for direct TLS",
    { outcome: "answered", stream: streamFrom("198.51.100.1", 5270) },
    { listener: "server_tls" },
  ],
  [
    "… to the port of HTTPS, which tells nothing of 5269",
    { outcome: "answered", stream: streamFrom("198.51.100.1", 443) },
    { listener: "https", reached: "yes" },
  ],
  ["an answer over our own stream", { outcome: "own-stream" }, { reached: "unknown" }],
  ["silence", { outcome: "silent" }, { reached: "no" }],
  [
    "XEP-0220 §2.4: it could not connect",
    notSent({ kind: "dialback-error", detail: "remote-connection-failed" }),
    { reached: "no" },
  ],
  ["XEP-0220 §2.4: a refusal", notSent({ kind: "dialback-error", detail: "policy-violation" }), { reached: "unknown" }],
  ["no answer to our dialback key", notSent({ kind: "unanswered" }), { reached: "no" }],
  ["no way to it", notSent({ kind: "unanswered" }, "tcp"), { reached: "unknown" }],
])("what another server says: %s", async (_, answer, expected) => {
  const { operations, look } = trialOf({ answers: { "other.example": answer } });
  await look(["other.example"]);
  expect((await operations.report()).sights).toMatchObject([{ by: "server", who: "other.example", ...expected }]);
});

test("servers are asked in turn, until one knows", async () => {
  const answers = {
    "two.example": { outcome: "silent" },
    "three.example": { outcome: "answered", stream: streamFrom("198.51.100.1") },
  } as const;
  const { look, asked, operations } = trialOf({ answers });
  await look(["one.example", "two.example", "three.example", "four.example"]);
  expect(asked).toEqual(["one.example", "two.example", "three.example"]);
  expect((await operations.report()).sights).toMatchObject([{ who: "three.example", reached: "yes" }]);
});

test("nobody is asked by a report, nor without having been named or meant", async () => {
  const { operations, look, asked } = trialOf({});
  await operations.report();
  await look([], false);
  expect(asked).toEqual([]);
});

test("within a minute a server is not asked again, the authority not within five", async () => {
  let looks = 0;
  const authority = { name: "CA", look: async () => [trial(80, ++looks === 1 ? "no" : "yes"), trial(443, "yes")] };
  const answers = { "other.example": { outcome: "silent" } as const };
  const { look, asked, wait, operations } = trialOf({ authority, answers });
  const reached = async () =>
    (await operations.report()).sights.map(({ listener, reached, at }) => [listener, reached, at]);
  await look(["other.example"]);
  wait(MINUTE / 2);
  await look(["other.example"]);
  expect([looks, asked.length]).toEqual([1, 1]);
  expect(await reached()).toEqual([
    ["http", "no", 0],
    ["https", "yes", 0],
    ["server", "no", 0],
  ]);
  wait(MINUTE);
  await look(["other.example"]);
  expect([looks, asked.length]).toEqual([1, 2]);
  wait(4 * MINUTE);
  await look(["other.example"]);
  expect([looks, asked.length]).toEqual([2, 3]);
  expect((await reached())[0]).toEqual(["http", "yes", 5.5 * MINUTE]);
});

test("an authority that has not looked is asked again at once", async () => {
  let looks = 0;
  const authority = { name: "CA", look: async () => [trial(80, ++looks === 1 ? "unknown" : "yes")] };
  const { look, operations } = trialOf({ authority });
  await look([]);
  await look([]);
  expect((await operations.report()).sights).toMatchObject([{ listener: "http", reached: "yes" }]);
});

test("two who look at the same time ask once", async () => {
  const { look, asked } = trialOf({ answers: { "other.example": { outcome: "silent" } } });
  await Promise.all([look(["other.example"]), look(["other.example"])]);
  expect(asked).toEqual(["other.example"]);
});

test("servers that have come by themselves from outside are seen without a question, those of this home are not", async () => {
  const streams = [streamFrom(HERE, 5270, 1), streamFrom("198.51.100.1", 5269, 2), streamFrom("198.51.100.2", 5269, 3)];
  const { operations } = trialOf({ streams });
  expect((await operations.report()).sights).toMatchObject([
    { by: "server", outcome: "connected", listener: "server", reached: "yes", at: 3 },
  ]);
});

test("a stream that was never proven is nobody's", async () => {
  const { operations } = trialOf({ streams: [{ ...streamFrom("198.51.100.1"), pairs: [] }] });
  expect((await operations.report()).sights).toEqual([]);
});

test("a domain of this server is not asked, nor a service of it", () => {
  const { operations } = trialOf({});
  for (const domain of ["example.com", "rooms.example.com"])
    expect(() => operations.look({ askAuthority: false, servers: [domain] })).toThrow(OperationError);
});

test("a server for this network alone asks no other server, in whose name could it", async () => {
  const { operations, look, asked } = trialOf({ domains: ["localhost"] });
  expect((await operations.report()).servers).toEqual([]);
  await look(["other.example"]);
  expect(asked).toEqual([]);
});

test("where federation is off, no server is asked", async () => {
  const { operations, look } = trialOf({ federation: undefined });
  expect((await operations.report()).servers).toEqual([]);
  expect(await look()).toHaveLength(1);
});

test("apps that have signed in from outside are seen, by port the newest; those of this home are not", async () => {
  const arrival = (address: string, localPort: number, at: number) => ({ address, localPort, at });
  const arrivals = () => [
    arrival("198.51.100.1", 5222, 3),
    arrival("198.51.100.2", 5222, 5),
    arrival(HERE, 5222, 9),
    arrival(HERE, 5223, 9),
    arrival("198.51.100.1", 443, 4),
  ];
  const { operations } = trialOf({ arrivals });
  expect((await operations.report()).sights).toEqual([
    { by: "app", who: "198.51.100.2", listener: "client", reached: "yes", at: 5 },
    { by: "app", who: "198.51.100.1", listener: "https", reached: "yes", at: 4 },
  ]);
});

test("a port that was not reached is told until somebody gets in", async () => {
  const answers: Record<string, PingBackResult> = { "other.example": { outcome: "silent" } };
  let at443: PortTrial["reached"] = "no";
  const authority = { name: "CA", look: async () => [trial(80, "yes"), trial(443, at443)] };
  const { operations, look, wait } = trialOf({ answers, authority });
  expect(operations.notReached()).toEqual([]);
  await look(["other.example"]);
  expect(operations.notReached()).toEqual([
    { port: 443, who: "CA", at: 0 },
    { port: 5269, who: "other.example", at: 0 },
  ]);
  wait(5 * MINUTE);
  answers["other.example"] = { outcome: "answered", stream: streamFrom("198.51.100.1") };
  at443 = "yes";
  await look(["other.example"]);
  expect(operations.notReached()).toEqual([]);
});
