/** A database that something else writes over while the server runs: what the server does, what it says, and the way back. */
import { expect, test } from "bun:test";
import { closeSync, openSync, statSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { PAGE_BYTES } from "../../src/store/sqlite-file.ts";
import { Client } from "../support/client/client.ts";
import { aliveOf } from "../support/process/processes.ts";
import { program } from "../support/process/program.ts";
import { startServerProcess } from "../support/process/server-process.ts";
import { runJson, runProgram } from "../support/process/started.ts";
import { PASSWORD } from "../support/server.ts";

const PAGE = Buffer.alloc(PAGE_BYTES, 0xaa);
const BEFORE = 50;

function writeOver(path: string): void {
  const file = openSync(path, "r+");
  for (let at = 0; at < statSync(path).size; at += PAGE.length) writeSync(file, PAGE, 0, PAGE.length, at);
  closeSync(file);
}

const message = (number: number): string =>
  `<message to="juliet@localhost" type="chat"><body>number ${number}</body></message>`;

test("the server ends instead of going on; its next start and doctor say what helps, and a backup brings all back", async () => {
  await using server = await startServerProcess({ accounts: ["romeo", "juliet"] });
  const database = join(server.home, "data.sqlite");
  const backup = join(dirname(server.home), "backup.tar.zst");
  const verb = (...args: string[]) => runProgram([...program, ...args, "--home", server.home]);
  const romeo = await Client.login(server.at("direct"), { username: "romeo", password: PASSWORD });
  romeo.send("<enable xmlns='urn:xmpp:sm:3'/>");
  await romeo.receive(({ name }) => name === "enabled");
  for (let number = 0; number < BEFORE; number += 1) romeo.send(message(number));
  romeo.send("<r xmlns='urn:xmpp:sm:3'/>");
  await romeo.receive(({ name, attrs }) => name === "a" && attrs.h === String(BEFORE));
  expect(await runJson([...program, "backup", "--home", server.home, "--to", backup])).toMatchObject({ exit: 0 });

  writeOver(database);
  for (let number = BEFORE; aliveOf(server.pid).length > 0; number += 1) {
    romeo.send(message(number));
    await Bun.sleep(5);
  }
  await romeo.closed;

  const start = await verb("run");
  expect([start.exit, start.err]).toEqual([65, expect.stringContaining(`${database} is damaged`)]);
  expect(start.err).toContain("jabber-home restore FILE --replace");
  const examined = await verb("doctor", "--json");
  expect(examined.out).toContain('"database-damaged"');
  expect(await verb("restore", backup, "--no-input", "--replace")).toMatchObject({ exit: 0 });
  await server.restart();
  const juliet = await Client.login(server.at("direct"), { username: "juliet", password: PASSWORD });
  juliet.send("<presence/>");
  for (let number = 0; number < BEFORE; number += 1) {
    const { children } = await juliet.receive(({ name }) => name === "message");
    expect(children.join("")).toContain(`<body>number ${number}</body>`);
  }
}, 120_000);
