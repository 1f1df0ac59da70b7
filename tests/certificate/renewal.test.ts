import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CertificateAndKey } from "../../src/certificate/certificate-and-key.ts";
import { CertificateError } from "../../src/certificate/certificate-error.ts";
import { openCertificateStore } from "../../src/certificate/certificate-store.ts";
import { openCertificates } from "../../src/certificate/certificates.ts";
import { openHttp01Responses } from "../../src/certificate/challenges/http-01.ts";
import { factsOf } from "../../src/certificate/facts.ts";
import { certificateId } from "../../src/certificate/renewal-info.ts";
import { selfIssued } from "../../src/certificate/self-issued.ts";
import type { Certificates, CertificatesDeps } from "../../src/certificate/source.ts";
import { DAY, HOUR, SECOND, systemClock } from "../../src/clock.ts";
import { openResolver } from "../../src/dns/resolver.ts";
import type { LogEvent, Logger } from "../../src/log.ts";
import { type AcmeProxy, openAcmeProxy } from "../support/certificate/acme-proxy.ts";
import { PEBBLE, type Pebble, startPebble } from "../support/certificate/pebble.ts";
import { describeWith } from "../support/needs.ts";

const DOMAIN = "example.test";
const ROOMS = "rooms.example.test";
/** Seconds. Within the hour by which a clock may differ from the authority's, so that tests can advance it. */
const VALIDITY = 40 * 60;
const CLOSED_PORT = { host: "127.0.0.1", port: 9 };

const quiet = (events: LogEvent[]): Logger => {
  const note = (event: LogEvent): void => void events.push(event);
  return { error: note, warn: note, info: note, debug: note };
};

const ACME: CertificatesDeps["config"] = {
  source: "acme",
  directory: "",
  trial_directory: "",
  ca_file: "",
  challenge: "http-01",
  contact: "",
  chain_file: "",
  key_file: "",
};

let pebble: Pebble;
let front: AcmeProxy;
let folder = "";
let opened: Certificates | undefined;

