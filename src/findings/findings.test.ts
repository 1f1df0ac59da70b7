import { expect, test } from "bun:test";
import type { CertificateProblem } from "../certificate/certificate-error.ts";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import type { StatusReport, UnreachedServer } from "../operations/status.ts";
import type { Severity } from "./check.ts";
import { findingText } from "./finding-text.ts";
import { type FindingKind, findingsOf } from "./findings.ts";

const NOW = Date.UTC(2026, 10, 22);
const certificate = { findings: [], names: ["example.com"], notAfter: NOW + 60 * DAY, source: "acme" };
const report: StatusReport = {
  ...{ version: "1.2.3", pid: 42, started: NOW - DAY, domains: ["example.com"], listening: {} },
  ...{ web: { refused: [] }, sessions: 1, servers: 3, accounts: 2, memory: 1, certificate },
};

const found = (more: Partial<StatusReport>): [FindingKind, Severity][] =>
  findingsOf({ ...report, ...more }, NOW).map(({ kind, severity }) => [kind, severity]);
const said = (more: Partial<StatusReport>, language: "en" | "fr" = "en"): string[] =>
  findingsOf({ ...report, ...more }, NOW).map((finding) => {
    const { sentence, remedies } = findingText(finding, language);
    return [sentence, ...remedies].join(" ");
  });
const problem = (reason: CertificateProblem["reason"], values = {}): CertificateProblem => ({
  ...{ reason, values, remedies: [] },
});
const lost = (domain: string, since: number, kind?: "authentication" | "refused"): UnreachedServer => ({
  ...{ domain, since, waiting: 3, problem: "it does not accept our certificate" },
  ...(kind ? { obstacle: { kind } } : {}),
});

test("nothing is found where all is well", () => {
  expect(found({ disk: { free: 10e9, reserve: 1e9, full: false } })).toEqual([]);
});

test("the worst stands first", () => {
  const worst = { ...certificate, notAfter: NOW, isByHand: true } as const;
  const kinds = found({
    certificate: worst,
    unreached: [lost("a.example", NOW - HOUR, "authentication"), lost("b.example", NOW - HOUR, "refused")],
    disk: { free: 1e9, reserve: 1e9, full: false },
  });
  expect(kinds.map(([, severity]) => severity)).toEqual(["bad", "warning", "warning", "warning", "notice"]);
  expect(kinds[0]).toEqual(["certificate-expired", "bad"]);
});

test.each<[number, [FindingKind, Severity][]]>([
  [60 * DAY, []],
  [7 * DAY, []],
  [7 * DAY - 1, [["certificate-expires", "warning"]]],
  [0, [["certificate-expired", "bad"]]],
])("a certificate that has %d ms left", (left, expected) => {
  expect(found({ certificate: { ...certificate, notAfter: NOW + left } })).toEqual(expected);
});

test("calls that cannot be relayed are found: a port of somebody else's, and no address to relay by", () => {
  const taken = { transport: "udp", address: "[::]:3478", code: "EADDRINUSE", reason: "in use" } as const;
  const calls = { refused: [{ listener: "turn", ...taken }], addresses: [] } as const;
  expect([found({ calls: { refused: [] } }), found({ calls: { refused: [], addresses: ["9.9.9.9"] } })]).toEqual([
    [],
    [],
  ]);
  expect(found({ calls })).toEqual([
    ["calls-refused", "warning"],
    ["calls-without-address", "warning"],
  ]);
  expect(said({ calls })[0]).toStartWith("UDP [::]:3478 (listen.turn) is in use: calls between apps");
  expect(said({ calls })[1]).toContain("turn.public_address");
  expect(said({ calls }, "fr")[0]).toStartWith("UDP [::]:3478 (listen.turn)");
  expect(said({ calls }, "fr")[1]).toContain("adresse publique");
});

test("passwords of the machine that cannot be checked, and groups that it does not have, are found", () => {
  const source = { source: "system", isShadowUnreadable: false, unknownGroups: [] };
  expect([found({ passwords: source }), found({ passwords: { source: "command" } })]).toEqual([[], []]);
  const passwords = { source: "system", isShadowUnreadable: true, unknownGroups: ["chat", "staff"] };
  expect(found({ passwords })).toEqual([
    ["shadow-unreadable", "bad"],
    ["groups-unknown", "warning"],
  ]);
  expect(said({ passwords })[0]).toContain("group shadow");
  expect(said({ passwords }, "fr")[1]).toContain("chat, staff");
});

