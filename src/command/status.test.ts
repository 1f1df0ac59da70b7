import { expect, test } from "bun:test";
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

test("a certificate that expires within 7 days, or has expired, is marked", () => {
  const line = (notAfter: number) =>
    printStatus({ ...report, certificate: { ...certificate, notAfter } }, NOW, "en").split("\n")[2];
  expect(line(NOW + 60 * DAY)).toBe("certificate (acme) for example.com until 2027-01-21");
  expect(line(NOW + 5 * DAY)).toBe("certificate (acme) for example.com until 2026-11-27, in 5 days");
  expect(line(NOW)).toContain("which is over");
  const failed = { ...report, certificate: { ...certificate, problem: "no-answer" } };
  expect(printStatus(failed, NOW, "en")).toContain("could not be renewed (no-answer): see jabber-home certificate");
});

/** The lines in one, for sentences that are longer than a line. */
const unwrapped = (text: string): string => text.replace(/\s*\n\s*/g, " ");

test("what apps and other servers would say of the certificate stands below it, once", () => {
  const missing = { reason: "service-missing", values: { name: "rooms.example.com" }, remedies: [] } as const;
  const over = { reason: "expired", values: { until: { time: NOW } }, remedies: [] } as const;
  const shown = printStatus({ ...report, certificate: { ...certificate, findings: [over, missing] } }, NOW, "en");
  expect(shown.split("\n").slice(3, 5)).toEqual([
    "  It is not for rooms.example.com: people on other servers may not get there.",
    "pages and files at https://example.com",
  ]);
});

test("a certificate that is renewed by hand has a date by which that has to be done", () => {
  const byHand = { ...report, certificate: { ...certificate, isByHand: true } } as const;
  expect(unwrapped(printStatus(byHand, NOW, "en"))).toContain(
    " renewed by hand, to be done again before 2027-01-21: jabber-home certificate renew ",
  );
  expect(printStatus(byHand, NOW, "fr")).toContain("à renouveler à la main avant le 2027-01-21");
});

test("a clock that is not believed is said, with what helps", () => {
  const clock = { says: NOW + 3650 * DAY, said: NOW, until: NOW + 3680 * DAY };
  expect(unwrapped(printStatus({ ...report, clock }, NOW, "en"))).toContain(
    " the clock of this machine says 2036-11-19 00:00 UTC; the last time before that, it said 2026-11-22 00:00 UTC. Where the server was off in between, there is nothing to do; otherwise set it right (timedatectl set-ntp true). Until it is, or has gone on like this until 2036-12-19 00:00 UTC, nothing is deleted for its age ",
  );
  expect(unwrapped(printStatus({ ...report, clock }, NOW, "fr"))).toContain(
    " Si le serveur était arrêté entre-temps, il n'y a rien à faire",
  );
  expect(printStatus({ ...report, clock: { says: 0 } }, NOW, "fr")).toContain(
    "l'horloge de cette machine indique 1970-01-01 00:00 UTC, ce qui est impossible",
  );
});

test("in French", () => {
  const young = { ...report, started: NOW - 59_000, sessions: 0, certificate: { ...certificate, notAfter: NOW + DAY } };
  expect(printStatus(young, NOW, "fr")).toStartWith(
    `jabber-home 1.2.3 sert example.com, en marche depuis 0 minute (processus 42)
0 application connectée, 3 autres serveurs connectés, 2 comptes, 45 Mo de mémoire
certificat (acme) pour example.com jusqu'au 2026-11-23, dans 24 heures
pages et fichiers sur https://example.com
écoute sur`,
  );
});

test("why there are no pages: the listener, the reason, what helps", () => {
  const refused = (listener: "http" | "https", address: string, code: string) =>
    ({ listener, address, code, reason: "Error" }) as const;
  const web = { refused: [refused("https", "[::]:443", "EADDRINUSE"), refused("http", "[::]:80", "EACCES")] };
  const shown = unwrapped(printStatus({ ...report, web }, NOW, "en"));
  expect(shown).not.toContain("pages and files at");
  expect(shown).toContain(
    "[::]:443 (listen.https) is in use: no pages and no files; jabber-home setup chooses another port [::]:80 (listen.http) is not permitted: browsers are not sent on from http:// to https:// ",
  );
  expect(unwrapped(printStatus({ ...report, web }, NOW, "fr"))).toContain(
    "[::]:443 (listen.https)\u00a0: ce port est déjà pris, donc ni pages ni fichiers\u00a0; jabber-home setup",
  );
});
