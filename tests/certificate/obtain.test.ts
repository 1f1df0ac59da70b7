import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Authority } from "../../src/certificate/authority.ts";
import { CertificateError, type CertificateProblem } from "../../src/certificate/certificate-error.ts";
import { type CertificateStore, openCertificateStore } from "../../src/certificate/certificate-store.ts";
import type { Solver } from "../../src/certificate/challenges/challenge.ts";
import { dns01 } from "../../src/certificate/challenges/dns-01.ts";
import { dnsPersist01 } from "../../src/certificate/challenges/dns-persist-01.ts";
import { http01OnOwnPort } from "../../src/certificate/challenges/http-01.ts";
import { tlsAlpn01OnOwnPort } from "../../src/certificate/challenges/tls-alpn-01.ts";
import type { SeenTxtRecord } from "../../src/certificate/challenges/txt-record.ts";
import { certificatesOf, factsOf, keyMatches } from "../../src/certificate/facts.ts";
import { type ObtainDeps, obtain, offeredChallenges } from "../../src/certificate/obtain.ts";
import { attemptsLeft } from "../../src/certificate/rate-limits.ts";
import { selfIssued } from "../../src/certificate/self-issued.ts";
import { openSetupOrders } from "../../src/certificate/setup-orders.ts";
import { systemClock } from "../../src/clock.ts";
import { type AcmeProxy, openAcmeProxy } from "../support/certificate/acme-proxy.ts";
import { PEBBLE, type Pebble, startPebble } from "../support/certificate/pebble.ts";
import { describeWith } from "../support/needs.ts";
import { dnsmasq, startDnsmasq } from "../support/network/dnsmasq.ts";

const DOMAIN = "example.test";
const ROOMS = "rooms.example.test";
/** A challenge solver that provisions nothing. */
const silent = (type: Solver["type"]): Solver => ({ type, provision: async () => {}, cleanUp: async () => {} });

let pebble: Pebble;
let front: AcmeProxy;
let authority: Authority;
let folder = "";
let store: CertificateStore;
let http: Solver;

