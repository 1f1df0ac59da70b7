/**
 * Makes a database as a version of this program leaves it: `bun tests/schemas/make.ts TREE NAME`. TREE is a checkout of that
 * version with its node_modules, NAME what tests/schemas/NAME.sqlite.zst is called; a release calls it by its version.
 */
import { Database as Sqlite } from "bun:sqlite";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { zstdCompressSync } from "node:zlib";
import { Client } from "../support/client/client.ts";
import { runProgram, startProgram, temporaryFolder } from "../support/process/started.ts";
import { PEOPLE } from "./household.ts";
import { live } from "./live.ts";

const [tree = "", name = ""] = process.argv.slice(2);
if (!/^[\w.-]+$/.test(name)) throw new Error("usage: bun tests/schemas/make.ts TREE NAME");

const { scripts } = await Bun.file(join(resolve(tree), "package.json")).json();
/** "node installer/bootstrap.mjs src/main.ts": where the program begins in that version. */
const program = [process.execPath, join(resolve(tree), scripts.start.split(" ").at(-1))];
using folder = temporaryFolder("schema");
const home = join(folder.path, "home");
mkdirSync(home, { mode: 0o700 });
writeFileSync(join(home, "config.toml"), await configOf(resolve(tree)), { mode: 0o600 });
for (const [person, password] of Object.entries(PEOPLE)) {
  const added = await runProgram(
    [...program, "user", "add", `${person}@localhost`, "--password-file", "-", "--home", home],
    {
      input: password,
    },
  );
  if (added.exit !== 0) throw new Error(added.err);
}
{
  await using server = startProgram([...program, "run", "--home", home]);
  const [, port] = await server.prints(/server-started .*client_tls=\S+:(\d+)/);
  const at = { host: "127.0.0.1", port: Number(port), domain: "localhost", tls: "direct", timeout: 30_000 } as const;
  await live((username, resource) => Client.login(at, { username, password: PEOPLE[username], resource }));
}
const copy = join(folder.path, "copy.sqlite");
{
  using sqlite = new Sqlite(join(home, "data.sqlite"));
  sqlite.run("VACUUM INTO ?", [copy]);
}
const file = join(import.meta.dir, `${name}.sqlite.zst`);
const packed = zstdCompressSync(readFileSync(copy));
rmSync(file, { force: true });
writeFileSync(file, packed);
process.stdout.write(`${file}: ${packed.length} bytes\n`);

/** Only one listener, on a port of the system's choice, whatever others that version has. */
async function configOf(folder: string): Promise<string> {
  const { SERVER_OPTIONS } = await import(join(folder, "src", "config", "schema.ts"));
  const listeners = Object.keys(SERVER_OPTIONS.listen).map(
    (key) => `${key} = "${key === "client_tls" ? "127.0.0.1:0" : "off"}"`,
  );
  return `domains = ["localhost"]\n\n[listen]\n${listeners.join("\n")}\n\n[certificate]\nsource = "self-signed"\n`;
}
