/** Files that have been written durably, after a power cut. */
import { expect } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { testWith } from "../../tests/support/needs.ts";
import { openPower } from "../../tests/support/process/power/power.ts";
import { runProgram, temporaryFolder } from "../../tests/support/process/started.ts";

const MODULE = join(import.meta.dir, "durable-file.ts");
const WRITE = `
  const { writeDurably } = await import(process.argv[1]);
  for (const text of process.argv.slice(3)) writeDurably(process.argv[2], text);
  process.kill(process.pid, "SIGKILL");
`;

testWith(["gcc"])("what was written last is there, whole and under its name, and nothing is beside it", async () => {
  using folder = temporaryFolder("durable");
  const path = join(folder.path, "key.pem");
  for (const texts of [["one"], ["two"], ["three", "four"], ["x".repeat(100_000)]]) {
    using power = openPower(folder.path);
    const { err } = await runProgram([process.execPath, "-e", WRITE, MODULE, path, ...texts], { env: power.env });
    expect(err).toBe("");
    power.cut();
    expect(readFileSync(path, "utf8")).toBe(texts.at(-1) ?? "");
    expect(readdirSync(folder.path)).toEqual(["key.pem"]);
  }
});

const OWN = `
  const { ownFolder, writeDurably } = await import(process.argv[1]);
  ownFolder(process.argv[2]);
  writeDurably(process.argv[2] + "/key.pem", "key");
  process.kill(process.pid, "SIGKILL");
`;

testWith(["gcc"])("so is what was written into a folder that was made for it, with those above", async () => {
  using folder = temporaryFolder("durable");
  const path = join(folder.path, "certificate", "acme");
  using power = openPower(folder.path);
  const { err } = await runProgram([process.execPath, "-e", OWN, MODULE, path], { env: power.env });
  expect(err).toBe("");
  power.cut();
  expect(readFileSync(join(path, "key.pem"), "utf8")).toBe("key");
});