describeWith(PEBBLE)("a running server and its authority (pebble)", () => {
  const answers = openHttp01Responses();
  let web: { stop(): Promise<void> };
  beforeAll(async () => {
    pebble = await startPebble({ validity: VALIDITY });
    front = openAcmeProxy(pebble);
    web = Bun.serve({
      hostname: "127.0.0.1",
      port: pebble.httpPort,
      fetch: ({ url }) => answers.responseTo(new URL(url).pathname) ?? new Response("", { status: 404 }),
    });
    await pebble.setAddresses(DOMAIN, ["127.0.0.1"]);
  });
  afterAll(async () => {
    await web?.stop();
    await front?.stop();
    await pebble?.stop();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "renewal-"));
  });
  afterEach(() => {
    opened?.stop();
    rmSync(folder, { recursive: true });
  });

  /** Opens the certificates of a server whose clock is ahead by `ahead`; `next()` resolves with the next certificate in use. */
  function serve(changes: Partial<CertificatesDeps["config"]> = {}, { ahead = 0 } = {}) {
    const events: LogEvent[] = [];
    const expiring: number[] = [];
    const waiting: ((pair: CertificateAndKey) => void)[] = [];
    opened = openCertificates({
      folder,
      config: { ...ACME, directory: pebble.directory, ca_file: pebble.rootsFile, ...changes },
      names: { domains: [DOMAIN], others: [ROOMS], services: [] },
      host: DOMAIN,
      publicAddresses: async () => ({ known: ["127.0.0.1"], likely: ["127.0.0.1"] }),
      dns: pebble.dns,
      challenges: { http: CLOSED_PORT, https: CLOSED_PORT, http01: answers },
      clock: { ...systemClock, now: () => Date.now() + ahead },
      random: () => 0.5,
      fetch,
      log: quiet(events),
      // Called once the renewal is complete.
      replaced: (pair) => void setImmediate(() => waiting.shift()?.(pair)),
      expiresSoon: (notAfter) => expiring.push(notAfter),
    });
    const next = () => new Promise<CertificateAndKey>((resolve) => waiting.push(resolve));
    return { certificates: opened, events, expiring, next };
  }

  test("a server starts with a self-signed certificate, and obtains the first one by itself", async () => {
    const { certificates, next } = serve();
    expect(certificates.status()).toMatchObject({ isSelfSigned: true, names: [DOMAIN, ROOMS] });
    const { chainPem } = await next();
    expect(certificates.current().chainPem).toBe(chainPem);
    // rooms.example.test does not resolve here, so it is left out.
    expect(certificates.status()).toMatchObject({ isSelfSigned: false, names: [DOMAIN], source: "acme" });
  });

  test("after a restart it serves the stored certificate, without an order", async () => {
    const first = serve();
    const { chainPem } = await first.next();
    first.certificates.stop();
    const restarted = serve({ directory: "https://127.0.0.1:9/dir" });
    expect(restarted.certificates.current().chainPem).toBe(chainPem);
    expect(restarted.certificates.status().lastProblem).toBeUndefined();
  });

  test("it renews after two thirds of the lifetime, with a new key", async () => {
    const first = serve();
    const old = await first.next();
    first.certificates.stop();
    const { certificates, next } = serve({}, { ahead: (VALIDITY * SECOND * 3) / 4 });
    expect(certificates.current()).toEqual(old);
    const fresh = await next();
    expect(fresh.keyPem).not.toBe(old.keyPem);
    expect(openCertificateStore(folder).issued.read()).toEqual(fresh);
  });

  test("certificate renew renews at once, and a failure is answered with its reason", async () => {
    const { certificates, next } = serve();
    const old = await next();
    await certificates.renewNow();
    expect(certificates.current().chainPem).not.toBe(old.chainPem);
    await pebble.setAddresses(DOMAIN, ["127.0.0.7"]);
    const error = await certificates.renewNow().catch((thrown: unknown) => thrown);
    await pebble.setAddresses(DOMAIN, ["127.0.0.1"]);
    expect(error).toBeInstanceOf(CertificateError);
    expect(error).toMatchObject({ problem: { reason: "wrong-address" } });
    expect(certificates.status().lastProblem).toMatchObject({ reason: "wrong-address", name: DOMAIN });
    expect(certificates.current().chainPem).not.toBe(old.chainPem);
  });

  test("DNS-01: the scheduler logs needs-a-hand; a person renews with the printed record", async () => {
    const { certificates, events } = serve({ challenge: "dns-01" });
    const alone = await certificates.renewNow().catch((thrown: unknown) => thrown);
    expect(alone).toMatchObject({ problem: { reason: "needs-a-hand", name: DOMAIN } });
    expect(events).toMatchObject([{ event: "certificate-not-renewed", reason: "needs-a-hand" }]);
    await certificates.renewNow(async (records) => {
      for (const { record, value } of records) await pebble.setTxt(record, value);
      return "look";
    });
    expect(certificates.status()).toMatchObject({ isSelfSigned: false, names: [DOMAIN], lastProblem: undefined });
  });

  test("a name that becomes resolvable is added by the next renewal", async () => {
    const { certificates, next } = serve();
    await next();
    await pebble.setAddresses(ROOMS, ["127.0.0.1"]);
    await certificates.renewNow();
    await pebble.setAddresses(ROOMS, []);
    expect([...certificates.status().names].sort()).toEqual([DOMAIN, ROOMS]);
  });

  test("a certificate that expires within seven days is reported", async () => {
    const { expiring, next, certificates } = serve();
    await next();
    certificates.stop();
    const restarted = serve();
    await restarted.certificates.renewNow();
    expect([...expiring, ...restarted.expiring]).toHaveLength(1);
  });

  describe("RFC 9773", () => {
    test("§4: renews in the window that the authority suggests, §5: the order names the replaced certificate", async () => {
      front.suggestWindow({ start: Date.now() + HOUR, end: Date.now() + 2 * HOUR });
      const directory = front.authority.directory;
      const ca_file = join(folder, "front.pem");
      await Bun.write(ca_file, front.authority.rootsPem ?? "");
      const first = serve({ directory, ca_file });
      const old = await first.next();
      first.certificates.stop();
      expect(front.orders.at(-1)).not.toHaveProperty("replaces");
      front.suggestWindow({ start: Date.now() - 2 * HOUR, end: Date.now() - HOUR });
      // After a twentieth of its lifetime: a new certificate is not replaced earlier, whatever the suggestion.
      const second = serve({ directory, ca_file }, { ahead: (VALIDITY * SECOND) / 20 });
      const fresh = await second.next();
      expect(fresh.chainPem).not.toBe(old.chainPem);
      expect(front.renewalInfoRequests.at(-1)).toBe(`/renewal-info/${certificateId(old.chainPem)}`);
      expect(front.orders.at(-1)).toMatchObject({ replaces: certificateId(old.chainPem) });
      expect(factsOf(fresh.chainPem).names).toEqual([DOMAIN]);
    });

    // The second one is for a certificate that came along from another server, which had an account of its own.
    test.each([
      [409, "alreadyReplaced"],
      [403, "unauthorized"],
    ] as const)("§5: after %i %s the order is made without the field", async (status, type) => {
      const ca_file = join(folder, "front.pem");
      await Bun.write(ca_file, front.authority.rootsPem ?? "");
      front.suggestWindow({ start: Date.now() + DAY, end: Date.now() + 2 * DAY });
      const { certificates, next } = serve({ directory: front.authority.directory, ca_file });
      await next();
      front.refuseOrder(status, { type: `urn:ietf:params:acme:error:${type}`, detail: "about the field" });
      await certificates.renewNow();
      expect(front.orders.at(-2)).toHaveProperty("replaces");
      expect(front.orders.at(-1)).not.toHaveProperty("replaces");
      expect(certificates.status().lastProblem).toBeUndefined();
    });
  });
});

describe("other sources", () => {
  test("mismatched files are refused at the start; an expired certificate is served and reported", async () => {
    folder = mkdtempSync(join(tmpdir(), "renewal-"));
    const { chainPem, keyPem } = selfIssued({ names: [DOMAIN], notBefore: 0, notAfter: Date.now() - DAY });
    const [chain_file, key_file] = [join(folder, "a.pem"), join(folder, "a.key")];
    await Bun.write(chain_file, chainPem);
    const events: LogEvent[] = [];
    const open = () =>
      openCertificates({
        folder,
        config: { ...ACME, source: "files", chain_file, key_file },
        names: { domains: [DOMAIN], others: [], services: [] },
        host: DOMAIN,
        publicAddresses: async () => ({ known: [], likely: [] }),
        dns: openResolver({ servers: ["127.0.0.1:9"], timeoutMs: 100 }),
        challenges: { http: CLOSED_PORT, https: CLOSED_PORT },
        clock: systemClock,
        random: () => 0.5,
        fetch,
        log: quiet(events),
        replaced: () => {},
        expiresSoon: () => {},
      });
    expect(open).toThrow("There is no file");
    await Bun.write(key_file, keyPem);
    opened = open();
    expect(opened.current()).toEqual({ chainPem, keyPem });
    expect(opened.status()).toMatchObject({ source: "files", lastProblem: { reason: "expired" } });
    expect(events).toMatchObject([{ event: "certificate-files-refused", reason: "expired" }]);
    opened.stop();
    rmSync(folder, { recursive: true });
  });
});
