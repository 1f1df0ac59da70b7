/** XEP-0060 §8.1–§8.4: nodes are created, configured and deleted. */
import type { Element } from "ltx";
import type { Jid } from "../../../jid/jid.ts";
import { NS_PUBSUB } from "../../../namespaces.ts";
import { nowOrInTurns } from "../../../server/in-turns.ts";
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { formIn } from "../../kit/0004-data-forms.ts";
import { checkConfigLength, configForm, limited, withForm } from "./config.ts";
import type { NodeConfig } from "./config-fields.ts";
import { type Engine, ownNodeOf } from "./engine.ts";
import type { Host } from "./host.ts";
import { MAX_NAMED, STEPS_AT_ONCE, trimItems } from "./item-deletion.ts";
import { checkStorage } from "./limits.ts";
import type { Node } from "./nodes.ts";
import { NS_PUBSUB_OWNER, refused, unsupported } from "./protocol.ts";
import { nodeIdIn, type RequestHandler } from "./request.ts";

const MAX_URI_LENGTH = 2048;

/** XEP-0223: what a preset says of these cannot be changed. */
const FIXED_FIELDS = ["access_model", "persist_items"] as const;

/** The configuration of a new node of that name, where the request gives none. */
export const initialConfig = ({ defaults, presets }: Pick<Host, "defaults" | "presets">, name: string): NodeConfig => ({
  ...defaults,
  ...presets?.get(name),
});

/** The configuration, with what a preset says of the fields that cannot be changed. */
export function keepingPreset({ presets }: Pick<Host, "presets">, name: string, config: NodeConfig): NodeConfig {
  const preset = presets?.get(name);
  const fixed = FIXED_FIELDS.filter((field) => preset?.[field] !== undefined);
  return { ...config, ...Object.fromEntries(fixed.map((field) => [field, preset?.[field]])) };
}

/** Throws StanzaError not-acceptable for a configuration that would show a private node to others, or lose its items. */
function checkPreset({ presets }: Host, name: string, config: NodeConfig): void {
  const preset = presets?.get(name);
  if (preset && FIXED_FIELDS.some((field) => preset[field] !== undefined && config[field] !== preset[field]))
    throw new StanzaError("not-acceptable", { text: `${name} is kept, and for its owner alone` });
}

/** A new node, owned by its creator. Throws StanzaError forbidden, not-acceptable, resource-constraint. */
export function createNode(engine: Engine, service: string, name: string, creator: Jid, config: NodeConfig): Node {
  const { host, nodes, affiliations, now } = engine;
  if (!host.mayCreate(service, creator)) throw new StanzaError("forbidden");
  checkPreset(host, name, config);
  checkConfigLength(config);
  const before = nodes.usage(service, creator.bare);
  if (before.nodes >= host.limits.max_nodes) throw refused("resource-constraint", "max-nodes-exceeded");
  const node = nodes.create({ service, name, creator: creator.bare, created: now(), config });
  affiliations.set(node, creator.bare, "owner");
  checkStorage(engine, node, before);
  return node;
}

/** §8.1; without a NodeID, an instant node (§8.1.2). */
export const create =
  (engine: Engine): RequestHandler =>
  (request) => {
    const { service, from, element, companion } = request;
    const name = element.attrs.node === undefined ? engine.id() : nodeIdIn(request);
    if (!engine.host.mayCreate(service, from)) throw new StanzaError("forbidden");
    if (engine.nodes.get(service, name)) throw new StanzaError("conflict");
    if (companion?.attrs.node !== undefined) throw new StanzaError("bad-request", { text: "<create/> names the node" });
    const form = companion && formIn(companion);
    const config = initialConfig(engine.host, name);
    createNode(engine, service, name, from, form ? withForm(config, form) : config);
    return xml("pubsub", { xmlns: NS_PUBSUB }, xml("create", { node: name }));
  };

/** §8.2.1. */
export const showConfig =
  (engine: Engine): RequestHandler =>
  (request) => {
    const node = ownNodeOf(engine, request);
    return xml(
      "pubsub",
      { xmlns: NS_PUBSUB_OWNER },
      xml("configure", { node: node.name }, configForm("form", node.config)),
    );
  };

/** §8.2.4. */
export const configure =
  (engine: Engine): RequestHandler =>
  (request) => {
    const { nodes, notifications, host } = engine;
    const node = ownNodeOf(engine, request);
    const form = formIn(request.element);
    if (!form) throw new StanzaError("bad-request", { text: "the configuration is a form" });
    if (form.type === "cancel") return undefined;
    const config = withForm(node.config, form);
    checkPreset(host, node.name, config);
    checkConfigLength(config);
    const before = nodes.usage(node.service, node.creator);
    nodes.configure(node, config);
    const changed = { ...node, config };
    checkStorage(engine, changed, before);
    host.onConfigured?.(changed);
    if (config.notify_config) {
      const shown = config.deliver_payloads ? configForm("result", config) : undefined;
      notifications.nodeChanged(changed, xml("configuration", { node: node.name }, shown));
    }
    const kept = config.persist_items ? limited(config.max_items, host.limits.max_items) : 1;
    return nowOrInTurns(engine.inTurns, request.from.bare, trimItems(engine, changed, kept), STEPS_AT_ONCE);
  };

/** §8.3. */
export const defaultConfig =
  ({ host }: Engine): RequestHandler =>
  ({ element }) => {
    if ((element.attrs.type ?? "leaf") !== "leaf") throw unsupported("collections");
    return xml("pubsub", { xmlns: NS_PUBSUB_OWNER }, xml("default", {}, configForm("form", host.defaults)));
  };

/** §8.4. */
export const remove =
  (engine: Engine): RequestHandler =>
  (request) => {
    const node = ownNodeOf(engine, request);
    deleteNode(engine, node, redirectIn(request.element));
    return undefined;
  };

/** Deletes a node and notifies its subscribers; `uri` is where the node is now (§8.4.2). */
export function deleteNode(engine: Engine, node: Node, uri?: string): void {
  const redirect = uri === undefined ? undefined : xml("redirect", { uri });
  if (node.config.notify_delete) {
    engine.notifications.nodeChanged(node, xml("delete", { node: node.name }, redirect), true);
  }
  const ids = engine.host.onRemoved ? engine.items.newestIds(node, MAX_NAMED) : [];
  engine.nodes.remove(node);
  engine.sweep();
  engine.host.onRemoved?.(node, ids);
}

function redirectIn(element: Element): string | undefined {
  const uri: string | undefined = element.getChild("redirect")?.attrs.uri;
  if (uri !== undefined && uri.length > MAX_URI_LENGTH)
    throw new StanzaError("not-acceptable", { text: "this is too long" });
  return uri;
}
