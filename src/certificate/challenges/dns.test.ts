import { describe, expect, test } from "bun:test";
import type { Resolver } from "../../net/resolver.ts";
import { CertificateError } from "../certificate-error.ts";
import type { PendingChallenge } from "./challenge.ts";
import { dns01, dns01Record } from "./dns-01.ts";
import { dnsPersist01, dnsPersist01Record, isPersistRecord } from "./dns-persist-01.ts";
import type { SeenTxtRecord } from "./txt-record.ts";

const NOW = Date.UTC(2026, 10, 22);
const ask: PendingChallenge = {
  name: "example.com",
  token: "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA",
  keyAuthorization: "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA.nP1qzpXGymHBrUEepNY9HCsQk7K8KhOypzEt62jcerQ",
  accountUrl: "https://ca.example/acct/123",
  issuers: ["ca.example", "other.example"],
};
const wanted = dns01Record(ask);

/** DNS that has these TXT records, and a person who gives these answers. */
function scene(
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
  return { zone, shown, deps: { dns: { ask: lookUp as unknown as Resolver["ask"] }, confirm } };
}
const reasonOf = (work: Promise<void>) =>
  work.then(
    () => "prepared",
    (error: unknown) => (error instanceof CertificateError ? error.reason : error),
  );

describe("RFC 8555 §8.4: DNS-01 by hand", () => {
  test("the record is _acme-challenge. and the base64url of the SHA-256 of the key authorization", () => {
    const digest = new Bun.CryptoHasher("sha256").update(ask.keyAuthorization).digest("base64url");
    expect(wanted).toEqual({ record: "_acme-challenge.example.com", value: digest, name: "example.com" });
  });

  test("the authority is asked once the zone's name servers have it", async () => {
    const { zone, shown, deps } = scene({}, ["look", "look", "look"]);
    const confirm = (seen: readonly SeenTxtRecord[]) => {
      if (shown.length === 1) zone.set(wanted.record, ["old"]);
      if (shown.length === 2) zone.set(wanted.record, ["old", wanted.value]);
      return deps.confirm(seen);
    };
    expect(await reasonOf(dns01({ ...deps, confirm }).provision([ask]))).toBe("prepared");
    expect(shown.map(([one]) => one?.state)).toEqual(["unseen", "missing", "wrong"]);
  });

  test("what is missing or wrong is shown again", async () => {
    const { shown, deps } = scene({}, ["look", "cancel"]);
    expect(await reasonOf(dns01(deps).provision([ask]))).toBe("cancelled");
    expect(shown.map(([one]) => one?.state)).toEqual(["unseen", "missing"]);
  });

  test("the person may go on whatever we see", async () => {
    expect(await reasonOf(dns01(scene({}, ["look", "ask"]).deps).provision([ask]))).toBe("prepared");
  });

  test("where nobody is there to set it, it needs a hand", async () => {
    expect(await reasonOf(dns01({ ...scene({}).deps, confirm: undefined }).provision([ask]))).toBe("needs-a-hand");
  });
});

describe("dns-persist-01", () => {
  const lasting = dnsPersist01Record(ask);

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
    const { shown, deps } = scene({ [lasting.record]: ["v=other", lasting.value] });
    expect(await reasonOf(dnsPersist01(deps, () => NOW).provision([ask]))).toBe("prepared");
    expect(await reasonOf(dnsPersist01({ ...deps, confirm: undefined }, () => NOW).provision([ask]))).toBe("prepared");
    expect(shown).toEqual([]);
  });

  test("the first time, a person is shown what to set", async () => {
    const { shown, deps } = scene({}, ["cancel"]);
    expect(await reasonOf(dnsPersist01(deps, () => NOW).provision([ask]))).toBe("cancelled");
    expect(shown[0]).toMatchObject([{ ...lasting, state: "unseen" }]);
  });
});
