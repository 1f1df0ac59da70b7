/** The DNS step: what it says of records, the forms of providers, and the list that it watches. */
import { expect, test } from "bun:test";
import { PROVIDERS, type Provider } from "../src/dns/provider.ts";
import type { CheckedRecord } from "../src/dns/record-check.ts";
import { dnsMessages } from "../src/messages/dns.ts";
import type { Language } from "../src/messages/language.ts";
import { setupMessages } from "../src/messages/setup.ts";
import type { LookupFailure } from "../src/net/dns-answer.ts";
import type { Answers } from "./answers.ts";
import { formLines } from "./dns-form.ts";
import { sightLines, unansweredLines } from "./dns-lines.ts";
import type { SeenDns } from "./environment.ts";
import { contextFor, fakeEnvironment, scriptedPerson, WAIT } from "./testing.ts";
import { dns } from "./wizard/dns.ts";

const ANSWERS: Answers = {
  purpose: "internet",
  domain: "example.com",
  host: "tintin.example.com",
  addresses: ["192.0.2.12"],
};
const messages = setupMessages.en;

const SRV = {
  type: "SRV",
  name: "_xmpp-server._tcp.example.com",
  ttl: 3600,
  isOptional: false,
  value: { priority: 10, weight: 100, port: 5269, target: "tintin.example.com" },
} as const;
const AAAA = { type: "AAAA", name: "example.com", ttl: 3600, isOptional: true, value: "2001:db8::1" } as const;

const seen = (...records: CheckedRecord[]): SeenDns => ({ records, strays: [], isConnected: true });
const linesOf = (sight: SeenDns, before?: SeenDns) =>
  sightLines(sight, { messages: messages.dns, zone: "example.com", width: 75, before });

test("a record is right, to be added, changed or removed; what a new look finds is marked", () => {
  const wrong = { value: "5 0 5269 chat.old-host.net", why: "elsewhere" } as const;
  const before = seen(
    { record: SRV, state: "wrong", values: [wrong], isBeside: false },
    { record: AAAA, state: "missing" },
  );
  const texts = linesOf(before).map(({ mark, text }) => `${mark}: ${text}`);
  expect(texts).toEqual([
    "wrong: SRV   _xmpp-server._tcp.example.com",
    "plain:       change  chat.old-host.net:5269 → tintin.example.com:5269",
    "plain:       That is not this machine, which is 2001:db8::1.",
    "note: AAAA  example.com                    recommended  2001:db8::1",
  ]);
  const after = seen({ record: SRV, state: "right" }, { record: AAAA, state: "unknown", reason: "server-failure" });
  expect(linesOf(after, before).map(({ mark, text }) => `${mark}: ${text}`)).toEqual([
    "right: SRV   _xmpp-server._tcp.example.com  right (new)",
    "note: AAAA  example.com",
    "plain:       not known: the name servers fail (SERVFAIL)",
  ]);
});

test("records for networks where only 443 is open say so once where they are missing, and their port where they are right", () => {
  const value = { ...SRV.value, priority: 20, port: 443 };
  const record = { ...SRV, value, isOptional: true, isShared: true } as const;
  const textsOf = (...states: CheckedRecord[]) => linesOf(seen(...states)).map(({ mark, text }) => `${mark}: ${text}`);
  const texts = textsOf({ record, state: "missing" }, { record: { ...record }, state: "missing" });
  expect(texts).toEqual([
    "note: SRV   _xmpp-server._tcp.example.com",
    "plain:       recommended  20 100 443 tintin.example.com.",
    "plain:       For networks that let only HTTPS through; tried last.",
    "note: SRV   _xmpp-server._tcp.example.com",
    "plain:       recommended  20 100 443 tintin.example.com.",
  ]);
  expect(textsOf({ record, state: "right" })).toEqual(["right: SRV   _xmpp-server._tcp.example.com  right (port 443)"]);
});

test("a query without an answer has its own advice for each reason, and another one without a network", () => {
  const advice = (reason: LookupFailure, isConnected = true) =>
    unansweredLines(seen({ record: SRV, state: "unknown", reason }), isConnected, messages.dns).join();
  const reasons = ["timeout", "refused", "server-failure", "unreachable"] as const;
  expect(new Set(reasons.map((reason) => advice(reason))).size).toBe(reasons.length);
  expect(advice("timeout", false)).toBe(messages.dns.noNetwork);
  expect(unansweredLines(seen({ record: SRV, state: "right" }), true, messages.dns)).toEqual([]);
});

