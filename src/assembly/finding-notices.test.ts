/** What is grave is told to the administrators once, and again when it is mended. */
import { expect, test } from "bun:test";
import { manualClock } from "../../tests/support/in-memory/manual-clock.ts";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { MINUTE } from "../clock.ts";
import type { Finding } from "../findings/findings.ts";
import type { Language } from "../messages/language.ts";
import { openDatabase } from "../store/database.ts";
import { openToldFindings } from "../store/told-findings.ts";
import { isGrave, tellFindings } from "./finding-notices.ts";

const missing: Finding = {
  ...{ kind: "dns-missing", severity: "bad" },
  details: { records: [{ type: "A", name: "example.com", value: "192.0.2.1" }] },
};
const broken: Finding = {
  ...{ kind: "link-broken", severity: "bad" },
  details: { path: "/srv/home/files", target: "/media/usb" },
};
const failed: Finding = {
  ...{ kind: "backup-failed", severity: "warning" },
  details: { problem: { kind: "no-folder", path: "/media/usb" }, isAttempted: true },
};
const slow: Finding = { kind: "disk-slow", severity: "warning", details: { usual: 300, longest: 900 } };
const full: Finding = { kind: "disk-full", severity: "bad", details: { free: 1, reserve: 2 } };

function watch(language: Language = "en", db = openDatabase(":memory:", { log: memoryLog() })) {
  const clock = manualClock(0);
  const bodies: string[] = [];
  let found: readonly Finding[] = [];
  const notices = tellFindings({
    ...{ findings: () => found, told: openToldFindings(db), language, clock },
    send: (_subject, body) => void bodies.push(body),
  });
  return {
    db,
    notices,
    /** What is told at once when this has become known. */
    toldAtOnce: (findings: readonly Finding[]): readonly string[] => {
      found = findings;
      notices.look();
      return bodies.splice(0);
    },
    /** What is told when this is found for so many looks. */
    told: (findings: readonly Finding[], looks = 1): readonly string[] => {
      found = findings;
      for (let look = 0; look < looks; look++) clock.advance(5 * MINUTE);
      return bodies.splice(0);
    },
  };
}

test("what is grave is told once, with what helps, all of it in one message", () => {
  const { told } = watch();
  expect(told([])).toEqual([]);
  const [body = "", ...more] = told([missing, broken, slow], 10);
  expect(more).toEqual([]);
  expect(body).toContain("1 record is missing in DNS");
  expect(body).toContain("- See what to enter, and where: jabber-home dns");
  expect(body).toContain("leads to /media/usb");
  expect(body).not.toContain("slow");
});

test("it is told that it is mended, after two looks at which it was not found", () => {
  const { told } = watch();
  told([missing, broken]);
  expect(told([broken])).toEqual([]);
  expect(told([broken, missing])).toEqual([]);
  expect(told([broken])).toEqual([]);
  const [mended = "", ...more] = told([broken], 5);
  expect(more).toEqual([]);
  expect(mended).toStartWith("This is mended:\n\n- 1 record is missing in DNS");
  expect(told([broken, missing])).toHaveLength(1);
});

test("a restart repeats nothing, and what was mended meanwhile is told", () => {
  const before = watch();
  before.told([missing]);
  const after = watch("en", before.db);
  expect(after.told([missing], 3)).toEqual([]);
  expect(after.told([], 3)).toHaveLength(1);
});

test("what has just become known is told at once, in the language of the server", () => {
  const { notices, told, toldAtOnce } = watch("fr");
  expect(toldAtOnce([failed])[0]).toMatch(/^Quelque chose ne va pas sur le serveur\s:\n\nLa dernière sauvegarde/);
  notices.stop();
  expect(told([], 5)).toEqual([]);
});

test("grave is what is bad, and a backup that failed; a full disk has messages of its own", () => {
  expect([missing, broken, failed, slow, full].filter(isGrave)).toEqual([missing, broken, failed]);
});
