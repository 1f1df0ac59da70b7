/** Each finding by facts that provoke it; of a server that is well, nothing is found. */
import { expect, test } from "bun:test";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import type { HealthFacts } from "../doctor/facts.ts";
import { LANGUAGES } from "../messages/language.ts";
import type { Facts } from "./check.ts";
import { findingText } from "./finding-text.ts";
import { type FindingKind, findingsOf } from "./findings.ts";

const NOW = Date.UTC(2026, 10, 30);
const HOME = "/srv/home";
const folder = { state: "there", path: HOME, open: [], locked: [], inTheWay: [], broken: [] } as const;
const config = { path: `${HOME}/config.toml`, state: "right", problems: [], hints: [] } as const;
const names = { records: 9, right: 9, missing: [], recommended: [], wrong: [], strays: [], unanswered: [] };
const store = { path: `${HOME}/data.sqlite`, bytes: 50e6, logBytes: 4e6, unused: 1e6, integrity: "whole" } as const;
const record = { type: "A", name: "example.com", value: "192.0.2.1" };
const certificate = { names: ["example.com"], notAfter: NOW + 60 * DAY, source: "acme", findings: [] };
const port = { listener: "client", address: "[::]:5222" } as const;
const expired = { reason: "no-answer", values: {}, remedies: [] } as const;

const WELL: Facts & { readonly health: HealthFacts } = {
  ...{ version: "1.2.3", started: NOW - 9 * DAY, domains: ["example.com"], web: { refused: [] }, certificate },
  disk: { free: 20e9, reserve: 1e9, full: false },
  backup: { folder: `${HOME}/backups`, isSameDisk: false, last: { name: "x", written: NOW - HOUR, bytes: 1 } },
  health: {
    ...{ at: NOW, folder, config, names, store, server: { state: "running", pid: 42 } },
    service: { state: "installed", isEnabled: true, active: "active" },
    volume: { fileSystem: "ext4", files: 1e6, freeFiles: 9e5, sync: { usual: 2, longest: 9 }, flash: "emmc", worn: 20 },
    memory: { total: 1e9, available: 5e8, swap: 1e8, freeSwap: 1e8, limit: 5e8, used: 1e8 },
    time: { isSynchronized: true, off: { by: 800, who: "acme.example" } },
    descriptors: { limit: 65_536 },
    ports: [{ ...port, state: "open" }],
    certificateFiles: { source: "acme", challenge: "http-01" },
    content: { accounts: 3, administrators: 1, files: { looked: 9, missing: 0 } },
    backups: { folder: `${HOME}/backups`, written: NOW - HOUR, since: NOW - 90 * DAY },
  },
};

/** What differs from a server that is well. */
const health = (more: Partial<HealthFacts>): Facts => ({ health: { ...WELL.health, ...more } });
const inFolder = (more: Partial<HealthFacts["folder"]>): Facts => health({ folder: { ...folder, ...more } });
const onVolume = (more: HealthFacts["volume"]): Facts => health({ volume: { ...WELL.health.volume, ...more } });
const inDns = (more: Partial<HealthFacts["names"]>): Facts => health({ names: { ...names, ...more } });
const inStore = (more: Partial<HealthFacts["store"]>): Facts => health({ store: { ...store, ...more } });
const ofService = (more: Partial<HealthFacts["service"]>): Facts =>
  health({ service: { ...WELL.health.service, state: "installed", ...more } });
const atTime = (more: HealthFacts["time"]): Facts => health({ time: { ...WELL.health.time, ...more } });
const unreached = (domain: string) => ({ domain, since: NOW - HOUR, waiting: 2, problem: "it refuses" });

