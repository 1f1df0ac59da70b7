/** What an interrupted setup leaves behind. */
import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Answers, deleteAnswers, readAnswers, readProgress, saveAnswers } from "./answers.ts";

const home = mkdtempSync(join(tmpdir(), "answers-"));
afterAll(() => rmSync(home, { recursive: true }));

test("answers are kept for the next run, for their owner only, until setup is done", () => {
  const answers: Answers = {
    purpose: "internet",
    domain: "müller.example",
    addresses: ["192.0.2.12"],
    challenge: "dns-01",
    configChanges: { "listen.http": "off" },
  };
  saveAnswers(home, answers);
  expect(readAnswers(home)).toEqual(answers);
  expect(statSync(join(home, "setup.json")).mode & 0o777).toBe(0o600);
  deleteAnswers(home);
  deleteAnswers(home);
  expect(readAnswers(home)).toEqual({});
});

test("how far it had come is kept beside the answers", () => {
  const progress = { step: "dns", asked: ["domain"] };
  saveAnswers(home, { domain: "example.com" }, progress);
  expect([readAnswers(home), readProgress(home)]).toEqual([{ domain: "example.com" }, progress]);
  for (const text of ["{", '{"progress":7}', '{"progress":{"step":"dns","asked":[1]}}', '{"progress":null}']) {
    writeFileSync(join(home, "setup.json"), text);
    expect(readProgress(home)).toBeUndefined();
  }
});

test("damaged and unknown entries are ignored", () => {
  const path = join(home, "setup.json");
  for (const text of ["", "{", "null", "[]", '"x"']) {
    writeFileSync(path, text);
    expect(readAnswers(home)).toEqual({});
  }
  writeFileSync(
    path,
    '{"domain":"example.com","challenge":"guess","addresses":[1],"__proto__":{"admin":"eve"},"toString":"x"}',
  );
  expect(readAnswers(home)).toEqual({ domain: "example.com" });
  expect(readFileSync(path, "utf8")).toContain("guess");
});
