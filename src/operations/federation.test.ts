import { expect, test } from "bun:test";
import type { StepReport } from "../federation/report.ts";
import type { Verdict } from "../trust/verdict.ts";
import { federationOperations, type TrialStep } from "./federation.ts";

const step = (step: StepReport["step"], ok: boolean): StepReport => ({ step, ok, text: "so it is" });

/** The operations of example.com, whose attempts take these steps. */
function open(steps: readonly StepReport[] = []) {
  const tried: string[] = [];
  const operations = federationOperations({
    outgoing: {
      routes: () => [],
      trial: async (local, remote, onStep) => {
        tried.push(`${local} ${remote}`);
        steps.forEach(onStep);
      },
    },
    incoming: { streams: () => [] },
    exclusions: () => ({ enabled: true, allow: [], deny: [], lists: [] }),
    policy: { refusal: (domain) => (domain === "evil.example" ? "not that one" : undefined) },
    domains: ["example.com", "bücher.example"],
    subdomains: ["rooms", "pubsub"],
    verifyCertificate: (domain): Verdict =>
      domain === "example.com" ? { trusted: true } : { trusted: false, problem: "wrong-name", text: "for others" },
  });
  const stepsOf = async (remote: string, local?: string) => {
    const seen: TrialStep[] = [];
    await operations.trial(remote, local)((each) => seen.push(each));
    return seen;
  };
  return { operations, stepsOf, tried };
}

test("the report has each domain of ours with its services, and what its certificate is worth", () => {
  const { ours } = open().operations.report();
  expect(ours.map(({ domain, certificate }) => [domain, certificate.trusted])).toEqual([
    ["example.com", true],
    ["pubsub.example.com", false],
    ["rooms.example.com", false],
    ["bücher.example", false],
    ["pubsub.bücher.example", false],
    ["rooms.bücher.example", false],
  ]);
});

test("an attempt is reported from its beginning to its result", async () => {
  const steps = [step("dns", true), step("tcp", false), step("tcp", true), step("authentication", true)];
  const { stepsOf, tried } = open(steps);
  const trying = { local: "example.com", remote: "other.example" };
  expect(await stepsOf("other.example")).toEqual([{ trying }, ...steps, { isReached: true }]);
  expect(await open(steps.slice(0, 2)).stepsOf("other.example")).toEqual([
    { trying },
    ...steps.slice(0, 2),
    { isReached: false },
  ]);
  expect(tried).toEqual(["example.com other.example"]);
});

test("a server whose authentication failed is not reached", async () => {
  const steps = await open([step("dns", true), step("authentication", false)]).stepsOf("other.example");
  expect(steps.at(-1)).toEqual({ isReached: false });
});

test("an attempt is made in the name of the first domain, or of any domain of ours", async () => {
  const { operations, stepsOf, tried } = open();
  await stepsOf("café.example", "bücher.example");
  await stepsOf("other.example", "rooms.example.com");
  expect(tried).toEqual(["bücher.example café.example", "rooms.example.com other.example"]);
  expect(() => operations.trial("other.example", "third.example")).toThrow("domain-not-served");
});

test("what is ours, and what the configuration excludes, is not tried", async () => {
  const { stepsOf, tried } = open();
  const trying = { local: "example.com", remote: "evil.example" };
  expect(await stepsOf("evil.example")).toEqual([{ trying }, { excluded: "not that one" }]);
  expect((await stepsOf("rooms.example.com")).at(-1)).toEqual({ isOurs: true });
  expect(tried).toEqual([]);
});
