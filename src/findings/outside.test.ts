import { expect, test } from "bun:test";
import { HOUR } from "../clock.ts";
import type { StatusReport } from "../operations/status.ts";
import { findingText } from "./finding-text.ts";
import { outsideCheck } from "./outside.ts";

const check = (report: Pick<StatusReport, "notReached">) => outsideCheck.look(report as StatusReport, 3 * HOUR);

test("a port at which somebody did not get in is a warning, with who, when and what to do", () => {
  expect(check({})).toEqual([]);
  const [finding] = check({ notReached: [{ port: 5269, who: "other.example", at: 0 }] });
  expect(finding?.severity).toBe("warning");
  expect(finding && findingText(finding, "en")).toEqual({
    sentence: "other.example did not get in at port 5269, 3 hours ago.",
    remedies: ["See what was seen, and what helps: jabber-home dns. To look once more: jabber-home dns --outside"],
  });
  expect(finding && findingText(finding, "fr").sentence).toContain("port 5269, il y a 3");
});
