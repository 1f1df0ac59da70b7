/** What modules only declare among the stream features, once the client has authenticated: there is nothing to negotiate. */
import type { Element } from "ltx";
import { StreamError } from "../../stream-error.ts";
import type { StreamFeature } from "../feature.ts";

export const informational = (features: readonly (() => Element)[]): StreamFeature => ({
  name: "declared",
  ns: "",
  needs: ["secure", "authenticated"],
  forbids: [],
  offer: () => features.map((feature) => feature()),
  negotiate() {
    throw new StreamError("not-authorized", "bind a resource first");
  },
});
