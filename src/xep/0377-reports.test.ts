/** XEP-0377: the limits of stored reports. */
import { expect, test } from "bun:test";
import { testRouter } from "../server/testing.ts";
import { parseElement } from "../xml/parse-element.ts";
import { reports } from "./0377-reports.ts";

const SPAM = "urn:xmpp:reporting:spam";
const ROMEO = "romeo@localhost";

function play() {
  const { db, boot } = testRouter();
  const booted = boot(reports);
  return { db, ...booted.use(reports), usage: booted.catalogue.storageUsage.get("reports") };
}

const item = (inside: string, reason = SPAM) =>
  parseElement(`<item jid="a@b"><report xmlns="urn:xmpp:reporting:1" reason="${reason}">${inside}</report></item>`);

test("a long reason is refused, a long text is cut, long ids are left out", () => {
  const { reportIn: read } = play();
  expect(() => read("a@b", item("", "x".repeat(201)))).toThrow("too long");
  expect(read("a@b", item("", "x".repeat(200)))?.reason).toHaveLength(200);
  const id = (length: number): string => `<stanza-id xmlns="urn:xmpp:sid:0" by="a@b" id="${"i".repeat(length)}"/>`;
  const report = read("a@b", item(`${id(256)}${id(257)}${id(1).repeat(200)}<text>${"x".repeat(5000)}</text>`));
  expect(report?.text).toHaveLength(4000);
  expect(report?.messages).toHaveLength(100);
  expect(report?.messages.map(({ id }) => id.length).slice(0, 2)).toEqual([256, 1]);
});

test("fifty a day and five hundred in all: the newest are stored, and their size is counted", () => {
  const { db, reportIn: read, store: keep, usage } = play();
  const rows = db.read<{ reported: string }>("SELECT reported FROM report ORDER BY id");
  const made = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => read(`${from + n}`, item("<text>ten bytes!</text>")) ?? []).flat();
  keep(ROMEO, made(0, 60));
  expect(rows.all()).toHaveLength(50);
  keep(ROMEO, made(60, 1));
  expect(rows.all()).toHaveLength(50);
  const insert = db.write(
    "INSERT INTO report (reporter, reported, time, reason, text, messages) VALUES (?, ?, ?, '', '', '')",
  );
  for (let n = 0; n < 500; n++) insert.run(ROMEO, `old${n}`, -100_000_000 - n);
  insert.run("juliet@localhost", "hers", 0);
  db.write("DELETE FROM report WHERE reported = '0'").run();
  keep(ROMEO, made(100, 1));
  expect(rows.all().map(({ reported }) => reported)).toContain("hers");
  expect(rows.all()).toHaveLength(501);
  expect(rows.all().filter(({ reported }) => reported.startsWith("old"))).toHaveLength(450);
  expect(rows.all().map(({ reported }) => reported)).toContain("100");
  expect(usage?.(ROMEO)).toBe(50 * ("ten bytes!".length + "[]".length));
});
