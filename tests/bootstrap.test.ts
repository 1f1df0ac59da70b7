/** The bootstrap script that needs only Node.js and npm, and the summary of the tests. */
import { afterAll, expect, test } from "bun:test";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MARK } from "../installer/converse.mjs";

const ROOT = join(import.meta.dir, "..");
const directory = mkdtempSync(join(tmpdir(), "bootstrap-"));
afterAll(() => rmSync(directory, { recursive: true }));

function run(args: readonly string[], cwd = ROOT, variables: Readonly<Record<string, string>> = {}) {
  const { exitCode, stdout, stderr } = Bun.spawnSync([...args], {
    cwd,
    stdin: "ignore",
    env: { ...process.env, CI: "", ...variables },
  });
  return { exit: exitCode, out: stdout.toString(), err: stderr.toString() };
}

test("Node runs Bun, and returns its exit code", () => {
  expect(run(["node", "installer/bootstrap.mjs", "--version"])).toEqual({ exit: 0, out: `${Bun.version}\n`, err: "" });
  expect(run(["node", "installer/bootstrap.mjs", "-e", "process.exit(7)"]).exit).toBe(7);
});

test("the platform's package is used where npm has not run bun's installation script", () => {
  const home = join(directory, "clone");
  const put = (path: string, content: string) => {
    mkdirSync(join(home, path, ".."), { recursive: true });
    writeFileSync(join(home, path), content);
    chmodSync(join(home, path), 0o755);
  };
  const lock = JSON.stringify({ packages: { "node_modules/bun": { version: Bun.version } } });
  put("package-lock.json", lock);
  put("node_modules/.package-lock.json", lock);
  put("node_modules/bun/bin/bun.exe", "echo the postinstall script of bun was not run; exit 1\n");
  put("node_modules/@oven/bun-linux-other/bin/bun", "not for this machine");
  put("node_modules/@oven/bun-this/package.json", "{}");
  mkdirSync(join(home, "node_modules/@oven/bun-this/bin"));
  symlinkSync(process.execPath, join(home, "node_modules/@oven/bun-this/bin/bun"));
  mkdirSync(join(home, "installer"));
  for (const name of ["bootstrap.mjs", "converse.mjs"])
    copyFileSync(join(ROOT, "installer", name), join(home, "installer", name));
  mkdirSync(join(home, `dist/converse/${MARK}`), { recursive: true });
  expect(run(["node", "installer/bootstrap.mjs", "--version"], home)).toEqual({
    exit: 0,
    out: `${Bun.version}\n`,
    err: "",
  });
});

test("without the registry, everything but the chat is there within seconds", () => {
  const home = join(directory, "offline");
  const lock = JSON.stringify({ packages: { "node_modules/bun": { version: Bun.version } } });
  mkdirSync(join(home, "node_modules/bun/bin"), { recursive: true });
  mkdirSync(join(home, "installer"));
  for (const path of ["package-lock.json", "node_modules/.package-lock.json"]) writeFileSync(join(home, path), lock);
  symlinkSync(process.execPath, join(home, "node_modules/bun/bin/bun.exe"));
  for (const name of ["bootstrap.mjs", "converse.mjs"])
    copyFileSync(join(ROOT, "installer", name), join(home, "installer", name));
  const started = performance.now();
  const nobody = { npm_config_registry: "http://127.0.0.1:1/", npm_config_cache: join(directory, "cache") };
  const { exit, out, err } = run(["node", "installer/bootstrap.mjs", "--version"], home, nobody);
  expect({ exit, out }).toEqual({ exit: 0, out: `${Bun.version}\n` });
  expect(err).toContain("/chat will be missing");
  expect(performance.now() - started).toBeLessThan(20_000);
}, 120_000);

test("a test run ends with one summary line, and returns its exit code", () => {
  const file = join(directory, "sample.test.ts");
  const one =
    'import { expect, test } from "bun:test";\ntest("good", () => expect(1).toBe(1));\ntest.skip("later", () => {});\n';
  writeFileSync(file, one);
  const good = run([process.execPath, "tests/run.ts", file]);
  expect({ exit: good.exit, last: good.out.trimEnd().split("\n").at(-1) }).toEqual({
    exit: 0,
    last: "1 passed, 0 failed, 1 skipped",
  });
  writeFileSync(file, `${one}test("bad", () => expect(1).toBe(2));\n`);
  const bad = run([process.execPath, "tests/run.ts", file]);
  expect({ exit: bad.exit, last: bad.out.trimEnd().split("\n").at(-1) }).toEqual({
    exit: 1,
    last: "1 passed, 1 failed, 1 skipped",
  });
});
