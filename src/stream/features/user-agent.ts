/** XEP-0388 §2.3: what a client says of itself. Only its owner is ever told. */
import type { Element } from "ltx";
import { SaslError } from "../sasl/mechanism.ts";

export interface UserAgent {
  /** A UUID of this installation, in lower case; undefined where none was given. */
  readonly id: string | undefined;
  readonly software: string | undefined;
  readonly device: string | undefined;
}

const NS = "urn:xmpp:sasl:2";
/** The text wants version 4. Nothing here depends on that, and nobody is kept out for it. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Names for people: what is longer is cut. */
const LONGEST_NAME = 100;

/** Of <authenticate/>; undefined where it says nothing. Throws SaslError malformed-request. */
export function userAgentIn(authenticate: Element): UserAgent | undefined {
  const element = authenticate.getChild("user-agent", NS);
  if (!element) return undefined;
  const id: string | undefined = element.attrs.id?.toLowerCase();
  if (id !== undefined && !UUID.test(id)) throw new SaslError("malformed-request", "a user agent's id is a UUID");
  const name = (child: string): string | undefined =>
    element.getChildText(child)?.trim().slice(0, LONGEST_NAME) || undefined;
  return { id, software: name("software"), device: name("device") };
}
