/** The import table of src/README.md, and other rules of structure. */
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { modules } from "../src/modules.ts";
import type { AnyModule } from "../src/server/boot.ts";

const ROOT = resolve(import.meta.dir, "..");

/** By folder, the lowest first: the folders it may import from. Files at the top of src/ may be imported by all. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  jid: [],
  xml: [],
  log: [],
  metrics: [],
  messages: [],
  net: [],
  turn: ["net"],
  dns: ["jid", "net"],
  gateway: ["xml", "net"],
  trust: ["jid"],
  store: ["jid"],
  backup: ["store"],
  release: ["store", "backup"],
  auth: ["store"],
  config: ["jid", "messages", "net", "dns"],
  server: ["jid", "xml", "store"],
  stream: ["jid", "xml", "net"],
  session: ["jid", "xml", "server", "stream"],
  federation: ["jid", "xml", "net", "dns", "server", "stream", "session"],
  im: ["jid", "xml", "server"],
  xep: ["jid", "xml", "messages", "server", "im"],
  certificate: ["messages", "net", "dns", "trust", "store"],
  transfer: ["jid", "xml", "net", "dns", "store", "server", "stream"],
  doctor: ["net", "dns", "store", "config", "certificate"],
  operations: [
    "jid",
    "trust",
    "store",
    "backup",
    "release",
    "server",
    "federation",
    "im",
    "xep",
    "certificate",
    "transfer",
    "doctor",
  ],
  findings: ["messages", "config", "gateway", "federation", "certificate", "doctor", "operations"],
  control: ["store", "operations"],
  web: ["messages", "net", "findings"],
  assembly: [
    ...[
      "jid",
      "xml",
      "messages",
      "metrics",
      "net",
      "dns",
      "gateway",
      "trust",
      "store",
      "backup",
      "release",
      "auth",
      "config",
      "server",
      "stream",
      "session",
      "federation",
    ],
    ...["turn", "xep", "certificate", "transfer", "doctor", "operations", "findings", "control", "web"],
  ],
  installer: ["jid", "messages", "net", "dns", "gateway", "store", "release", "config", "certificate", "web"],
  command: [
    ...[
      "jid",
      "xml",
      "log",
      "messages",
      "net",
      "dns",
      "gateway",
      "trust",
      "store",
      "backup",
      "release",
      "auth",
      "config",
      "server",
      "federation",
      "xep",
    ],
    ...["certificate", "transfer", "doctor", "operations", "findings", "control", "assembly", "installer"],
  ],
};

/** Whose types it may name besides: what it is given is made by others. */
const MAY_NAME: Record<string, readonly string[]> = {
  stream: ["trust", "store"],
  session: ["store"],
  federation: ["trust", "store"],
  im: ["store"],
  xep: ["store"],
  transfer: ["trust"],
  operations: ["gateway"],
  findings: ["store"],
  web: ["store", "operations"],
};

/** Words that everybody uses stand at the top of src/; these two do not, and only these folders import them. */
const COMPOSITION: Record<string, readonly string[]> = { "src/main.ts": [], "src/modules.ts": ["assembly", "command"] };

interface Source {
  readonly path: string;
  readonly text: string;
}

/** The TypeScript below these folders, without declarations. */
const sourcesIn = (...folders: readonly string[]): Source[] =>
  folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))
      .map((path) => ({ path: join(folder, path), text: readFileSync(join(ROOT, folder, path), "utf8") })),
  );

const sources = sourcesIn("src", "installer").filter(({ path }) => !path.endsWith(".test.ts"));

/** "src/xml/print.ts" is in "xml", "src/jid/jid.ts" in "", "installer/wizard.ts" in "installer". */
function folderOf(path: string): string {
  const parts = path.split("/");
  if (parts[0] !== "src") return parts[0] ?? "";
  return parts.length > 2 ? (parts[1] ?? "") : "";
}

interface Import {
  readonly target: string;
  /** `import type`: the program does not load it. */
  readonly isType: boolean;
}

