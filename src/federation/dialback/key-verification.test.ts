/** XEP-0220 §2.1.2: bounds on the verifications that keys of strangers lead to. */
import { expect, test } from "bun:test";
import { type VerificationLimits, type VerifyResult, verificationLimiter } from "./key-verification.ts";

function setUp(limits: Partial<VerificationLimits>) {
  const asked: string[] = [];
  const under = new Map<string, PromiseWithResolvers<VerifyResult>>();
  const verifications = verificationLimiter(
    {
      verify: ({ to, key }) => {
        asked.push(`${to} ${key}`);
        const answer = Promise.withResolvers<VerifyResult>();
        under.set(key, answer);
        return answer.promise;
      },
    },
    { maxPerNetwork: 100, maxPerDomain: 100, maxTotal: 100, ...limits },
  );
  const told: string[] = [];
  const verify = async (to: string, key: string, address = "192.0.2.1"): Promise<void> => {
    const verdict = await verifications.verify({ from: "here.example", to, streamId: "s", key }, address);
    told.push(`${key} ${typeof verdict === "string" ? verdict : verdict.error}`);
  };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const answer = async (key: string, verdict: VerifyResult = "valid"): Promise<void> => {
    under.get(key)?.resolve(verdict);
    await settled();
  };
  const fail = async (key: string): Promise<void> => {
    under.get(key)?.reject(new Error("never"));
    await settled();
  };
  return { asked, told, verify, answer, fail, settled };
}

test("requests to one domain are sent one after the other, in order, and each gets its own result", async () => {
  const { asked, told, verify, answer } = setUp({});
  for (const key of ["1", "2", "3"]) void verify("a.example", key);
  void verify("b.example", "4");
  expect(asked).toEqual(["a.example 1", "b.example 4"]);
  await answer("1", "invalid");
  expect([asked.at(-1), told]).toEqual(["a.example 2", ["1 invalid"]]);
  await answer("2");
  await answer("3", { error: "remote-server-timeout" });
  expect(told).toEqual(["1 invalid", "2 valid", "3 remote-server-timeout"]);
  void verify("a.example", "5");
  expect(asked.at(-1)).toBe("a.example 5");
});

test.each([
  ["of all together", { maxTotal: 2 }, ["a", "b", "c"], ["192.0.2.1", "198.51.100.1", "203.0.113.1"]],
  ["to one domain", { maxPerDomain: 2 }, ["a", "a", "a"], ["192.0.2.1", "198.51.100.1", "203.0.113.1"]],
  ["from one address", { maxPerNetwork: 2 }, ["a", "b", "c"], ["192.0.2.1", "192.0.2.1", "192.0.2.1"]],
  ["from one /64", { maxPerNetwork: 2 }, ["a", "b", "c"], ["2001:db8::1", "2001:db8::2", "2001:db8::3"]],
])("more requests than the limit %s are refused, until one is answered", async (_, limits, domains, addresses) => {
  const { told, verify, answer, settled } = setUp(limits);
  const ask = (n: number, key: string): void => void verify(`${domains[n]}.example`, key, addresses[n]);
  for (const n of [0, 1, 2]) ask(n, `${n}`);
  await settled();
  expect(told).toEqual(["2 resource-constraint"]);
  await answer("0");
  ask(2, "3");
  ask(2, "4");
  await settled();
  expect(told).toEqual(["2 resource-constraint", "0 valid", "4 resource-constraint"]);
});

test("each address and each domain has its own limit", async () => {
  const { told, verify, settled } = setUp({ maxPerNetwork: 1, maxPerDomain: 1 });
  void verify("a.example", "1", "192.0.2.1");
  void verify("b.example", "2", "192.0.2.2");
  await settled();
  expect(told).toEqual([]);
});

test("a verifier that rejects results in internal-server-error, and the next request is sent", async () => {
  const { asked, told, verify, fail } = setUp({});
  for (const key of ["1", "2"]) void verify("a.example", key);
  await fail("1");
  expect([told, asked]).toEqual([["1 internal-server-error"], ["a.example 1", "a.example 2"]]);
});
