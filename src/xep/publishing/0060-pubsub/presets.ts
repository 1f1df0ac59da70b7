/** XEP-0223: nodes whose name says that they are nobody else's, kept so whatever a client asks for. */
import { StanzaError } from "../../../stanza-error.ts";
import type { NodeConfig } from "./config-fields.ts";
import type { Host } from "./host.ts";

/** What of a preset cannot be changed. */
const LASTING = ["access_model", "persist_items"] as const;

/** How a node of that name starts, where nobody says otherwise. */
export const startingConfig = ({ defaults, presets }: Host, name: string): NodeConfig => ({
  ...defaults,
  ...presets?.get(name),
});

/** Throws StanzaError not-acceptable for a configuration that would show a private node to others, or lose it. */
export function checkPrivacy({ presets }: Host, name: string, config: NodeConfig): void {
  const preset = presets?.get(name);
  if (preset && LASTING.some((field) => preset[field] !== undefined && config[field] !== preset[field]))
    throw new StanzaError("not-acceptable", { text: `${name} is kept, and for its owner alone` });
}
