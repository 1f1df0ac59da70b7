/** XEP-0379: the token in a subscription request; XEP-0445: the one before registration. */
import { NS_PREAUTH } from "../../namespaces.ts";
import type { Stanza } from "../../stanza.ts";

/** §3.4; undefined where there is none. What is malformed counts as none (§4.1). */
export function tokenOfRequest({ xml }: Stanza): string | undefined {
  const token: unknown = xml.getChild("preauth", NS_PREAUTH)?.attrs.token;
  return typeof token === "string" ? token : undefined;
}
