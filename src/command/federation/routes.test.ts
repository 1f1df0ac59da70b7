import { expect, test } from "bun:test";
import type { StepReport } from "../../federation/report.ts";
import type { Verdict } from "../../trust/verdict.ts";
import type { Telling } from "../control/steps.ts";
import { type FederationParts, federationRoutes } from "./routes.ts";

const step = (step: StepReport["step"], ok: boolean): StepReport => ({ step, ok, text: "so it is" });

/** A server of example.com that tries others with these steps. */
function scene(steps: readonly StepReport[] = []) {
  const tried: string[] = [];
  const parts: FederationParts = {
    outgoing: {
      routes: () => [],
      trial: async (local, remote, told) => {
        tried.push(`${local} ${remote}`);
        steps.forEach(told);
      },
    },
    incoming: { streams: () => [] },
    policy: { refusal: (domain) => (domain === "evil.example" ? "not that one" : undefined) },
    domains: ["example.com", "bücher.example"],
    subdomains: ["rooms", "pubsub"],
    certified: (domain): Verdict =>
      domain === "example.com" ? { trusted: true } : { trusted: false, problem: "wrong-name", text: "for others" },
  };
  const routes = federationRoutes(parts);
  const tell = async (body: unknown) => {
    const told: unknown[] = [];
    const telling = routes["POST /federation/trial"]?.(body) as Telling | undefined;
    await telling?.((each) => told.push(each));
    return told;
  };
  return { routes, tell, tried };
}

test("each domain of ours is told with its services, and what its certificate is worth", () => {
  const report = scene().routes["GET /federation"]?.(undefined) as { ours: { domain: string; certificate: Verdict }[] };
  expect(report.ours.map(({ domain, certificate }) => [domain, certificate.trusted])).toEqual([
    ["example.com", true],
    ["pubsub.example.com", false],
    ["rooms.example.com", false],
    ["bücher.example", false],
    ["pubsub.bücher.example", false],
    ["rooms.bücher.example", false],
  ]);
});

test("an attempt is told from its beginning to what came of it", async () => {
  const steps = [step("dns", true), step("tcp", false), step("tcp", true), step("authentication", true)];
  const { tell, tried } = scene(steps);
  const trying = { local: "example.com", remote: "other.example" };
  expect(await tell({ domain: "other.example" })).toEqual([{ trying }, ...steps, { isReached: true }]);
  expect(await scene(steps.slice(0, 2)).tell({ domain: "other.example" })).toEqual([
    { trying },
    ...steps.slice(0, 2),
    { isReached: false },
  ]);
  expect(tried).toEqual(["example.com other.example"]);
});

test("an authentication that failed is no arrival", async () => {
  const told = await scene([step("dns", true), step("authentication", false)]).tell({ domain: "other.example" });
  expect(told.at(-1)).toEqual({ isReached: false });
});

test("domains are meant in every spelling, in the name of any domain of ours", async () => {
  const { tell, tried } = scene();
  await tell({ domain: "xn--caf-dma.example.", from: "XN--BCHER-KVA.example" });
  await tell({ domain: "Other.Example", from: "rooms.example.com" });
  expect(tried).toEqual(["bücher.example café.example", "rooms.example.com other.example"]);
});

test("what is ours, and what the configuration excludes, is not tried", async () => {
  const { tell, tried } = scene();
  const trying = { local: "example.com", remote: "evil.example" };
  expect(await tell({ domain: "evil.example" })).toEqual([{ trying }, { excluded: "not that one" }]);
  expect((await tell({ domain: "rooms.example.com" })).at(-1)).toEqual({ isOurs: true });
  expect(tried).toEqual([]);
});

test.each([
  [{}, '"undefined" is no domain'],
  [{ domain: "alice@other.example" }, '"alice@other.example" is no domain'],
  [{ domain: `${"a".repeat(64)}.example` }, `"${"a".repeat(50)}" is no domain`],
  [{ domain: "other.example", from: "third.example" }, "third.example is not served here"],
])("%j is refused before anything is tried", (body, sentence) => {
  const { routes, tried } = scene();
  expect(() => routes["POST /federation/trial"]?.(body)).toThrow(sentence);
  expect(tried).toEqual([]);
});
