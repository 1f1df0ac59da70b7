import { describe, expect, test } from "bun:test";
import type { Resolver } from "../../dns/resolver.ts";
import { CertificateError } from "../certificate-error.ts";
import type { PendingChallenge } from "./challenge.ts";
import { dns01, dns01Record } from "./dns-01.ts";
import { dnsPersist01, dnsPersist01Record, isPersistRecord } from "./dns-persist-01.ts";
import type { SeenTxtRecord } from "./txt-record.ts";

const NOW = Date.UTC(2026, 10, 22);
const challenge: PendingChallenge = {
  name: "example.com",
  token: "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA",
  keyAuthorization: "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA.nP1qzpXGymHBrUEepNY9HCsQk7K8KhOypzEt62jcerQ",
  accountUrl: "https://ca.example/acct/123",
  issuers: ["ca.example", "other.example"],
};
const wanted = dns01Record(challenge);

/** DNS that has these TXT records, and a person who gives these answers. */
function dnsAndPerson(
  records: Readonly<Record<string, readonly string[]>>,
  answers: readonly ("look" | "ask" | "cancel")[] = [],
) {
  const zone = new Map<string, readonly string[]>(Object.entries(records));
  const shown: (readonly SeenTxtRecord[])[] = [];
  const left = [...answers];
  const lookUp = async (_: string, name: string) => {
    const values = zone.get(name);
    return values === undefined ? { state: "absent" } : { state: "found", values };
  };
  const confirm = async (seen: readonly SeenTxtRecord[]) => {
    shown.push(seen);
    return left.shift() ?? "cancel";
  };
  return { zone, shown, deps: { dns: { query: lookUp as unknown as Resolver["query"] }, confirm } };
}
const reasonOf = (work: Promise<void>) =>
  work.then(
    () => "provisioned",
    (error: unknown) => (error instanceof CertificateError ? error.reason : error),
  );

describe("RFC 8555 §8.4: DNS-01 by hand", () => {
  test("the record is _acme-challenge. and the base64url of the SHA-256 of the key authorization", () => {
    const digest = new Bun.CryptoHasher("sha256").update(challenge.keyAuthorization).digest("base64url");
    expect(wanted).toEqual({ record: "_acme-challenge.example.com", value: digest, name: "example.com" });
  });

  test("the authority validates once the zone's name servers have it", async () => {
    const { zone, shown, deps } = dnsAndPerson({}, ["look", "look", "look"]);
    const confirm = (seen: readonly SeenTxtRecord[]) => {
      if (shown.length === 1) zone.set(wanted.record, ["old"]);
      if (shown.length === 2) zone.set(wanted.record, ["old", wanted.value]);
      return deps.confirm(seen);
    };
    expect(await reasonOf(dns01({ ...deps, confirm }).provision([challenge]))).toBe("provisioned");
    expect(shown.map(([one]) => one?.state)).toEqual(["unseen", "missing", "wrong"]);
  });

  test.each([
    ["domain-twice", { [`${wanted.record}.example.com`]: [wanted.value] }, "missing"],
    ["quoted", { [wanted.record]: [`"${wanted.value}"`] }, "wrong"],
    ["split", { [wanted.record]: ["v=1", wanted.value.slice(20), wanted.value.slice(0, 20)] }, "wrong"],
    [undefined, { [wanted.record]: ["v=1", "v=2"] }, "wrong"],
  ] as const)("what a provider's form makes of a record: %p", async (mistake, records, state) => {
    const { shown, deps } = dnsAndPerson(records, ["look", "cancel"]);
    await reasonOf(dns01(deps).provision([challenge]));
    expect(shown[1]?.[0]).toMatchObject({ state, ...(mistake === undefined ? {} : { mistake }) });
    expect(shown[1]?.[0]?.mistake).toBe(mistake);
  });

  test("a record that is missing or wrong is shown again", async () => {
    const { shown, deps } = dnsAndPerson({}, ["look", "cancel"]);
    expect(await reasonOf(dns01(deps).provision([challenge]))).toBe("cancelled");
    expect(shown.map(([one]) => one?.state)).toEqual(["unseen", "missing"]);
  });

  test("the person may go on whatever was seen", async () => {
    expect(await reasonOf(dns01(dnsAndPerson({}, ["look", "ask"]).deps).provision([challenge]))).toBe("provisioned");
  });

  test("where no person is there to set it: needs-a-hand", async () => {
    expect(await reasonOf(dns01({ ...dnsAndPerson({}).deps, confirm: undefined }).provision([challenge]))).toBe(
      "needs-a-hand",
    );
  });
});

describe("dns-persist-01", () => {
  const lasting = dnsPersist01Record(challenge);

  test("the record names the authority and the account", () => {
    expect(lasting).toEqual({
      record: "_validation-persist.example.com",
      value: "ca.example; accounturi=https://ca.example/acct/123",
      name: "example.com",
    });
  });

  test.each([
    ["ca.example; accounturi=https://ca.example/acct/123", true],
    ["CA.example;policy=wildcard ; accounturi=https://ca.example/acct/123", true],
    [`ca.example; accounturi=https://ca.example/acct/123; persistUntil=${NOW / 1000 + 60}`, true],
    [`ca.example; accounturi=https://ca.example/acct/123; persistUntil=${NOW / 1000 - 60}`, false],
    ["ca.example; accounturi=https://ca.example/acct/123; persistUntil=soon", false],
    ["ca.example; accounturi=https://ca.example/acct/124", false],
    ["other.example; accounturi=https://ca.example/acct/123", false],
    ["ca.example", false],
    ["", false],
  ])("%s: %p", (found, isRight) => {
    expect(isPersistRecord(found, lasting.value, NOW)).toBe(isRight);
  });

  test("a renewal finds it without asking anybody", async () => {
    const { shown, deps } = dnsAndPerson({ [lasting.record]: ["v=other", lasting.value] });
    expect(await reasonOf(dnsPersist01(deps, () => NOW).provision([challenge]))).toBe("provisioned");
    expect(await reasonOf(dnsPersist01({ ...deps, confirm: undefined }, () => NOW).provision([challenge]))).toBe(
      "provisioned",
    );
    expect(shown).toEqual([]);
  });

  test("the first time, a person is shown what to set", async () => {
    const { shown, deps } = dnsAndPerson({}, ["cancel"]);
    expect(await reasonOf(dnsPersist01(deps, () => NOW).provision([challenge]))).toBe("cancelled");
    expect(shown[0]).toMatchObject([{ ...lasting, state: "unseen" }]);
  });
});
