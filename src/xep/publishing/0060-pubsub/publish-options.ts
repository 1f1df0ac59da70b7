/** XEP-0060 §7.1.5: what a publisher needs the node to be. */
import type { Element } from "ltx";
import { StanzaError } from "../../../stanza-error.ts";
import { formIn } from "../../kit/0004-data-forms.ts";
import { meets, readFields } from "./config.ts";
import type { NodeConfig } from "./config-fields.ts";
import { refused } from "./errors.ts";
import { PUBLISH_OPTIONS } from "./namespaces.ts";

export type Preconditions = Partial<NodeConfig>;

/** Throws StanzaError bad-request for another form, not-acceptable, and conflict for a field that no node has. */
export function preconditionsIn(companion: Element | undefined): Preconditions {
  const form = companion && formIn(companion);
  if (!form) return {};
  if (form.type !== "submit" || form.formType !== PUBLISH_OPTIONS) {
    throw new StanzaError("bad-request", { text: `a form of type submit, and of ${PUBLISH_OPTIONS}` });
  }
  const { known, unknown } = readFields(form);
  if (unknown.length > 0) throw notMet(`no node has ${unknown.slice(0, 5).join(", ")}`);
  return known;
}

/** Throws StanzaError conflict, with precondition-not-met. */
export function checkPreconditions(config: NodeConfig, wanted: Preconditions): void {
  if (!meets(config, wanted)) throw notMet("the node is configured otherwise");
}

const notMet = (text: string): StanzaError => refused("conflict", "precondition-not-met", { text });
