/** Requests of the control socket: whatever the owner's programs send is answered, and a fault of ours is never the answer. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controlRoutes } from "../../../src/control/routes.ts";
import { type ControlRoutes, serveControl } from "../../../src/control/server.ts";
import type { Jid } from "../../../src/jid/jid.ts";
import type { LogEvent } from "../../../src/log.ts";
import type { Operations } from "../../../src/operations/operations.ts";
import { pick } from "../random.ts";
import { same, type Target, Wrong } from "../target.ts";

const LISTS: Readonly<Record<string, readonly string[]>> = {
  domains: ["example.com"],
  services: ["rooms.example.com"],
};
/** Operations that do nothing, but look at the addresses that they are given. */
const operations: unknown = new Proxy(
  {},
  {
    get: (_, group: string) =>
      LISTS[group] ??
      new Proxy(() => ({}), {
        get: (_, name: string) =>
          LISTS[name] ??
          ((...given: readonly unknown[]) => {
            for (const each of given) requireAddresses(each, 0);
            return ANSWERS[`${group}.${name}`] ?? [];
          }),
      }),
  },
);
const ANSWERS: Readonly<Record<string, unknown>> = {
  "accounts.page": { accounts: [] },
  "rooms.page": { rooms: [] },
  "federation.report": { outgoing: [] },
  "backup.make": { content: () => new ReadableStream({ start: (controller) => controller.close() }) },
  "export.account": (async function* () {})(),
  "export.all": (async function* () {})(),
  "moveIn.start": async () => {},
  "import.start": async () => {},
  "federation.trial": async () => {},
  "reachability.look": async () => {},
  "reachability.phone": async () => {},
};

function requireAddresses(value: unknown, depth: number): void {
  if (typeof value !== "object" || value === null || depth > 3) return;
  if ("bare" in value && (value as Jid).domain === "")
    throw new Wrong("an address without a domain", JSON.stringify(value));
  for (const inner of Object.values(value)) requireAddresses(inner, depth + 1);
}

const routes = controlRoutes(operations as Operations) as unknown as ControlRoutes;
const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
const NAMES = Object.keys(routes);
let logged: LogEvent[] = [];
let socket: string | undefined;
function socketOf(): string {
  if (socket !== undefined) return socket;
  const folder = mkdtempSync(join(tmpdir(), "jabber-home-fuzz-control-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  socket = join(folder, "socket");
  const record = (event: LogEvent): void => void logged.push(event);
  serveControl(socket, () => routes, { error: record, warn: record, info: record, debug: record });
  return socket;
}

const BODIES = [
  '{"users":[{"jid":"bob","password":"p","admin":true}]}',
  '{"jid":"bob@example.com","password":"q","newPassword":"r","from":"a@b.example","to":"bob"}',
  '{"room":"club","jid":"spam.example","affiliation":"outcast","reason":"x","owner":"bob","name":"N","isPublic":true}',
  '{"circle":"c","people":["bob"],"name":"d","isRoomKept":true}',
  '{"account":"bob","olderThan":5,"largerThan":1e3,"after":{"uploaded":1,"id":"x"},"file":"f"}',
  '{"source":"s","digest":"d","hosts":[{"jid":"a.example","kind":"domain"}],"domain":"example.com"}',
  '{"run":"1","position":1,"items":[],"base64":"AAAA","offset":0,"resume":"x"}',
  '{"kind":"accounts","beginning":"b","answer":"look","text":"t","to":"bob","max":3,"before":1,"servers":["a.example"],"domain":"b.example"}',
  "",
  "[]",
  "null",
];
/** Between the request and its body in an input. */
const BETWEEN = "\n";

export const control: Target = {
  name: "control",
  share: 0.1,
  seeds: BODIES.map((body, at) => (NAMES[at] ?? "") + BETWEEN + body),
  generate: (random) => pick(random, NAMES) + BETWEEN + pick(random, BODIES),
  words: [
    '"',
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "true",
    "1e999",
    '"__proto__"',
    "@",
    "/",
    '"jid"',
    '"users"',
    "bob",
    "\\ud800",
    "[".repeat(20_000),
    ...NAMES,
  ],
  check: async (input) => {
    const [line = "", ...rest] = input.toString("latin1").split(BETWEEN);
    const [method = "", path = ""] = line.split(" ");
    const name = NAMES.includes(line) ? line : "";
    if (!METHODS.includes(method) || !/^\/[!-~]{0,1000}$/.test(path)) return "no request";
    logged = [];
    const body = Buffer.from(rest.join(BETWEEN), "latin1");
    const hasBody = method !== "GET" && method !== "HEAD";
    const response = await fetch(`http://localhost${path}`, {
      unix: socketOf(),
      method,
      ...(hasBody ? { body } : {}),
    } as RequestInit);
    const text = await response.text();
    same(
      "what went wrong",
      logged.map(({ error }) => String(error)),
      [],
    );
    if (![200, 400, 404, 409].includes(response.status)) throw new Wrong(`status ${response.status}`, text);
    if (response.status !== 200) JSON.parse(method === "HEAD" ? "0" : text);
    return `${name} ${response.status}`;
  },
};
