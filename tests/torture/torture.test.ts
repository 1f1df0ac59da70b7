/** A few rounds of each kind. `npm run torture` plays hundreds. */
import { expect } from "bun:test";
import { testWith } from "../support/needs.ts";
import { kill } from "./faults/kill.ts";
import { powerCuts } from "./faults/power.ts";
import { openRounds } from "./rounds.ts";

const SEED = process.env.TORTURE_SEED ?? String(Date.now());

testWith(["dnsmasq", "gcc"])(
  `servers that are killed, or whose power is cut, under load lose nothing that was acknowledged, and agree afterwards (seed ${SEED})`,
  async () => {
    using cuts = powerCuts();
    await using rounds = await openRounds(cuts.start);
    for (const [round, fault] of [kill(cuts.start), cuts.fault(), kill(cuts.start), cuts.fault()].entries())
      expect(await rounds.play(fault, `${SEED}.${round}`)).toEqual([]);
  },
  180_000,
);