test("what apps and other servers would say of the certificate is said once", () => {
  const findings = [
    problem("expired"),
    problem("service-missing", { name: "rooms.example.com" }),
    problem("no-answer"),
  ];
  const lastProblem = problem("no-answer");
  const shown = { ...certificate, notAfter: NOW, findings, lastProblem, problem: "no-answer" };
  expect(found({ certificate: shown }).map(([kind]) => kind)).toEqual([
    ...(["certificate-expired", "certificate-not-renewed", "certificate-problem"] as const),
  ]);
  expect(said({ certificate: shown })[2]).toContain("It is not for rooms.example.com");
});

test("the disk is full, or soon will be", () => {
  expect(found({ disk: { free: 2e9, reserve: 1e9, full: false } })).toEqual([]);
  expect(found({ disk: { free: 2e9 - 1, reserve: 1e9, full: false } })).toEqual([["disk-low", "warning"]]);
  expect(found({ disk: { free: 1e6, reserve: 1e9, full: true } })).toEqual([["disk-full", "bad"]]);
});

test("a clock that is not believed is said, with what helps", () => {
  const clock = { says: NOW + 3650 * DAY, said: NOW, until: NOW + 3680 * DAY };
  expect(said({ clock })[0]).toContain("says November 19, 2036 at 12:00");
  expect(said({ clock }, "fr")[0]).toContain("Si le serveur était arrêté entre-temps, il n'y a rien à faire");
  expect(said({ clock: { says: 0 } }, "fr")[0]).toContain("1er janvier 1970 à 00:00, ce qui est impossible");
});

test("another server that restarts is no finding; three are named, the others counted", () => {
  expect(found({ unreached: [lost("a.example", NOW - 10 * MINUTE + 1)] })).toEqual([]);
  const unreached = Array.from({ length: 20 }, (_, index) => lost(`s${index}.example`, NOW - HOUR, "authentication"));
  const sentences = said({ unreached });
  expect(sentences).toHaveLength(4);
  expect(sentences[0]).toStartWith(
    "s0.example has not been reached for 60 minutes: it does not accept our certificate. 3 messages and statuses wait",
  );
  expect(sentences[3]).toStartWith("17 more servers have not been reached.");
  expect(said({ unreached }, "fr")[0]).toContain("aucun moyen n'est proposé pour prouver qui nous sommes");
});

test("what keeps us from another server is a warning where this server can do something about it", () => {
  expect(found({ unreached: [lost("a.example", NOW - HOUR, "authentication")] })).toEqual([
    ["server-unreached", "warning"],
  ]);
  expect(found({ unreached: [lost("a.example", NOW - HOUR, "refused")] })).toEqual([["server-unreached", "notice"]]);
});

test("a backup that failed is a warning with what helps; backups on the disk of the home are worth a word", () => {
  const last = { name: "jabber-home-2026-11-21.tar.zst", written: NOW - DAY, bytes: 1000 };
  const backup = { folder: "/media/usb", isSameDisk: false, last };
  const failed = { at: NOW, problem: { kind: "no-folder", path: "/media/usb" } } as const;
  expect(found({ backup })).toEqual([]);
  expect(found({ backup: { ...backup, isSameDisk: true } })).toEqual([["backup-same-disk", "notice"]]);
  expect(found({ backup: { ...backup, failed } })).toEqual([["backup-failed", "warning"]]);
  const user = "jabber-home";
  const obstacle = { kind: "not-writable", path: "/media/usb", user, isReadOnly: true, isService: true } as const;
  expect(said({ backup: { ...backup, obstacle } }).join(" ")).toContain(
    "No backup can be made: the service may not write into /media/usb",
  );
  expect(said({ backup: { ...backup, obstacle: { ...obstacle, isReadOnly: false } } }).join(" ")).toContain(
    "sudo chown jabber-home: /media/usb",
  );
  expect(said({ backup: { ...backup, failed } })[0]).toContain("there is no folder /media/usb. The latest one is of");
  expect(said({ backup: { folder: "/media/usb", isSameDisk: false, failed } }, "fr")[0]).toContain(
    "Il n'y en a pas encore. Le disque",
  );
});

test("an import that was not finished is worth a word, with both ways out of it", () => {
  const path = "/home/import-0a.spool";
  const folder = { state: "there", path: "/home", open: [], locked: [], inTheWay: [], broken: [] } as const;
  const health = { at: NOW, folder: { ...folder, unfinishedImport: { path, bytes: 5_000_000 } } };
  expect(found({ health })).toEqual([["import-unfinished", "notice"]]);
  expect(said({ health })[0]).toContain(`rm ${path}`);
  expect(said({ health }, "fr")[0]).toContain("jabber-home import SOURCE");
});
