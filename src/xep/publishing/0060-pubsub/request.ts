/** A request to a pubsub service: the element in <pubsub/>, and the dispatch to its handler. */
import type { Element } from "ltx";
import type { Jid } from "../../../jid/jid.ts";
import type { Reply } from "../../../server/module.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { refused } from "./protocol.ts";

export interface Request {
  /** The address of the service. */
  readonly service: string;
  readonly from: Jid;
  /** <publish/>, <items/> and the like. */
  readonly element: Element;
  /** The element that accompanies it, as <publish-options/> does <publish/>. */
  readonly companion: Element | undefined;
  /** The <pubsub/> element. */
  readonly pubsub: Element;
}

export type RequestHandler = (request: Request) => Reply | Promise<Reply>;

/** By the type of the iq, then by element name. */
export interface RequestHandlers {
  readonly get: Readonly<Record<string, RequestHandler>>;
  readonly set: Readonly<Record<string, RequestHandler>>;
}

/** The companion that an element may have (§18.1). */
const COMPANIONS: Readonly<Record<string, string>> = {
  create: "configure",
  publish: "publish-options",
  subscribe: "options",
};

const MAX_NODE_ID_LENGTH = 1023;

/** Calls the handler of the element in <pubsub/>. Throws StanzaError bad-request, feature-not-implemented, and what the handler throws. */
export function answer(
  handlers: RequestHandlers,
  type: "get" | "set",
  pubsub: Element,
  service: string,
  from: Jid,
): Reply | Promise<Reply> {
  const children = pubsub.getChildElements().filter((child) => child.getNS() === pubsub.getNS());
  const [element, companion, ...others] = children;
  if (!element) throw new StanzaError("bad-request", { text: "<pubsub/> is empty" });
  const handler = Object.hasOwn(handlers[type], element.getName()) ? handlers[type][element.getName()] : undefined;
  if (!handler) throw new StanzaError("feature-not-implemented");
  const isFit = companion === undefined || COMPANIONS[element.getName()] === companion.getName();
  if (!isFit || others.length > 0) throw new StanzaError("bad-request", { text: "one thing at a time" });
  return handler({ service, from, element, companion, pubsub });
}

/** The NodeID of the request. Throws StanzaError bad-request (§7.2.3.3), not-acceptable. */
export function nodeIdIn({ element }: Request): string {
  const name: string | undefined = element.attrs.node;
  if (!name) throw refused("bad-request", "nodeid-required");
  if (name.length > MAX_NODE_ID_LENGTH)
    throw new StanzaError("not-acceptable", { text: "the name of this node is too long" });
  return name;
}
