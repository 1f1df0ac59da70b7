/** XEP-0060 §8.2, §8.3: an owner looks at the configuration of a node and changes it. */
import { xml } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { formIn } from "../../kit/0004-data-forms.ts";
import { atMost, checkLength, configForm, configured } from "./config.ts";
import { type Engine, ownNodeOf } from "./engine.ts";
import { unsupported } from "./errors.ts";
import { OWNER } from "./namespaces.ts";
import { inPortions } from "./portions.ts";
import { checkPrivacy } from "./presets.ts";
import type { Verb } from "./request.ts";
import { FEW, trimming } from "./retention.ts";
import { checkStorage } from "./storage.ts";

export const showConfig =
  (engine: Engine): Verb =>
  (request) => {
    const node = ownNodeOf(engine, request);
    return xml("pubsub", { xmlns: OWNER }, xml("configure", { node: node.name }, configForm("form", node.config)));
  };

export const configure =
  (engine: Engine): Verb =>
  (request) => {
    const { nodes, notifications, host } = engine;
    const node = ownNodeOf(engine, request);
    const form = formIn(request.element);
    if (!form) throw new StanzaError("bad-request", { text: "the configuration is a form" });
    // §8.2.4: nothing is changed then.
    if (form.type === "cancel") return undefined;
    const config = configured(node.config, form);
    checkPrivacy(host, node.name, config);
    checkLength(config);
    const before = nodes.usage(node.service, node.creator);
    nodes.configure(node, config);
    const changed = { ...node, config };
    checkStorage(engine, changed, before);
    host.configured?.(changed);
    if (config.notify_config) {
      const shown = config.deliver_payloads ? configForm("result", config) : undefined;
      notifications.changed(changed, xml("configuration", { node: node.name }, shown));
    }
    const kept = config.persist_items ? atMost(config.max_items, host.limits.max_items) : 1;
    return inPortions(engine.inTurns, request.from.bare, trimming(engine, changed, kept), FEW);
  };

export const defaultConfig =
  ({ host }: Engine): Verb =>
  ({ element }) => {
    if ((element.attrs.type ?? "leaf") !== "leaf") throw unsupported("collections");
    return xml("pubsub", { xmlns: OWNER }, xml("default", {}, configForm("form", host.defaults)));
  };