const ROOMS = {
  type: "CNAME",
  name: "rooms.example.com",
  ttl: 3600,
  isOptional: false,
  value: "tintin.example.com",
} as const;
const formOf = (provider: Provider | undefined, language: Language = "en") =>
  formLines([SRV, ROOMS], { zone: "example.com", provider, width: 80, messages: dnsMessages[language], language });

test("a form that is not known has every spelling: joined and in parts, with a final dot and without", () => {
  expect(formOf(undefined)).toEqual([
    "SRV    Name _xmpp-server._tcp",
    "       or, in parts: Service _xmpp-server  Protocol _tcp  Name @",
    "       TTL 3600  Priority 10  Weight 100  Port 5269",
    "       Target tintin.example.com.  or tintin.example.com",
    "CNAME  Name rooms  TTL 3600",
    "       Target tintin.example.com.  or tintin.example.com",
  ]);
});

test("a provider's form has its own names and spelling", () => {
  expect(formOf("ovh", "fr")).toEqual([
    "SRV    Sous-domaine _xmpp-server._tcp",
    "       TTL 3600  Priorité 10  Poids 100  Port 5269",
    "       Cible tintin.example.com.",
    "CNAME  Sous-domaine rooms  TTL 3600",
    "       Cible tintin.example.com.",
  ]);
  expect(formOf("ionos").slice(0, 3)).toEqual([
    "SRV    Service _xmpp-server  Protocol _tcp  Host name @",
    "       TTL 3600  Priority 10  Weight 100  Port 5269",
    "       Points to tintin.example.com",
  ]);
  expect(formOf("desec").slice(0, 2)).toEqual([
    "SRV    Subname _xmpp-server._tcp  TTL 3600",
    "       Content 10 100 5269 tintin.example.com.",
  ]);
  for (const provider of PROVIDERS) for (const line of formOf(provider)) expect(line.length).toBeLessThanOrEqual(80);
});

test("the list is watched until all is right, without a question; meanwhile it is shown as a form, or saved", async () => {
  const files: string[][] = [];
  let looks = 0;
  const here = fakeEnvironment({
    seeDns: async () => seen(++looks < 3 ? { record: SRV, state: "missing" } : { record: SRV, state: "right" }),
    zoneOf: async (name) => ({ name, provider: "gandi" }),
    saveFile: (...file) => String(files.push(file)),
  });
  const somebody = scriptedPerson("hand", WAIT, "f", "z", WAIT);
  expect(await dns.run(contextFor(somebody, here, ANSWERS))).toEqual({});
  expect(looks).toBe(3);
  expect(files).toEqual([
    ["example.com.zone", "_xmpp-server._tcp.example.com. 3600 IN SRV 10 100 5269 tintin.example.com.\n"],
  ]);
  expect(somebody.seen).toContain("plain: example.com is at Gandi: https://admin.gandi.net/");
  expect(somebody.seen).toContain("plain: SRV    Name _xmpp-server._tcp");
  expect(somebody.seen).toContain("right: SRV   _xmpp-server._tcp  right (new)");
  expect(somebody.seen.at(-1)).toBe(messages.dns.complete);

  // What a form has no fields for stands below it; f leads back to the list.
  const stray = { type: "SRV", name: "_xmpps-client._tcp.example.com", value: "5 0 5223 old.net", why: "off" } as const;
  const both = { ...seen({ record: SRV, state: "missing" }), strays: [stray] };
  const looking = scriptedPerson("hand", "f", "f", "");
  await dns.run(contextFor(looking, { ...here, seeDns: async () => both }, ANSWERS));
  const [list, form, again] = looking.seen.join("\n").split("? watch\n");
  expect(form).toMatch(/^plain: The fields of Gandi's form.*Name _xmpp-server.*remove {2}old\.net:5223/s);
  expect(list).toEndWith(again?.replace(/\? watch$/, "") ?? "");

  looks = 0;
  const hasty = scriptedPerson("hand", "");
  expect(await dns.run(contextFor(hasty, here, ANSWERS))).toEqual({});
  expect(hasty.seen).not.toContain(messages.dns.complete);
});
