/** The start of a server that fails in the middle. */
import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { startServer } from "../../src/assembly/server.ts";
import { readConfig } from "../../src/config/read.ts";
import { homeAt } from "../../src/home.ts";
import { modules } from "../../src/modules.ts";
import { memoryLog } from "../support/in-memory/memory-log.ts";
import { temporaryFolder } from "../support/process/started.ts";

const SETTINGS = [
  "client",
  "client_tls",
  "server",
  "server_tls",
  "http",
  "https",
  "proxy",
  "component",
  "turn",
  "turns",
].map((name) => `listen.${name}=off`);
const config = readConfig("", modules, [...SETTINGS, "domains=localhost", "accounts.iterations=4096"]);

test("a failure before the web server is there is told as it is", async () => {
  using folder = temporaryFolder("start");
  const home = homeAt(`${folder.path}/home`);
  await (await startServer(home, config, memoryLog())).stop();
  const database = new Database(home.database);
  database.run("UPDATE migrations SET version = 99 WHERE owner = 'web'");
  database.close();
  const failure = startServer(home, config, memoryLog()).catch(({ reason }: { reason?: unknown }) => reason);
  expect(await failure).toBe("newer");
});
