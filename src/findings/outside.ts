/** Check: did others, when they last looked, get in at every port? */
import type { UnreachedPort } from "../operations/status.ts";
import { defineCheck, said } from "./check.ts";

interface Details {
  /** `age` is how long ago that was seen, in milliseconds. */
  readonly "port-not-reached": UnreachedPort & { readonly age: number };
}

export const outsideCheck = defineCheck<Details>({
  look: ({ notReached = [] }, now) =>
    notReached.map((port) => ({
      kind: "port-not-reached",
      severity: "warning",
      details: { ...port, age: Math.max(0, now - port.at) },
    })),
  say: {
    "port-not-reached": (seen, { messages, age }) =>
      said(messages["port-not-reached"](seen.port, seen.who, age(seen.age))),
  },
});
