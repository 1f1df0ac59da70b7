/** XEP-0115: Entity Capabilities, the server's own (§6.3): clients need not ask what they know. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { defineModule } from "../server/module.ts";
import { xml } from "../stanza.ts";
import { disco, serverInfo } from "./0030-disco.ts";

const NS = "http://jabber.org/protocol/caps";
const NODE = "urn:jabber-home";

export const caps = defineModule({
  name: "caps",
  xep: "0115",
  version: "1.6.0",
  features: [NS],
  setup: ({ catalogue, use }) => {
    const { describeNode } = use(disco);
    let known: string | undefined;
    const ver = (): string => {
      if (known === undefined) {
        known = verificationString(serverInfo(catalogue));
        describeNode(`${NODE}#${known}`, () => serverInfo(catalogue));
      }
      return known;
    };
    return { streamFeature: () => xml("c", { xmlns: NS, hash: "sha-1", node: NODE, ver: ver() }) };
  },
});

/** §5.1: the hash of identities and features; `<` is octet 0x3C, and no form is among what is hashed. */
export function verificationString(info: readonly Element[]): string {
  const identities = info
    .filter((child) => child.is("identity"))
    .map(({ attrs }) => `${attrs.category}/${attrs.type}/${attrs["xml:lang"] ?? ""}/${attrs.name ?? ""}<`);
  const features = info.filter((child) => child.is("feature")).map(({ attrs }) => `${attrs.var}<`);
  const text = [...identities.sort(byOctets), ...features.sort(byOctets)].join("");
  return createHash("sha1").update(text).digest("base64");
}

const byOctets = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
