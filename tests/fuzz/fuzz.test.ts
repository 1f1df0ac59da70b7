/** The short form of `npm run fuzz`: the same inputs each time, and those that have found something before. */
import { expect, test } from "bun:test";
import { fuzz, tried } from "./fuzz.ts";
import { kept } from "./kept.ts";
import { TARGETS } from "./targets.ts";

const INPUTS = 1500;

for (const target of TARGETS) {
  const { name, share = 1, missing } = target;
  test.skipIf(missing?.() !== undefined)(
    `${name}: whatever comes is read or refused, soon`,
    async () => {
      for (const input of kept(name))
        expect([input.toString("base64"), (await tried(target, input)).what]).toEqual([
          input.toString("base64"),
          undefined,
        ]);
      const { findings, outcomes } = await fuzz(target, { seed: 1, count: Math.ceil(INPUTS * share) });
      expect(findings.map(({ what, input }) => [what, input.toString("base64")])).toEqual([]);
      // Inputs that are all refused at once would prove nothing.
      expect(outcomes).toBeGreaterThan(1);
    },
    60_000,
  );
}