describeWith(PEBBLE)("an ACME authority (pebble)", () => {
  beforeAll(async () => {
    pebble = await startPebble();
    front = openAcmeProxy(pebble, { profiles: { classic: "https://a.example", tlsserver: "https://b.example" } });
    authority = { directory: pebble.directory, rootsPem: pebble.rootsPem };
    http = http01OnOwnPort({ host: "127.0.0.1", port: pebble.httpPort });
    for (const name of [DOMAIN, ROOMS]) await pebble.setAddresses(name, ["127.0.0.1"]);
    await pebble.setAddresses("web.example.test", ["127.0.0.7"]);
  });
  afterAll(async () => {
    await front?.stop();
    await pebble?.stop();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "obtain-"));
    store = openCertificateStore(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const depsWith = (solver: Solver, changes: Partial<ObtainDeps> = {}): ObtainDeps => ({
    store,
    solver,
    dns: pebble.dns,
    publicAddresses: ["127.0.0.1"],
    host: "tintin.example.test",
    contact: "",
    profile: "tlsserver",
    clock: systemClock,
    fetch,
    ...changes,
  });
  const problemOf = async (work: Promise<unknown>): Promise<CertificateProblem> => {
    const error = await work.catch((thrown: unknown) => thrown);
    if (error instanceof CertificateError) return error.problem;
    throw error;
  };
  const failure = (name: string, solver: Solver, changes: Partial<ObtainDeps> = {}): Promise<CertificateProblem> =>
    problemOf(obtain(authority, { names: [name] }, depsWith(solver, changes)));

  describe("issues a certificate", () => {
    test("RFC 8555 §8.3: HTTP-01, for several names, with a new ECDSA P-256 key and the whole chain", async () => {
      const { chainPem, keyPem } = await obtain(authority, { names: [DOMAIN, ROOMS] }, depsWith(http));
      const [leaf, issuer] = certificatesOf(chainPem);
      expect([...factsOf(chainPem).names].sort()).toEqual([DOMAIN, ROOMS]);
      expect(keyMatches(chainPem, keyPem)).toBe(true);
      expect(leaf?.publicKey.asymmetricKeyDetails?.namedCurve).toBe("prime256v1");
      expect(issuer && leaf?.verify(issuer.publicKey)).toBe(true);
      const root = new X509Certificate(await pebble.issuingRoot());
      expect(issuer?.verify(root.publicKey)).toBe(true);
    });

    test("RFC 8737: TLS-ALPN-01", async () => {
      const solver = tlsAlpn01OnOwnPort({ host: "127.0.0.1", port: pebble.tlsPort }, Date.now);
      expect(factsOf((await obtain(authority, { names: [DOMAIN] }, depsWith(solver))).chainPem).names).toEqual([
        DOMAIN,
      ]);
    });

    test("RFC 8555 §8.4: DNS-01, once the printed records are found in DNS", async () => {
      const states: string[] = [];
      const solver = dns01({
        dns: pebble.dns,
        confirm: async (records) => {
          states.push(records.map(({ record, state }) => `${record} ${state}`).join());
          if (states.length === 2) for (const { record, value } of records) await pebble.setTxt(record, value);
          return "look";
        },
      });
      const { chainPem } = await obtain(authority, { names: ["elsewhere.test"] }, depsWith(solver));
      expect(factsOf(chainPem).names).toEqual(["elsewhere.test"]);
      expect(states).toEqual(["_acme-challenge.elsewhere.test unseen", "_acme-challenge.elsewhere.test missing"]);
    });

    test("DNS-01 for the domain only: names that resolve here are validated by port 80, or by DNS where that fails", async () => {
      const order = { names: ["away.test", ROOMS] };
      for (const [port80, asked] of [
        [http, ["away.test"]],
        [silent("http-01"), ["away.test", ROOMS]],
      ] as const) {
        const printedRecords = new Set<string>();
        const confirm = async (records: readonly SeenTxtRecord[]) => {
          for (const { name, record, value } of records) {
            printedRecords.add(name);
            await pebble.setTxt(record, value);
          }
          return "look" as const;
        };
        const solver = dns01({ dns: pebble.dns, confirm });
        // pebble takes one in a hundred names of an account as proven, if it once was, though it is told to take none.
        const another = openCertificateStore(mkdtempSync(join(folder, "account-")));
        const { chainPem } = await obtain(authority, order, depsWith(solver, { port80, store: another }));
        expect([...factsOf(chainPem).names].sort()).toEqual(["away.test", ROOMS]);
        expect([...printedRecords].sort()).toEqual([...asked]);
      }
    });

    test("dns-persist-01: once the persistent record, which names issuer and account, is found; later without a question", async () => {
      const credulous = await startPebble({ skipsValidation: true });
      const issuing = openAcmeProxy(credulous, { issuer: "ca.test" });
      const printedRecords: SeenTxtRecord[] = [];
      const confirm = async (records: readonly SeenTxtRecord[]) => {
        printedRecords.push(...records);
        for (const { record, value } of records) await credulous.setTxt(record, value);
        return "look" as const;
      };
      const dns = credulous.dns;
      try {
        expect(await offeredChallenges(issuing.authority, DOMAIN, depsWith(http))).toContain("dns-persist-01");
        for (const person of [confirm, undefined]) {
          const solver = dnsPersist01({ dns, confirm: person }, Date.now);
          const { chainPem } = await obtain(issuing.authority, { names: [DOMAIN] }, depsWith(solver, { dns }));
          expect(factsOf(chainPem).names).toEqual([DOMAIN]);
        }
      } finally {
        await issuing.stop();
        await credulous.stop();
      }
      const account = store.state.read().accounts[issuing.authority.directory];
      expect(printedRecords).toEqual([
        {
          record: `_validation-persist.${DOMAIN}`,
          value: `ca.test; accounturi=${account}`,
          name: DOMAIN,
          state: "unseen",
          found: [],
        },
      ]);
    });

    test("RFC 8555 §7.3.1: the account is created once, and reused", async () => {
      await obtain(authority, { names: [DOMAIN] }, depsWith(http));
      const { accounts } = store.state.read();
      const key = readFileSync(join(folder, "account-key.pem"), "utf8");
      store = openCertificateStore(folder);
      await obtain(authority, { names: [DOMAIN] }, depsWith(http));
      expect(store.state.read().accounts).toEqual(accounts);
      store.state.change({ accounts: {} });
      await obtain(authority, { names: [DOMAIN] }, depsWith(http));
      expect(store.state.read().accounts).toEqual(accounts);
      expect(readFileSync(join(folder, "account-key.pem"), "utf8")).toBe(key);
    });

    test("an account unknown to the authority is created again, with the same key", async () => {
      const lost = pebble.directory.replace("/dir", "/my-account/lost");
      store.state.change({ accounts: { [pebble.directory]: lost } });
      await obtain(authority, { names: [DOMAIN] }, depsWith(http));
      expect(store.state.read().accounts[pebble.directory]).not.toBe(lost);
    });

    test("the profile is requested only where the directory offers it", async () => {
      await obtain(front.authority, { names: [DOMAIN] }, depsWith(http));
      expect(front.orders.at(-1)).toMatchObject({ profile: "tlsserver" });
      await obtain(front.authority, { names: [DOMAIN] }, depsWith(http, { profile: "tlsclient" }));
      expect(front.orders.at(-1)).not.toHaveProperty("profile");
    });

    test("a trial run stores nothing; the real one does, at most twice in one setup", async () => {
      const orders = openSetupOrders({ real: authority, trial: front.authority }, store);
      await orders.trial({ names: [DOMAIN] }, depsWith(http));
      expect(store.issued.read()).toBeUndefined();
      const facts = await orders.obtain({ names: [DOMAIN] }, depsWith(http));
      expect(facts.names).toEqual([DOMAIN]);
      expect(openCertificateStore(folder).issued.read()).toBeDefined();
      await orders.obtain({ names: [DOMAIN] }, depsWith(http));
      expect((await problemOf(orders.obtain({ names: [DOMAIN] }, depsWith(http)))).reason).toBe("too-many-orders");
    });
  });

  describe("issues none, and the error has the reason, where", () => {
    test("nothing listens on the public address", async () => {
      const problem = await failure(DOMAIN, silent("http-01"));
      expect(problem).toMatchObject({ reason: "nothing-listens", values: { port: 80, addresses: ["127.0.0.1"] } });
      expect(problem.remedies.map(({ key }) => key)).toContain("forward-port");
      expect((await failure(DOMAIN, silent("tls-alpn-01"))).reason).toBe("nothing-listens");
    });

    test("the name resolves to another host", async () => {
      expect(await failure("web.example.test", http)).toMatchObject({
        reason: "wrong-address",
        values: { addresses: ["127.0.0.7"], ours: ["127.0.0.1"] },
      });
    });

    test("the name has no address", async () => {
      expect((await failure("gone.example.test", http)).reason).toBe("no-address");
    });

    test("another web server answers", async () => {
      const other = Bun.serve({ hostname: "127.0.0.1", port: pebble.httpPort, fetch: () => new Response("hello") });
      const { reason } = await failure(DOMAIN, silent("http-01"));
      await other.stop(true);
      expect(reason).toBe("other-server");
    });

    test("the TXT record is missing", async () => {
      expect(await failure("none.test", silent("dns-01"))).toMatchObject({
        reason: "txt-missing",
        values: { record: "_acme-challenge.none.test" },
      });
    });

    test("the port of its own listener is in use", async () => {
      const other = Bun.serve({ hostname: "127.0.0.1", port: pebble.httpPort, fetch: () => new Response("") });
      const { reason } = await failure(DOMAIN, http);
      await other.stop(true);
      expect(reason).toBe("port-taken");
      expect(attemptsLeft(store.state.read(), authority, DOMAIN, Date.now()).left).toBe(5);
    });

    test("a rate limit is reached: with the time of its end", async () => {
      const type = "urn:ietf:params:acme:error:rateLimited";
      const detail = "too many new orders recently";
      front.refuseOrder(429, { type, detail }, { "retry-after": "7200" });
      const before = Date.now();
      const problem = await problemOf(obtain(front.authority, { names: [DOMAIN] }, depsWith(http)));
      expect(problem).toMatchObject({ reason: "rate-limited", values: { detail } });
      expect(problem.retryAt).toBeWithin(before + 7_190_000, Date.now() + 7_210_000);
    });

    test("CAA forbids it", async () => {
      const subproblem = {
        type: "urn:ietf:params:acme:error:caa",
        detail: "CAA record prevents issuance",
        identifier: { type: "dns", value: DOMAIN },
      };
      front.refuseOrder(403, { type: "urn:ietf:params:acme:error:compound", subproblems: [subproblem] });
      const problem = await problemOf(obtain(front.authority, { names: [DOMAIN] }, depsWith(http)));
      expect(problem).toMatchObject({ reason: "caa-forbids", name: DOMAIN });
    });

    test("the authority does not offer the challenge: with those it offers", async () => {
      expect(await failure(DOMAIN, silent("dns-persist-01"))).toMatchObject({ reason: "no-challenge", name: DOMAIN });
      const offered = await offeredChallenges(authority, DOMAIN, depsWith(http));
      expect([...offered].sort()).toEqual(["dns-01", "http-01", "tls-alpn-01"]);
    });

    test("the authority cannot be reached", async () => {
      const unreachableAuthority = { ...authority, directory: "https://127.0.0.1:9/dir" };
      expect((await problemOf(obtain(unreachableAuthority, { names: [DOMAIN] }, depsWith(http)))).reason).toBe(
        "ca-unreachable",
      );
    });

    test("another server answers for the authority: only its roots are trusted", async () => {
      const foreign = selfIssued({ names: ["127.0.0.1"], notBefore: Date.now(), notAfter: Date.now() + 1e9 });
      for (const rootsPem of [foreign.chainPem, undefined]) {
        const stranger = { ...authority, rootsPem };
        expect((await problemOf(obtain(stranger, { names: [DOMAIN] }, depsWith(http)))).reason).toBe("ca-untrusted");
      }
    });

    test("this machine's clock is wrong", async () => {
      const clock = { ...systemClock, now: () => Date.now() - 86_400_000 };
      expect((await failure(DOMAIN, http, { clock })).reason).toBe("clock-wrong");
    });

    test("a name has failed five times within an hour: no request is sent", async () => {
      for (let tries = 5; tries > 0; tries--) {
        expect(attemptsLeft(store.state.read(), authority, "gone.example.test", Date.now()).left).toBe(tries);
        expect((await failure("gone.example.test", http)).reason).toBe("no-address");
      }
      expect((await failure("gone.example.test", http)).reason).toBe("too-many-failures");
      expect(store.state.read().failures).toHaveLength(5);
    });
  });
});

describeWith([...PEBBLE, dnsmasq ?? "dnsmasq"])("with dnsmasq as DNS", () => {
  test("NXDOMAIN: the name has no address, and the error has the record to add", async () => {
    const names = await startDnsmasq(["local=/test/", "host-record=here.test,127.0.0.1"]);
    const other = await startPebble({ dnsServer: names.server });
    const home = mkdtempSync(join(tmpdir(), "obtain-"));
    const deps: ObtainDeps = {
      store: openCertificateStore(home),
      solver: http01OnOwnPort({ host: "127.0.0.1", port: other.httpPort }),
      dns: other.dns,
      publicAddresses: ["127.0.0.1"],
      host: "here.test",
      contact: "",
      profile: "tlsserver",
      clock: systemClock,
      fetch,
    };
    const pebbleAuthority = { directory: other.directory, rootsPem: other.rootsPem };
    try {
      expect(factsOf((await obtain(pebbleAuthority, { names: ["here.test"] }, deps)).chainPem).names).toEqual([
        "here.test",
      ]);
      const error = await obtain(pebbleAuthority, { names: ["nowhere.test"] }, deps).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        problem: { reason: "no-address", name: "nowhere.test", remedies: [{ key: "add-name" }, {}, {}] },
      });
    } finally {
      await other.stop();
      await names.stop();
      rmSync(home, { recursive: true });
    }
  });
});
