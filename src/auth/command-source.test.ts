import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { openCommandSource } from "./command-source.ts";
import type { PasswordSource } from "./password-source.ts";

/** Answers as the questions say, and writes down what was asked. */
const PROGRAM = `#!${process.execPath}
import { appendFileSync } from "node:fs";
const answer = (bytes) => process.stdout.write(Buffer.from(bytes));
let read = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  read = Buffer.concat([read, chunk]);
  while (read.length >= 2 && read.length >= 2 + read.readUInt16BE(0)) {
    const question = read.subarray(2, 2 + read.readUInt16BE(0)).toString();
    read = read.subarray(2 + read.readUInt16BE(0));
    appendFileSync(process.argv[2], question + "\\n");
    if (question.includes(":dies:")) process.exit(1);
    if (question.includes(":lies:")) answer([0, 2, 0, 7]);
    else if (question.includes(":prattles:")) answer([0, 2, 0, 1, 0]);
    else if (!question.includes(":hangs:"))
      answer([0, 2, 0, /^isuser:alice:/.test(question) || question === "auth:alice:example.com:a:b \\u00E9" ? 1 : 0]);
  }
}
`;

const folder = mkdtempSync(join(tmpdir(), "command-source-"));
const [path, asked] = [join(folder, "check.mjs"), join(folder, "asked")];
let source: PasswordSource;
const log = memoryLog();

beforeAll(() => {
  writeFileSync(path, PROGRAM);
  chmodSync(path, 0o755);
});
afterEach(() => source.stop());
afterAll(() => rmSync(folder, { recursive: true }));

const open = (timeout = 20_000): PasswordSource => {
  writeFileSync(asked, "");
  source = openCommandSource({ command: [path, asked], domain: "example.com", timeout, log });
  return source;
};

test("auth:user:server:password with its length in two bytes; a password may have colons in it", async () => {
  const { verify, admits } = open();
  expect(await verify("alice", "a:b \u00E9")).toBe("proven");
  expect(await verify("alice", "wrong")).toBe("wrong");
  expect(await Promise.all([admits("alice"), admits("bob")])).toEqual(["proven", "wrong"]);
  expect(readFileSync(asked, "utf8").split("\n")).toEqual([
    ...["auth:alice:example.com:a:b \u00E9", "auth:alice:example.com:wrong"],
    ...["isuser:alice:example.com", "isuser:bob:example.com", ""],
  ]);
});

test("what would be two questions, or none, is not asked", async () => {
  const { verify } = open();
  expect(await verify("alice", "a:b\nauth:alice:example.com:a:b \u00E9")).toBe("wrong");
  expect(await verify("alice", "x".repeat(70_000))).toBe("wrong");
  expect(readFileSync(asked, "utf8")).toBe("");
});

test.each(["dies", "lies", "prattles"])(
  "a program that %s is unavailable, and is started anew for the next",
  async (name) => {
    const { verify } = open();
    expect(await verify(name, "x")).toBe("unavailable");
    expect(await verify("alice", "a:b \u00E9")).toBe("proven");
  },
);

test("a program that hangs is ended when its time is over; who waits behind it is told so", async () => {
  const { verify } = open(300);
  expect(await Promise.all([verify("hangs", "x"), verify("hangs", "y")])).toEqual(["unavailable", "unavailable"]);
});

test("a program that cannot be run is found at the start", () => {
  source = open();
  const command = [join(folder, "nothing")];
  expect(() => openCommandSource({ command, domain: "example.com", timeout: 1000, log })).toThrow(
    expect.objectContaining({ problem: { kind: "no-program", detail: command[0] } }),
  );
});