/** One that lacks here does not compile. */
const PROVOKED: Readonly<Record<FindingKind, Facts>> = {
  "server-stopped": {
    version: undefined as never,
    ...health({ server: { state: "stopped" }, service: undefined as never }),
  },
  "server-silent": health({ server: { state: "silent", pid: 7 } }),
  "server-version": health({ server: { state: "running", versions: { running: "1.0.0", here: "1.1.0" } } }),
  "server-root": health({ server: { state: "running", isRoot: true } }),
  "version-old": health({ newerVersion: "99.0.0" }),
  "lock-damaged": health({ server: { state: "running", damagedLock: `${HOME}/lock` } }),
  "service-none": health({ service: { state: "none" } }),
  "service-disabled": ofService({ isEnabled: false }),
  "service-stopped": health({ server: { state: "stopped" } }),
  "service-failed": ofService({ active: "failed", result: "exit-code", exitCode: 65 }),
  "service-other": ofService({ isOther: true }),
  "service-program": ofService({ missingProgram: "/opt/gone" }),
  "service-hidden": ofService({ hidden: [{ option: "backup.folder", path: "/media/usb" }] }),
  "config-missing": health({ config: { ...config, state: "missing" } }),
  "config-unreadable": health({ config: { ...config, state: "unreadable", why: "EISDIR" } }),
  "config-wrong": health({ config: { ...config, problems: [{ key: "host", value: 1, remedy: ["host-name"] }] } }),
  "config-hint": health({ config: { ...config, hints: [{ key: "host", value: "x", remedy: ["host-name"] }] } }),
  "home-missing": inFolder({ state: "missing" }),
  "home-shut": inFolder({ state: "shut" }),
  "home-no-folder": inFolder({ state: "no-folder" }),
  "home-open": inFolder({ openMode: "0755" }),
  "file-open": inFolder({ open: [{ path: `${HOME}/secret`, mode: "0644" }] }),
  "file-locked": inFolder({ locked: [{ path: `${HOME}/secret`, mode: "0000" }] }),
  "file-foreign": inFolder({ foreign: { path: `${HOME}/lock`, count: 2, owner: "root", wanted: "ada" } }),
  "file-in-the-way": inFolder({ inTheWay: [{ path: `${HOME}/lock`, wanted: "file" }] }),
  "link-broken": inFolder({ broken: [{ path: `${HOME}/files`, target: "/media/usb" }] }),
  "secret-damaged": inFolder({ damagedSecret: `${HOME}/secret` }),
  "import-unfinished": inFolder({ unfinishedImport: { path: `${HOME}/import-0a.spool`, bytes: 5_000_000 } }),
  "database-missing": inStore({ isMissing: true }),
  "database-damaged": inStore({ integrity: "damaged", problems: ["malformed"] }),
  "database-index": inStore({ integrity: "index", problems: ["row 1 missing from index x"] }),
  "database-newer": inStore({ newer: "9.0.0" }),
  "database-unused": inStore({ unused: 40e6 }),
  "log-large": inStore({ logBytes: 300e6 }),
  "disk-full": { disk: { free: 1, reserve: 2, full: true } },
  "disk-low": { disk: { free: 3, reserve: 2, full: false } },
  "disk-fills": inStore({ days: [{ day: NOW / DAY - 10, free: 40e9, database: 1 }] }),
  "disk-slow": onVolume({ sync: { usual: 300, longest: 900 } }),
  "disk-card": onVolume({ flash: "card" }),
  "disk-worn": onVolume({ flash: "emmc", worn: 90 }),
  "files-few": onVolume({ files: 1e6, freeFiles: 100 }),
  "file-system-errors": onVolume({ errors: 3 }),
  "file-system-unfit": onVolume({ fileSystem: "vfat" }),
  "file-system-volatile": onVolume({ fileSystem: "tmpfs" }),
  "file-system-read-only": onVolume({ isReadOnly: true }),
  "memory-low": health({ memory: { total: 1e9, available: 2e7 } }),
  "memory-limit": health({ memory: { limit: 64e6 } }),
  "memory-killed": health({ memory: { killed: 2 } }),
  "descriptors-few": health({ descriptors: { limit: 256 } }),
  "clock-wrong": { clock: { says: 0 } },
  "clock-leapt": { clock: { says: NOW, said: NOW - 9 * DAY, until: NOW + DAY } },
  "clock-unset": atTime({ isSynchronized: false }),
  "clock-off": atTime({ off: { by: 2 * HOUR, who: "acme.example" } }),
  "clock-behind": atTime({ off: { by: -5 * MINUTE, who: "acme.example" } }),
  "file-of-future": atTime({ future: { path: `${HOME}/config.toml`, by: DAY } }),
  "certificate-expired": { certificate: { ...certificate, notAfter: NOW } },
  "certificate-expires": { certificate: { ...certificate, notAfter: NOW + 3 * DAY } },
  "certificate-by-hand": { certificate: { ...certificate, isByHand: true } },
  "certificate-not-renewed": { certificate: { ...certificate, lastProblem: expired } },
  "certificate-problem": { certificate: { ...certificate, findings: [expired] } },
  "certificate-unmatched": health({ certificateFiles: { source: "acme", unmatched: `${HOME}/certificate` } }),
  "certificate-none": health({ certificateFiles: { source: "acme", isNoneIssued: true } }),
  "renewal-port": { notReached: [{ port: 80, who: "acme.example", at: NOW }] },
  "renewal-record": inDns({ renewal: "_validation-persist.example.com" }),
  "no-internet": inDns({ isOffline: true, unanswered: ["example.com"] }),
  "dns-missing": inDns({ missing: [record] }),
  "dns-wrong": inDns({ wrong: [record, record] }),
  "dns-stray": inDns({ strays: [record] }),
  "dns-recommended": inDns({ recommended: [record, record, record, record] }),
  "dns-silent": inDns({ unanswered: ["example.com"] }),
  "port-taken": health({ ports: [{ ...port, state: "taken", holder: { name: "prosody", pid: 9 } }] }),
  "port-denied": health({ ports: [{ ...port, state: "denied" }] }),
  "port-impossible": health({ ports: [{ ...port, state: "impossible", code: "EADDRNOTAVAIL" }] }),
  "port-silent": health({ ports: [{ ...port, state: "silent" }] }),
  "web-refused": {
    web: { refused: [{ listener: "https", address: "[::]:443", code: "EADDRINUSE", reason: "in use" }] },
  },
  "port-not-reached": { notReached: [{ port: 5269, who: "other.example", at: NOW }] },
  router: { gateway: { state: "absent", ports: [], pinholes: [] } },
  "server-unreached": { unreached: [unreached("a.example")] },
  "servers-unreached": { unreached: ["a", "b", "c", "d"].map((name) => unreached(`${name}.example`)) },
  "shadow-unreadable": { passwords: { source: "system", isShadowUnreadable: true } },
  "groups-unknown": { passwords: { source: "system", unknownGroups: ["chat"] } },
  "administrator-missing": health({ content: { accounts: 2, administrators: 0 } }),
  "rooms-ownerless": health({ content: { ownerless: { count: 2, example: "attic@rooms.example.com" } } }),
  "uploads-missing": health({ content: { files: { looked: 9, missing: 2, example: "x" } } }),
  "push-failing": health({ content: { push: [{ service: "push.example", accounts: 2, failures: 5 }] } }),
  "calls-refused": {
    calls: {
      refused: [{ listener: "turn", transport: "udp", address: "[::]:3478", code: "EADDRINUSE", reason: "in use" }],
    },
  },
  "calls-without-address": { calls: { refused: [], addresses: [] } },
  "backup-failed": {
    backup: { folder: HOME, isSameDisk: false, failed: { at: NOW, problem: { kind: "no-folder", path: HOME } } },
  },
  "backup-same-disk": {
    backup: { folder: HOME, isSameDisk: true, last: { name: "x", written: NOW, bytes: 1 } },
  },
  "backup-off": health({ backups: { isOff: true } }),
  "backup-none": {
    backup: { folder: HOME, isSameDisk: false },
    ...health({ backups: { folder: HOME, since: NOW - 9 * DAY } }),
  },
  "backup-old": health({ backups: { folder: HOME, written: NOW - 9 * DAY } }),
  "update-undone": { update: { undone: { version: "9.9.9", at: NOW, why: "a message to oneself does not arrive" } } },
  "log-errors": health({ errors: { count: 3, event: "checkpoint-failed", at: NOW } }),
};

test("of a server that is well, nothing is found; nor is anything where nothing was seen", () => {
  expect(findingsOf(WELL, NOW)).toEqual([]);
  expect(findingsOf({}, NOW)).toEqual([]);
  expect(findingsOf({ health: { at: NOW } }, NOW)).toEqual([]);
});

test.each(Object.entries(PROVOKED))("%s is found, once, and said with what helps in each language", (kind, more) => {
  const found = findingsOf({ ...WELL, ...more }, NOW);
  const [finding, ...others] = found.filter((one) => one.kind === kind);
  expect(others).toEqual([]);
  // What follows from the same facts may be said as well.
  expect(found.length).toBeLessThanOrEqual(kind === "servers-unreached" ? 4 : 2);
  if (!finding) throw new Error(`${kind} is not found`);
  const english = findingText(finding, "en");
  for (const language of LANGUAGES) {
    const { sentence, remedies } = findingText(finding, language);
    expect(sentence).toMatch(/^\S.*[.?]$/s);
    if (language !== "en") expect(sentence).not.toBe(english.sentence);
    expect(remedies.length).toBe(english.remedies.length);
    expect(`${sentence} ${remedies.join(" ")}`).not.toMatch(/undefined|NaN|\[object/);
  }
});
