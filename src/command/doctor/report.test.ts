/** The page of the doctor: subjects, findings, counts, in 80 columns. */
import { expect, test } from "bun:test";
import { DAY, HOUR } from "../../clock.ts";
import type { Facts } from "../../findings/check.ts";
import { findingsOf } from "../../findings/findings.ts";
import { homeAt } from "../../home.ts";
import { LANGUAGES, type Language } from "../../messages/language.ts";
import { examinationJson, printExamination } from "./report.ts";

const NOW = Date.UTC(2026, 10, 30, 12);
const home = homeAt("/srv/home");
const facts: Facts = {
  ...{ version: "1.2.3", started: NOW - 3 * DAY, domains: ["example.com"], servers: 2, web: { refused: [] } },
  certificate: { names: ["example.com"], notAfter: NOW + 60 * DAY, source: "acme", findings: [] },
  disk: { free: 20e9, reserve: 1e9, full: false },
  health: {
    at: NOW,
    server: { state: "running", pid: 42 },
    config: { path: home.config, state: "right", problems: [], hints: [] },
    folder: { state: "there", path: home.directory, open: [], locked: [], inTheWay: [], broken: [] },
    store: { path: home.database, bytes: 81e6, logBytes: 1e6, integrity: "whole" },
    volume: { fileSystem: "ext4", disk: "sda", sync: { usual: 3, longest: 9 } },
    memory: { total: 1e9, available: 4e8 },
    time: { isSynchronized: true },
    names: { records: 9, right: 9, missing: [], recommended: [], wrong: [], strays: [], unanswered: [] },
    ports: [{ listener: "client", address: "[::]:5222", state: "open" }],
    content: { accounts: 3, administrators: 1 },
    backups: { folder: "/srv/home/backups", written: NOW - HOUR },
  },
};
const ill: Facts = {
  ...facts,
  health: {
    at: NOW,
    folder: {
      ...{ state: "there", path: home.directory, openMode: "0755", locked: [], inTheWay: [], broken: [] },
      open: [{ path: `${home.directory}/secret`, mode: "0644" }],
    },
    store: { path: home.database, bytes: 81e6, logBytes: 1e6, integrity: "damaged", problems: ["malformed"] },
    volume: { flash: "card" },
  },
};

function examined(seen: Facts) {
  const findings = findingsOf(seen, NOW);
  const mendable = new Set(findings.filter(({ kind }) => kind === "home-open"));
  return { home, facts: seen, findings, mendable, now: NOW };
}

const page = (seen: Facts, language: Language = "en", isColoured = false): string =>
  printExamination(examined(seen), { language, isColoured, fixCommand: "jabber-home doctor --fix" });

test("where all is well, each subject has what was seen of it, and a word says so at the end", () => {
  const lines = page(facts).split("\n");
  expect(lines.filter((line) => line.startsWith("ok      "))).toHaveLength(15);
  expect(lines).toContain("ok      server         version 1.2.3 has been running for 3 days");
  expect(lines).toContain("ok      disk           20 GB free, ext4 on sda, writes in 3 ms");
  expect(lines.at(-1)).toBe("All is well.");
});

test("the worst stands first, each with what helps and its paragraph; counts and what can be mended are last", () => {
  const lines = page(ill).split("\n");
  expect(lines).toContain("bad     database       81 MB");
  expect(lines).toContain("warn    home           see below");
  expect(lines).toContain("        - doctor --fix mends this.");
  const anchors = lines.filter((line) => line.includes("#")).map((line) => line.trim());
  expect(anchors).toEqual(
    ["database-damaged", "home-open", "file-open", "disk-card"].map((kind) => `docs/troubleshooting.md#${kind}`),
  );
  expect(lines.slice(-2)).toEqual([
    "1 bad, 2 warnings, 1 notice.",
    "One of them can be mended at once: jabber-home doctor --fix",
  ]);
});

test.each([...LANGUAGES])(
  "%s: no line is longer than 80 characters, and colours are where they are wanted alone",
  (language) => {
    for (const seen of [facts, ill]) {
      expect(
        page(seen, language)
          .split("\n")
          .filter((line) => line.length > 80),
      ).toEqual([]);
      expect(page(seen, language)).not.toContain("\x1b");
      expect(Bun.stripANSI(page(seen, language, true))).toBe(page(seen, language));
      expect(page(seen, language, true)).toContain("\x1b[");
    }
  },
);

test("programs get the same, with the names of what was found", () => {
  const { verdict, findings, home: folder, running } = examinationJson(examined(ill), "fr");
  expect({ verdict, folder, running }).toEqual({ verdict: "bad", folder: "/srv/home", running: true });
  expect(findings[1]).toMatchObject({ kind: "home-open", subject: "home", severity: "warning", mendable: true });
  expect(examinationJson(examined(facts), "en")).toMatchObject({ verdict: "fine", findings: [] });
});
