/** What `run` loads at its start: only what a server needs that nobody has asked anything yet (docs/decisions/0056-what-is-loaded-later.md). */
import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const ROOT = join(import.meta.dir, "..");

interface Metafile {
  readonly inputs: Readonly<Record<string, { readonly imports: readonly { path: string; kind: string }[] }>>;
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, { bytesInOutput: number }>> }>>;
}

interface Loaded {
  readonly files: readonly string[];
  readonly packages: ReadonlySet<string>;
  /** Of the program as it is built, in which there are no types. */
  readonly bytes: number;
}

/** Files and packages that these files load, directly or not. */
async function loadedBy(...entries: readonly string[]): Promise<Loaded> {
  const directory = mkdtempSync(join(tmpdir(), "lazy-"));
  try {
    const metafile = join(directory, "meta.json");
    const args = ["build", ...entries, "--target=bun", "--splitting", "--minify", `--outdir=${directory}`];
    // Files that npm may not have brought here, of /chat alone.
    args.push(`--metafile=${metafile}`, "--external=#converse/*");
    Bun.spawnSync([process.execPath, ...args], { cwd: ROOT });
    const { inputs, outputs }: Metafile = await Bun.file(metafile).json();
    const reached = new Set<string>();
    const reach = (path: string): void => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { path: next, kind } of inputs[path]?.imports ?? [])
        if (!["dynamic-import", "require-call"].includes(kind)) reach(next);
    };
    for (const entry of entries) reach(entry);
    const names = [...reached].map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
    const built = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
    const bytes = built.reduce((sum, [path, { bytesInOutput }]) => sum + (reached.has(path) ? bytesInOutput : 0), 0);
    return { files: [...reached], packages: new Set(names.filter((name) => name !== undefined)), bytes };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const { files, packages, bytes } = await loadedBy("src/main.ts", "src/command/run.ts");
const started = await loadedByStart();

/** Sources that a server has loaded once it has started, with nobody there. */
async function loadedByStart(): Promise<readonly string[]> {
  const home = mkdtempSync(join(tmpdir(), "lazy-"));
  const preload = join(home, "preload.ts");
  writeFileSync(preload, 'process.on("SIGWINCH", () => console.log(JSON.stringify(Object.keys(require.cache))));');
  const off = ["client_tls", "server", "server_tls", "http", "https", "proxy", "turn", "turns"];
  const settings = ["domains=localhost", "listen.client=127.0.0.1:0", ...off.map((name) => `listen.${name}=off`)];
  const words = ["--preload", preload, "src/main.ts", "run", "--home", home];
  const server = Bun.spawn([process.execPath, ...words, ...settings.flatMap((each) => ["--set", each])], {
    ...{ cwd: ROOT, stdin: "ignore", stdout: "pipe", stderr: "pipe" },
  });
  try {
    await readUntil(server.stderr, "server-started");
    server.kill("SIGWINCH");
    const paths: readonly string[] = JSON.parse(await readUntil(server.stdout, "\n"));
    return paths.filter((path) => path.startsWith(ROOT)).map((path) => relative(ROOT, path));
  } finally {
    server.kill();
    await server.exited;
    rmSync(home, { recursive: true });
  }
}

async function readUntil(stream: ReadableStream<Uint8Array>, what: string): Promise<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (!text.includes(what)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`the server has ended: ${text}`);
    text += decoder.decode(value, { stream: true });
  }
  return text;
}

test("run loads the XML tree, but neither prompts nor the ACME client nor the wizard's messages", () => {
  expect(packages).toContain("ltx");
  for (const later of ["@clack/prompts", "acme-client", "@peculiar/x509"]) expect(packages).not.toContain(later);
  const texts = files.filter((path) => path.startsWith("src/messages/"));
  expect(texts).toContain("src/messages/notices.ts");
  expect(texts.filter((path) => /\/(setup|demo|dns|service)\b|\/\w+\/(module-)?options\.ts$/.test(path))).toEqual([]);
});

/** What somebody has to ask for, or what comes later by itself: pages, operations, what is looked at each hour. */
const LATER = [
  "installer/",
  "src/control/routes.ts",
  "src/dns/providers/",
  "src/doctor/",
  "src/findings/",
  "src/gateway/gateway.ts",
  "src/stream/bosh/",
  "src/transfer/client/",
  "src/trust/chain.ts",
  "src/web/http-server.ts",
  "src/web/pages/",
  "src/xep/publishing/0060-pubsub/owner-lists.ts",
  "src/xep/rooms/0045-muc/admin/",
  "src/xep/rooms/0433-search-form.ts",
];

test("a server that has started has no pages, no operations and no checks before somebody asks for them", () => {
  const early = (path: string): boolean => LATER.some((later) => path.startsWith(later));
  expect(files.filter(early)).toEqual([]);
  expect(started).toContain("src/server/router.ts");
  expect(started.filter(early)).toEqual([]);
  const operations = started.filter((path) => path.startsWith("src/operations/")).map((path) => path.slice(15));
  expect(operations.sort()).toEqual(EARLY_OPERATIONS);
});

/** Their tables, what is recorded of them, and what sets them up. */
const EARLY_OPERATIONS = [
  ...["acts", "administration", "audit", "backup", "import-journal", "import-staged", "move-in-journal", "operations"],
  ...["phone-check", "storing"],
].map((name) => `${name}.ts`);

/** A page of memory for each page of code, and as much again for what it makes: who lets it grow should know why. */
const MOST_BYTES = 824_000;

test("what run loads does not grow unnoticed, and a start adds a few files to it", () => {
  const added = started.filter((path) => path.startsWith("src/") && !files.includes(path));
  expect(added.filter((path) => !path.startsWith("src/messages/"))).toEqual(["src/certificate/self-signed-source.ts"]);
  expect(bytes).toBeGreaterThan(MOST_BYTES * 0.8);
  expect(bytes).toBeLessThan(MOST_BYTES);
});
