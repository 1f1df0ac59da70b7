/** XEP-0388 §2.3: the <user-agent/> of an <authenticate/>, read. */
import type { Element } from "ltx";
import { NS_SASL2 } from "../../namespaces.ts";
import type { UserAgent } from "../../user-agent.ts";
import { SaslError } from "../sasl/mechanism.ts";

/** The XEP asks for a version 4 UUID. Nothing here depends on the version, so that others are accepted as well. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Characters of a name that is shown to people; the rest is cut off. */
const MAX_NAME = 100;
/** Of a character that is cut in two. */
const HALF = /\p{Surrogate}$/u;

/** Undefined where the request has none. Throws SaslError malformed-request. */
export function userAgentIn(authenticate: Element): UserAgent | undefined {
  const element = authenticate.getChild("user-agent", NS_SASL2);
  if (!element) return undefined;
  const id: string | undefined = element.attrs.id?.toLowerCase();
  if (id !== undefined && !UUID.test(id)) throw new SaslError("malformed-request", "a user agent's id is a UUID");
  const name = (child: string): string | undefined =>
    element.getChildText(child)?.trim().slice(0, MAX_NAME).replace(HALF, "") || undefined;
  return { id, software: name("software"), device: name("device") };
}
