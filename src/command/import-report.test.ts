/** What is told of an import, beyond what has come. */
import { expect, test } from "bun:test";
import { type ImportReportFacts, importJson, importText } from "./import-report.ts";

const facts: ImportReportFacts = {
  ...{ kind: "prosody", path: "/srv/prosody", isTrial: false, isRunning: false, resets: [], isHashLacking: false },
  ...{ roomLabels: [], fileHosts: [] },
  result: {
    counts: [{ account: "alice@example.com", kind: "files", stored: 1, known: 0 }],
    ...{ left: [], withoutPassword: [], roomLabels: ["conference"], fileHosts: [] },
    domains: new Map([
      ["example.com", "example.com"],
      ["conference.example.com", "conference.example.com"],
    ]),
    forget: async () => {},
  },
};

test("links to files may have a port in them: that of Prosody, of ejabberd, and of no file that says nothing of it", () => {
  expect(importText(facts, "en")).toContain("may have the port 5281");
  expect(importText({ ...facts, kind: "ejabberd" }, "fr")).toContain("le port 5443");
  expect(importText({ ...facts, kind: "xep0227" }, "en")).not.toContain("port");
  expect(importText({ ...facts, result: { ...facts.result, counts: [] } }, "en")).not.toContain("port");
});

test("what is next: a start; nothing where the server runs; or a restart, where names are new", () => {
  const running = { ...facts, isRunning: true };
  const restarting = { ...running, roomLabels: ["conference"] };
  expect(importText(facts, "en")).toEndWith("jabber-home service start");
  expect(importText(running, "en")).toEndWith("see it now.");
  expect(importText(restarting, "en")).toContain("conference.example.com");
  expect(importText(restarting, "en")).toContain("from its next start on: jabber-home service restart");
  expect([facts, running, restarting].map(importJson)).toMatchObject([
    { restartNeeded: false },
    { restartNeeded: false },
    { restartNeeded: true },
  ]);
});
