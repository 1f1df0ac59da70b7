/** XEP-0390: Entity Capabilities 2.0: the server's own (§5.2). XEP-0115's module reads those of others. */
import { createHash } from "node:crypto";
import { NS_HASHES } from "../namespaces.ts";
import { defineModule } from "../server/module.ts";
import { xml } from "../stanza.ts";
import { disco } from "./0030-disco.ts";
import { ownCaps } from "./0115-caps/own-caps.ts";
import { hashInput, NS, nodeOf } from "./0390-hash-input.ts";

/** The hash functions that XEP-0300 requires, with their names in node:crypto. */
const ALGORITHMS = [
  ["sha-256", "sha256"],
  ["sha3-256", "sha3-256"],
] as const;

export const caps2 = defineModule({
  name: "caps2",
  xep: "0390",
  version: "0.3.2",
  features: [NS],
  setup: ({ catalogue, use }) => {
    const { describeNode } = use(disco);
    const hashes = ownCaps(catalogue, hashInput, (input, describe) =>
      ALGORITHMS.map(([algo, algorithm]) => {
        const hash = createHash(algorithm).update(input).digest("base64");
        describeNode(nodeOf(algo, hash), describe);
        return { algo, hash };
      }),
    );
    const hashElements = () => hashes().map(({ algo, hash }) => xml("hash", { xmlns: NS_HASHES, algo }, hash));
    return { streamFeature: () => xml("c", { xmlns: NS }, ...hashElements()) };
  },
});
