/** What comes of a token for the DNS provider: records by a script, the configuration, the certificate. */
import { describe, expect, test } from "bun:test";
import { DnsApiError } from "../src/dns/providers/api.ts";
import type { Answers } from "./answers.ts";
import type { Environment } from "./environment.ts";
import { flagPrompts } from "./flag-prompts.ts";
import { SetupError } from "./step.ts";
import { contextFor, fakeEnvironment, scriptedPerson } from "./testing.ts";
import { certificate } from "./wizard/certificate.ts";
import { configuration } from "./wizard/configuration.ts";
import { dns } from "./wizard/dns.ts";
import { AT_HOME, PATH, TOKEN, WRITTEN, zoneAt } from "./zone-testing.ts";

describe("without a terminal", () => {
  const unattended = async (here: Environment, answers: Answers) => {
    const said: string[] = [];
    const prompts = flagPrompts((line) => void said.push(line));
    const found = await dns.run({ ...contextFor(scriptedPerson(), here, answers), prompts });
    return { found, text: said.join("\n") };
  };
  const BY_FLAGS = { ...AT_HOME, dnsProvider: "gandi", dnsTokenFile: PATH } as const;
  const agreed = ({ dnsApi }: Environment) => ({ dnsApi: { ...dnsApi, isAgreed: true } });

  test("what would be written is shown, and written only with --write-dns; the zone is looked at", async () => {
    const { here, done } = zoneAt("gandi");
    expect((await unattended(here, BY_FLAGS)).text).toContain("--write-dns");
    expect(done.written).toEqual([]);
    const { text } = await unattended({ ...here, ...agreed(here) }, BY_FLAGS);
    expect(done.written.flat().map(({ name }) => name)).toEqual(WRITTEN.map(({ name }) => name));
    expect(text).toMatch(/ok +A +example\.com/);
    expect((await unattended({ ...here, ...agreed(here) }, BY_FLAGS)).text).toContain("Nothing to write");
  });

  test("a name below dedyn.io is made before", async () => {
    const { here, done } = zoneAt("desec");
    const free = { ...BY_FLAGS, dnsProvider: "desec", domain: "tintin.dedyn.io" } as const;
    const zoneOf: Environment["zoneOf"] = async () => ({ name: "tintin.dedyn.io", provider: "desec" });
    const name = "tintin.dedyn.io";
    const seeDns: Environment["seeDns"] = async () => ({
      records: [{ record: { type: "A", name, ttl: 3600, value: "192.0.2.9", isOptional: false }, state: "missing" }],
      strays: [],
      isConnected: true,
    });
    await unattended({ ...here, ...agreed(here), zoneOf, seeDns, hasZone: async () => true }, free);
    expect([done.made, done.written.length]).toEqual([[], 1]);
    await unattended({ ...here, ...agreed(here), zoneOf, seeDns }, free);
    expect([done.made, done.written.length]).toEqual([[name], 2]);
  });

  test("a failure ends setup, with the reason and what helps", async () => {
    const { here } = zoneAt("gandi", { writes: [new DnsApiError("gandi", "no-zone", "Not found.")] });
    const error = await unattended({ ...here, ...agreed(here) }, BY_FLAGS).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SetupError);
    expect((error as SetupError).exitCode).toBe(69);
    expect((error as SetupError).message).toContain("Gandi has no such zone for this token: Not found.");
  });
});

test("an address that is followed is not written into config.toml, where it would stand for good", async () => {
  let written: Answers = {};
  const here = fakeEnvironment({
    ownAddresses: () => [],
    writeConfig: (answers) => {
      written = answers;
    },
  });
  const addresses = ["192.0.2.9", "2001:db8::9"];
  await configuration.run(contextFor(scriptedPerson(), here, { ...AT_HOME, addresses, dnsUpdate: true }));
  expect(written.addresses).toEqual(["2001:db8::9"]);
});

test("the certificate: with such a token DNS-01 needs no hand, and is the first where nobody gets to the ports", async () => {
  const base = fakeEnvironment();
  const asked: string[] = [];
  const here = fakeEnvironment({
    certificate: {
      ...base.certificate,
      hasDnsApi: ({ dnsProvider }) => dnsProvider === "gandi",
      obtain: async (request) => {
        asked.push(request.challenge);
        return await base.certificate.obtain(request);
      },
    },
  });
  const order = (changes: Answers, ...typed: string[]) =>
    certificate.run(contextFor(scriptedPerson(...typed), here, { ...AT_HOME, ...changes }));
  const API = { dnsProvider: "gandi", dnsTokenFile: PATH } as const;
  expect(await order({ ...API, isWebClosed: true }, "")).toEqual({ source: "acme", challenge: "dns-01" });
  expect(await order({ ...API }, "")).toEqual({ source: "acme", challenge: "http-01" });
  expect(await order({ isWebClosed: true }, "")).toEqual({ source: "acme", challenge: "http-01" });
  expect(asked).toEqual(["dns-01", "http-01", "http-01"]);
});

test("the certificate: DNS-01 by hand is offered by a token as well, where the provider of the zone has an API", async () => {
  const base = fakeEnvironment();
  const { here } = zoneAt("gandi");
  const orders: (string | undefined)[] = [];
  const obtain: Environment["certificate"]["obtain"] = async (request) => {
    orders.push(request.answers.dnsProvider);
    return await base.certificate.obtain(request);
  };
  const order = (environment: Environment, ...typed: string[]) => {
    const certificates = { ...base.certificate, obtain };
    return certificate.run(
      contextFor(scriptedPerson(...typed), { ...environment, certificate: certificates }, AT_HOME),
    );
  };
  const byHand = { source: "acme", challenge: "dns-01" } as const;
  const byToken = { ...byHand, dnsProvider: "gandi", dnsTokenFile: PATH } as const;
  expect(await order(here, "dns-01", "token", TOKEN)).toEqual(byToken);
  expect(await order(here, "dns-01", "hand")).toEqual(byHand);
  expect(await order(zoneAt("rfc2136").here, "dns-01")).toEqual(byHand);
  expect(orders).toEqual(["gandi", undefined, undefined]);
});
