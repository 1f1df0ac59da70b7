/** XEP-0060 §8.1, §8.4: nodes come and go. */
import type { Element } from "ltx";
import type { Jid } from "../../../jid/jid.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { formIn } from "../../kit/0004-data-forms.ts";
import { checkLength, configured } from "./config.ts";
import type { NodeConfig } from "./config-fields.ts";
import { type Engine, ownNodeOf } from "./engine.ts";
import { refused } from "./errors.ts";
import { NS } from "./namespaces.ts";
import type { Node } from "./nodes.ts";
import { checkPrivacy, startingConfig } from "./presets.ts";
import { nodeIn, type Verb } from "./request.ts";
import { MAX_NAMED } from "./retention.ts";
import { checkStorage } from "./storage.ts";

const MAX_URI_LENGTH = 2048;

/** A new node, which its creator owns. Throws StanzaError forbidden, not-acceptable, resource-constraint. */
export function nodeCreated(engine: Engine, service: string, name: string, who: Jid, config: NodeConfig): Node {
  const { host, nodes, affiliations, now } = engine;
  if (!host.mayCreate(service, who)) throw new StanzaError("forbidden");
  checkPrivacy(host, name, config);
  checkLength(config);
  const before = nodes.usage(service, who.bare);
  if (before.nodes >= host.limits.max_nodes) {
    throw refused("resource-constraint", "max-nodes-exceeded");
  }
  const node = nodes.create({ service, name, creator: who.bare, created: now(), config });
  affiliations.set(node, who.bare, "owner");
  checkStorage(engine, node, before);
  return node;
}

/** §8.1. Without a NodeID the service makes one up ("instant nodes"). */
export const create =
  (engine: Engine): Verb =>
  (request) => {
    const { service, from, element, companion } = request;
    const name = element.attrs.node === undefined ? engine.id() : nodeIn(request);
    if (!engine.host.mayCreate(service, from)) throw new StanzaError("forbidden");
    if (engine.nodes.get(service, name)) throw new StanzaError("conflict");
    if (companion?.attrs.node !== undefined) throw new StanzaError("bad-request", { text: "<create/> names the node" });
    const form = companion && formIn(companion);
    const config = startingConfig(engine.host, name);
    nodeCreated(engine, service, name, from, form ? configured(config, form) : config);
    return xml("pubsub", { xmlns: NS }, xml("create", { node: name }));
  };

/** §8.4. */
export const remove =
  (engine: Engine): Verb =>
  (request) => {
    const node = ownNodeOf(engine, request);
    deleted(engine, node, redirectIn(request.element));
    return undefined;
  };

/** The node is gone; those who have heard of it hear that, too, and where it is now if somewhere. */
export function deleted(engine: Engine, node: Node, uri?: string): void {
  const redirect = uri === undefined ? undefined : xml("redirect", { uri });
  if (node.config.notify_delete) {
    engine.notifications.changed(node, xml("delete", { node: node.name }, redirect), true);
  }
  const gone = engine.host.removed ? engine.items.newestIds(node, MAX_NAMED) : [];
  engine.nodes.remove(node);
  engine.sweep();
  engine.host.removed?.(node, gone);
}

function redirectIn(element: Element): string | undefined {
  const uri: string | undefined = element.getChild("redirect")?.attrs.uri;
  if (uri !== undefined && uri.length > MAX_URI_LENGTH)
    throw new StanzaError("not-acceptable", { text: "this is too long" });
  return uri;
}
