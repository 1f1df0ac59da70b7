import { expect, test } from "bun:test";
import { serviceMessages } from "../messages/service.ts";
import { journalCommand, tailCommand } from "./log-source.ts";

test("a service's log is in the journal, a server's own in the file to which it was sent", () => {
  expect(journalCommand({ lines: "100", follow: false })).toEqual([
    "journalctl",
    "--unit=jabber-home",
    "--no-pager",
    "--lines=100",
  ]);
  expect(journalCommand({ lines: "5", follow: true }).at(-1)).toBe("--follow");
  expect(tailCommand("-x.log", { lines: "5", follow: true })).toEqual(["tail", "-n", "5", "-f", "--", "-x.log"]);
});

test("where the log is fits a terminal, in both languages", () => {
  for (const { logs } of Object.values(serviceMessages))
    for (const text of [logs.elsewhere(123_456, "/dev/pts/12"), logs.notRunning("jabber-home run")])
      expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
});
