/** Every command in the documents is run in a home of its own, in the order of runs.ts, or read, with the reason in not-run.ts. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import packageJson from "../../package.json" with { type: "json" };
import { readArguments, readWords } from "../../src/command/arguments.ts";
import { COMMON_FLAGS } from "../../src/command/verb.ts";
import { findVerb } from "../../src/command/verb-table.ts";
import { verbs } from "../../src/command/verbs.ts";
import { testWith } from "../support/needs.ts";
import { freePorts } from "../support/network/free-ports.ts";
import { program } from "../support/process/program.ts";
import {
  type EndedProgram,
  type RunningProgram,
  runProgram,
  startProgram,
  temporaryFolder,
} from "../support/process/started.ts";
import { NOT_RUN } from "./not-run.ts";
import { RUNNING, type Run, SERVER, SETUP, STOPPED } from "./runs.ts";
import { DOCUMENTS, typedIn } from "./typed.ts";

const TIMEOUT_MS = 60_000;
const typed = [...new Set(DOCUMENTS.flatMap(typedIn))];
const run = new Set([SETUP, SERVER, ...[...RUNNING, ...STOPPED].map((each) => each.typed)]);

const reasonsFor = (line: string): readonly string[] =>
  Object.entries(NOT_RUN).flatMap(([reason, lines]) =>
    lines.some((each) => (typeof each === "string" ? each === line : each.test(line))) ? [reason] : [],
  );

describe("the tables", () => {
  test("know every command of the documents, each in one way", () => {
    const odd = typed.filter((line) => Number(run.has(line)) + reasonsFor(line).length !== 1);
    expect(odd).toEqual([]);
  });

  test("have nothing that no document has", () => {
    const left = (line: string) => !typed.some((each) => each.startsWith(line));
    expect([...run].filter(left)).toEqual([]);
    const unused = Object.values(NOT_RUN)
      .flat()
      .filter((each) => !typed.some((line) => (typeof each === "string" ? each === line : each.test(line))));
    expect(unused.map(String)).toEqual([]);
  });
});

test("every command of jabber-home has verbs and flags that there are, and every script of npm is there", async () => {
  for (const line of typed) {
    const [, script] = /^npm (?:run )?([\w:]+)/.exec(line) ?? [];
    if (script !== undefined) expect([...Object.keys(packageJson.scripts), "test", "start"]).toContain(script);
    for (const [, words = ""] of line.matchAll(/(?:^|&& (?:sudo )?)jabber-home (\w[^|>&]*)/g))
      await readsAs(words, line);
  }
});

async function readsAs(text: string, line: string): Promise<void> {
  if (/^(VERSION|1\.2\.3)$/.test(text)) return;
  const words = [
    ...text
      .replace("… ", "")
      .trim()
      .matchAll(/"([^"]*)"|(\S+)/g),
  ].map(([, quoted, bare = ""]) => quoted ?? bare);
  const found = findVerb(readWords(words).words, verbs);
  const { flags, operands = [] } = await found.load();
  try {
    readArguments(readWords(words).withoutWords(found.words), { ...flags, ...COMMON_FLAGS }, [...operands]);
  } catch (error) {
    // A verb that is named without what it takes.
    if (!/^[\w-]+( [\w-]+)?$/.test(text.trim())) throw new Error(`${line}: ${error}`);
  }
}

describe("in a home of their own", () => {
  const folder = temporaryFolder("documents");
  const home = join(folder.path, "home");
  const bin = join(folder.path, "bin");
  let server: RunningProgram | undefined;
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    folder[Symbol.dispose]();
  });

  const script = (name: string, content: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${content}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    JABBER_HOME: home,
    PROFILE: join(folder.path, "profile.ps1"),
    MANPAGER: "cat",
  };
  const shell = (line: string): readonly string[] => [
    "bash",
    "-o",
    "pipefail",
    "-c",
    line
      .replaceAll("/media/usb", join(folder.path, "usb"))
      .replaceAll(/\bDIR\b/g, home)
      .replaceAll(/\bFILE\b/g, "password"),
  ];
  const runLine = (line: string): Promise<EndedProgram> => runProgram(shell(line), { cwd: folder.path, env });

  beforeAll(async () => {
    for (const name of [bin, join(folder.path, "usb")]) mkdirSync(name);
    script("jabber-home", `exec ${program.join(" ")} "$@"`);
    script("sudo", 'exec "$@"');
    writeFileSync(join(folder.path, "password"), "down the rabbit hole");
    writeFileSync(join(folder.path, "passphrase.txt"), "curiouser and curiouser\n");
    const [client, direct, https] = freePorts(3);
    const off = ["server", "server_tls", "http", "proxy", "turn", "turns"].map((name) => `listen.${name}=off`);
    const on = [
      `listen.client=127.0.0.1:${client}`,
      `listen.client_tls=127.0.0.1:${direct}`,
      `listen.https=127.0.0.1:${https}`,
    ];
    const set = [...off, ...on, "accounts.iterations=4096", "log_level=info"].map((each) => ` --set ${each}`);
    const made = await runLine(SETUP.replace("acme", "self-signed") + set.join(""));
    expect(made).toMatchObject({ exit: 0, err: "" });
    for (const name of ["bob", "carol"]) {
      const added = await runLine(`jabber-home user add ${name} --password-file password`);
      expect(added).toMatchObject({ exit: 0, err: "" });
    }
    server = startProgram(shell(`exec ${SERVER}`), { cwd: folder.path, env });
    await server.prints(/server-started/);
  }, TIMEOUT_MS);

  const try_ = ({ typed: line, as = line, exits = [0], needs = [] }: Run) =>
    testWith(["bash", ...needs])(
      line,
      async () => {
        const { exit, out, err } = await runLine(as);
        if (!exits.includes(exit)) throw new Error(`${as}: exit ${exit}: ${out}${err}`);
      },
      TIMEOUT_MS,
    );

  for (const each of RUNNING) try_(each);

  test(
    "the server has run all the time, and ends when it is told to",
    async () => {
      server?.signal("SIGTERM");
      expect(await server?.exited).toBe(0);
    },
    TIMEOUT_MS,
  );

  for (const each of STOPPED) try_(each);
});
