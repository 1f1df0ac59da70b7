import { expect, test } from "bun:test";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config/schema.ts";
import { tokenFileProblems } from "./token-file.ts";

test("config check tells what is wrong with the file of the token, and nothing that is in it", () => {
  const folder = mkdtempSync(join(tmpdir(), "token-file-"));
  const token_file = join(folder, "token");
  const problemOf = (provider: Config["dns"]["provider"]) =>
    tokenFileProblems({ dns: { resolvers: [], provider, token_file, update: false } }).map(({ remedy }) => remedy);
  expect(problemOf("none")).toEqual([]);
  expect(problemOf("gandi")).toEqual([["token-file-unreadable", { detail: `${token_file}: ENOENT` }]]);
  writeFileSync(token_file, "s3cret-token");
  chmodSync(token_file, 0o644);
  expect(problemOf("gandi")).toEqual([["token-file-open", { detail: token_file }]]);
  chmodSync(token_file, 0o600);
  expect(problemOf("gandi")).toEqual([]);
  expect(problemOf("porkbun")).toEqual([
    ["token-file-incomplete", { detail: `${token_file}: api_key, secret_api_key` }],
  ]);
  rmSync(folder, { recursive: true });
});