/** Relative imports, static and dynamic. */
function importsOf({ path, text }: Source): Import[] {
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(type\b)?[^"';]*?from\s+"(\.[^"]+)"|import\(\s*"(\.[^"]+)"\s*\)/g,
  );
  return [...found].map(([, type, stated, dynamic]) => ({
    target: relative(ROOT, resolve(ROOT, dirname(path), stated ?? dynamic ?? "")),
    isType: type !== undefined,
  }));
}

test.each(Object.keys(MAY_IMPORT))("%s/ imports only what it may, types included", (folder) => {
  const strays = sources
    .filter(({ path }) => folderOf(path) === folder)
    .flatMap((source) => importsOf(source).map((each) => ({ path: source.path, ...each })))
    .filter(({ target, isType }) => {
      const other = folderOf(target);
      if (other === "") return COMPOSITION[target]?.includes(folder) === false;
      return other !== folder && !MAY_IMPORT[folder]?.includes(other) && !(isType && MAY_NAME[folder]?.includes(other));
    });
  expect(strays).toEqual([]);
});

test("no folder imports from a higher one, and files at the top import from jid/ and xml/ only", () => {
  const floors = Object.keys(MAY_IMPORT);
  const upwards = floors.flatMap((folder, floor) =>
    [...(MAY_IMPORT[folder] ?? []), ...(MAY_NAME[folder] ?? [])]
      .filter((other) => !floors.slice(0, floor).includes(other))
      .map((other) => `${folder} → ${other}`),
  );
  expect(upwards).toEqual([]);
  const topFiles = sources.filter(({ path }) => path.startsWith("src/") && folderOf(path) === "");
  const reached = topFiles.filter(({ path }) => !Object.hasOwn(COMPOSITION, path)).flatMap(importsOf);
  const folders = new Set(reached.map(({ target }) => folderOf(target)));
  expect([...folders].sort()).toEqual(["", "jid", "package.json", "xml"]);
});

/** Strongly connected components with more than one file (Tarjan): files that import each other, directly or not. */
function circlesIn(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const lower = (path: string, to: number): void => void lowest.set(path, Math.min(lowest.get(path) ?? to, to));
  const visit = (path: string): void => {
    const position = order.size;
    order.set(path, position);
    lower(path, position);
    open.push(path);
    for (const target of imports.get(path) ?? []) {
      if (!order.has(target)) visit(target);
      if (open.includes(target)) lower(path, lowest.get(target) ?? position);
    }
    if (lowest.get(path) !== position) return;
    const circle = open.splice(open.indexOf(path));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const path of imports.keys()) if (!order.has(path)) visit(path);
  return found;
}

test("no files import each other in a circle, types included", () => {
  const files = sourcesIn("src", "installer", "tests");
  const imports = files.map((source) => [source.path, importsOf(source).map(({ target }) => target)] as const);
  expect(circlesIn(new Map(imports))).toEqual([]);
});

test.each([
  ["federation/incoming", "federation/outgoing"],
  ["federation/outgoing", "federation/incoming"],
  ["federation/dialback", "federation/incoming"],
  ["federation/dialback", "federation/outgoing"],
  ["xep/rooms/0045-muc/state", "xep/rooms/0045-muc/broadcast"],
  ["xep/rooms/0045-muc/state", "xep/rooms/0045-muc/occupant"],
  ["xep/rooms/0045-muc/state", "xep/rooms/0045-muc/admin"],
  ["xep/rooms/0045-muc/broadcast", "xep/rooms/0045-muc/occupant"],
  ["xep/rooms/0045-muc/broadcast", "xep/rooms/0045-muc/admin"],
  ["xep/kit", "xep/history"],
  ["xep/kit", "xep/publishing"],
  ["xep/kit", "xep/rooms"],
  ["xep/history", "xep/publishing"],
  ["xep/history", "xep/rooms"],
  ["xep/publishing", "xep/history"],
  ["xep/publishing", "xep/rooms"],
  ["xep/rooms/0045-muc/occupant", "xep/rooms/0045-muc/admin"],
])("%s does not know %s", (own, other) => {
  const inside = sources.filter(({ path }) => path.startsWith(`src/${own}/`));
  expect(inside.length).toBeGreaterThan(0);
  expect(inside.flatMap(importsOf).filter(({ target }) => target.startsWith(`src/${other}/`))).toEqual([]);
});

test("every folder of src/ has its row in the table", () => {
  const folders = readdirSync(join(ROOT, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).filter((name) => !Object.hasOwn(MAY_IMPORT, name))).toEqual([]);
});

/** The hubs of xep/: a module stands in the folder of the first one that it uses, and in xep/ itself if it uses none. */
const HUBS: readonly (readonly [folder: string, ...hubs: string[]])[] = [
  ["rooms", "rooms"],
  ["publishing", "pubsub", "pep"],
  ["history", "archive"],
];

/** What a hub consists of itself. */
const HUB_OF = new Map([
  ["rooms", "rooms"],
  ["pubsub", "publishing"],
  ["archive", "history"],
  ["stanzaIds", "history"],
  ["fulltext", "history"],
  ["archivePreferences", "history"],
  ["commands", "kit"],
]);

const GROUPS = ["rooms", "publishing", "history", "kit"];
/** "rooms" for src/xep/rooms/0421-occupant-ids.ts, "" for src/xep/0199-ping.ts. */
const groupOf = (path: string): string => GROUPS.find((group) => path.startsWith(`src/xep/${group}/`)) ?? "";

/** The modules in xep/, by the names of their constants. */
const xeps = sources.flatMap(({ path, text }) => {
  const name = /export const (\w+) = defineModule\(/.exec(text)?.[1];
  const used = new Set([...text.matchAll(/\buse\((\w+)\)/g)].map(([, module]) => module));
  return path.startsWith("src/xep/") && name !== undefined ? [{ path, name, used }] : [];
});

test("a XEP stands in the folder of the hub that it extends", () => {
  const expected = ({ name, used }: (typeof xeps)[number]): string => {
    const extended = HUBS.find(([, ...hubs]) => hubs.some((hub) => used.has(hub)));
    return HUB_OF.get(name) ?? extended?.[0] ?? "";
  };
  expect(xeps.length).toBeGreaterThan(40);
  expect(xeps.filter((xep) => groupOf(xep.path) !== expected(xep)).map(({ path }) => path)).toEqual([]);
});

test("the parts of a XEP stand where its module does", () => {
  const numberIn = (path: string): string => /\/(\d{4})-/.exec(path)?.[1] ?? "";
  const placeOf = (path: string): string => `${groupOf(path)} ${numberIn(path)}`;
  const places = new Set(xeps.map(({ path }) => placeOf(path)));
  const strays = sources
    .filter(({ path }) => path.startsWith("src/xep/") && numberIn(path) !== "" && !HELPERS.has(numberIn(path)))
    .filter(({ path }) => !places.has(placeOf(path)));
  expect(strays.map(({ path }) => path)).toEqual([]);
});

test("the modules of a hub stand together in modules.ts", async () => {
  const groups = new Map<unknown, string>();
  for (const { path, name } of xeps) groups.set((await import(join(ROOT, path)))[name], groupOf(path));
  const order = modules.map((module) => groups.get(module) ?? "");
  const begun = order.filter((group, index) => group !== "" && group !== order[index - 1]);
  expect(begun.toSorted()).toEqual(GROUPS.toSorted());
});

/** They answer nothing by themselves: other modules are written with them. */
const HELPERS = new Set(["0004", "0059", "0082"]);

test("every XEP is in modules.ts, states its version and has a conformance test", () => {
  const numbered = ["", ...GROUPS]
    .flatMap((group) => readdirSync(join(ROOT, "src/xep", group)))
    .filter((name) => /^\d/.test(name) && !name.endsWith(".test.ts"));
  const numbers = new Set(modules.flatMap(({ xep }) => (xep === undefined ? [] : [xep])));
  const tests = readdirSync(join(ROOT, "tests/conformance")).join(" ");
  const missing = [...new Set(numbered.map((name) => name.slice(0, 4)))]
    .filter((number) => !HELPERS.has(number))
    .flatMap((number) => [
      ...(numbers.has(number) ? [] : [`${number}: no module in src/modules.ts`]),
      ...(tests.includes(`xep-${number}-`) ? [] : [`${number}: no tests/conformance/xep-${number}-*.test.ts`]),
    ]);
  expect(missing).toEqual([]);
  expect(modules.filter(({ xep, version }) => xep !== undefined && version === undefined)).toEqual([]);
});

test("every module that is defined stands in modules.ts", async () => {
  const defining = sources.filter(({ path, text }) => path.startsWith("src/") && /= defineModule\(/.test(text));
  const exported = await Promise.all(defining.map(({ path }) => import(join(ROOT, path))));
  const defined = exported.flatMap((file) => Object.values(file)).filter(isModule);
  expect(defined.length).toBeGreaterThan(0);
  expect(defined.filter((module) => !modules.includes(module)).map(({ name }) => name)).toEqual([]);
});

const isModule = (value: unknown): value is AnyModule =>
  typeof value === "object" && value !== null && "setup" in value;

test("the first line of a file states its purpose", () => {
  const silent = sources.filter(({ text }) => !/^(#!.*\n)?\/\*\*? /.test(text)).map(({ path }) => path);
  expect(silent).toEqual([]);
});

test("no file has more than 300 lines", () => {
  const long = sources.filter(({ text }) => text.split("\n").length > 300).map(({ path }) => path);
  expect(long).toEqual([]);
});
