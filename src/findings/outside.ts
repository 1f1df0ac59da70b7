/** Check: did others, when they last looked, get in at every port? */
import type { Check } from "./finding.ts";

export const outsideCheck: Check = ({ notReached = [] }, now) =>
  notReached.map((port) => ({
    kind: "port-not-reached",
    severity: "warning",
    details: { ...port, age: Math.max(0, now - port.at) },
  }));
