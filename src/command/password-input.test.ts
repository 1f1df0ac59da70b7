import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { userMessages } from "../messages/users.ts";
import * as input from "./password-input.ts";
import type { Terminal } from "./terminal.ts";

const directory = mkdtempSync(join(tmpdir(), "secret-"));
afterAll(() => rmSync(directory, { recursive: true }));

const terminal = (input: string | Buffer = ""): Terminal => ({
  out: () => {},
  err: () => {},
  isInteractive: false,
  isColoured: false,
  input: () => Buffer.from(input),
  env: {},
});

const readPassword = (path: string, from: Terminal) => input.readPassword(path, from, userMessages.en);
const readUserList = (path: string, from: Terminal) => input.readUserList(path, from, userMessages.en);

function file(content: string | Buffer): string {
  const path = join(directory, crypto.randomUUID());
  writeFileSync(path, content);
  return path;
}

test("a password is the only line of a file, or of standard input; spaces belong to it", () => {
  expect(readPassword(file("looking glass \n"), terminal())).toBe("looking glass ");
  expect(readPassword(file("ключ\r\n"), terminal())).toBe("ключ");
  expect(readPassword("-", terminal("red queen\n"))).toBe("red queen");
});

test.each([
  ["", "is empty"],
  ["\n", "is empty"],
  ["a\nb\n", "more than one line"],
  ["x".repeat(5000), "longer than"],
])("a file that holds %j is refused", (content, sentence) => {
  expect(() => readPassword(file(content), terminal())).toThrow(sentence);
});

test("a byte order mark, which Windows writes, is no part of the password", () => {
  expect(readPassword(file("\uFEFFlooking glass\r\n"), terminal())).toBe("looking glass");
  expect(readPassword("-", terminal("\uFEFFlooking glass"))).toBe("looking glass");
  expect(readUserList(file("\uFEFFa@x\tone\n"), terminal())).toEqual([{ jid: "a@x", password: "one" }]);
});

const LATIN1 = Buffer.from("clé secrète", "latin1");
const UTF16 = Buffer.from("\uFEFFlooking glass\r\n", "utf16le");

test("bytes that are no UTF-8 make no password that nobody could type: the line is named", () => {
  for (const bytes of [LATIN1, UTF16]) {
    expect(() => readPassword(file(bytes), terminal())).toThrow("line 1 is not written in UTF-8");
    expect(() => readPassword("-", terminal(bytes))).toThrow("standard input: line 1 is not written in UTF-8");
  }
  const list = Buffer.concat([Buffer.from("a@x\tça va\nb@x\t"), LATIN1, Buffer.from("\nc@x\tthree\n")]);
  expect(() => readUserList(file(list), terminal())).toThrow("line 2 is not written in UTF-8");
});

test("a file that does not exist is the system's error", () => {
  expect(() => readPassword(join(directory, "none"), terminal())).toThrow("ENOENT");
});

test("a list has a line each: JID, tab, password, which may hold tabs itself", () => {
  expect(readUserList(file("a@x\tone\n\nb@x\ttwo\tthree\r\n"), terminal())).toEqual([
    { jid: "a@x", password: "one" },
    { jid: "b@x", password: "two\tthree" },
  ]);
});

test("the numbers of all other lines are named", () => {
  expect(() => readUserList(file("a@x\tone\nb@x two\n\tthree\nd@x\t\n"), terminal())).toThrow("line 2, 3, 4");
  const many = Array.from({ length: 30 }, () => "x").join("\n");
  expect(() => readUserList(file(many), terminal())).toThrow("line 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, …");
  expect(() => readUserList(file("\n"), terminal())).toThrow("is empty");
});

test("no password is asked for where the terminal is not interactive", async () => {
  await expect(input.passwordFor("a@x", undefined, terminal(), userMessages.en)).rejects.toThrow(
    "missing: --password-file",
  );
});
