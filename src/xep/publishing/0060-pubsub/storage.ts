/** How much somebody's nodes may be on the disk. */
import { StanzaError } from "../../../stanza-error.ts";
import type { Engine } from "./engine.ts";
import type { Node, Usage } from "./nodes.ts";

/** Throws StanzaError resource-constraint where there is more than there may be, and more than there was `before`. */
export function checkStorage({ nodes, host }: Engine, { service, creator }: Node, before: Usage): void {
  const { bytes } = nodes.usage(service, creator);
  if (bytes > host.limits.max_storage && bytes > before.bytes)
    throw new StanzaError("resource-constraint", {
      text: "there is no more room for nodes and items: remove some, or ask the administrator for more (max_storage)",
    });
}
