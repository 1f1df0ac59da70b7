import { expect, test } from "bun:test";
import { LANGUAGES } from "../messages/language.ts";
import type { StatusReport } from "../operations/status.ts";
import { printStatus } from "./status.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 22);
const report: StatusReport = {
  version: "1.2.3",
  pid: 42,
  started: NOW - 3 * DAY,
  domains: ["example.com"],
  listening: { client: "[::]:5222", client_tls: "[::]:5223" },
  web: { origin: "https://example.com", refused: [] },
  sessions: 1,
  servers: 3,
  accounts: 2,
  memory: 45_000_000,
};
const certificate = { findings: [], names: ["example.com"], notAfter: NOW + 60 * DAY, source: "acme" };

test("the status: version, domains, uptime, load, listeners", () => {
  expect(printStatus(report, NOW, "en")).toBe(
    `jabber-home 1.2.3 serves example.com, up for 3 days (process 42)
1 app and 3 other servers connected, 2 accounts, 45 MB of memory
pages and files at https://example.com
listens on
  client       [::]:5222
  client_tls   [::]:5223`,
  );
});

/** The lines in one, for sentences that are longer than a line. */
const unwrapped = (text: string): string => text.replace(/\s*\n\s*/g, " ");

test("what is wrong stands above the facts, the worst first, each with what helps", () => {
  const disk = { free: 1_000_000, reserve: 200_000_000, full: true };
  const soon = { ...certificate, notAfter: NOW + 5 * DAY };
  const lines = printStatus({ ...report, disk, certificate: soon }, NOW, "en")
    .split("\n")
    .slice(2);
  expect(lines.filter((line) => line.startsWith("! ")).map((line) => line.slice(0, 30))).toEqual([
    "! The disk is nearly full: 1.0",
    "! The certificate expires on N",
  ]);
  expect(unwrapped(lines.join("\n"))).toContain("Make room on the disk;");
  expect(lines).toContain("certificate (acme) until November 27, 2026, for example.com");
});

test("what is only good to know has another mark", () => {
  const byHand = { ...report, certificate: { ...certificate, isByHand: true } } as const;
  expect(unwrapped(printStatus(byHand, NOW, "en"))).toContain(
    " - The certificate is renewed by hand, to be done again before January 21, 2027. jabber-home certificate renew ",
  );
  expect(unwrapped(printStatus(byHand, NOW, "fr"))).toContain("à renouveler à la main avant le 21 janvier 2027");
});

test("in French", () => {
  const young = {
    ...report,
    started: NOW - 59_000,
    sessions: 0,
    certificate: { ...certificate, notAfter: NOW + 9 * DAY },
  };
  expect(printStatus(young, NOW, "fr")).toStartWith(
    `jabber-home 1.2.3 sert example.com, en marche depuis 0 minute (processus 42)
0 application et 3 autres serveurs connectés, 2 comptes, 45 Mo de mémoire
certificat (acme) jusqu'au 1er décembre 2026, pour example.com
pages et fichiers sur https://example.com
écoute sur`,
  );
});

test("why there are no pages: the listener, the reason, what helps", () => {
  const web = {
    refused: [{ listener: "https", address: "[::]:443", code: "EADDRINUSE", reason: "Error" }],
  } as const;
  const shown = unwrapped(printStatus({ ...report, web }, NOW, "en"));
  expect(shown).not.toContain("pages and files at");
  expect(shown).toContain("! [::]:443 (listen.https) is in use: no pages and no files. jabber-home setup chooses");
  expect(unwrapped(printStatus({ ...report, web }, NOW, "fr"))).toContain(
    "[::]:443 (listen.https)\u00a0: ce port est déjà pris, donc ni pages ni fichiers.",
  );
});

test("a certificate of many names fits 80 columns, in French too", () => {
  const names = ["tintin", "proxy", "rooms", "pubsub"].map((name) => `${name}.dupont.example`);
  for (const language of LANGUAGES)
    for (const line of printStatus({ ...report, certificate: { ...certificate, names } }, NOW, language).split("\n"))
      expect(line.length).toBeLessThanOrEqual(80);
});
