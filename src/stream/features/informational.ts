/** RFC 6121 §2.6.1: what modules advertise as stream features after authentication, without negotiation. */
import type { Element } from "ltx";
import { StreamError } from "../../stream-error.ts";
import type { StreamFeature } from "../feature.ts";

export const informational = (features: readonly (() => Element)[]): StreamFeature => ({
  ns: "",
  needs: ["secure", "authenticated"],
  forbids: [],
  offer: () => features.map((feature) => feature()),
  negotiate() {
    throw new StreamError("not-authorized", "bind a resource first");
  },
});
