/** The refusals of XEP-0045, where it says more than the condition; and how presence is refused. */
import type { Element } from "ltx";
import { errorOf, type Stanza, withChildren, xml } from "../../../stanza.ts";
import type { StanzaError } from "../../../stanza-error.ts";
import { MUC } from "./namespaces.ts";

/** §7.2.5 and following: rooms answer presence that asks to enter, which nobody else does. */
export function presenceError(stanza: Stanza, error: StanzaError): Element {
  const refusal = errorOf(stanza, stanza.to?.full, error);
  return withChildren(refusal, [xml("x", { xmlns: MUC }), ...refusal.children]);
}
