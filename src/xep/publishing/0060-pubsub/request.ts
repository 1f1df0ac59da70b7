/** What is asked of a pubsub service: the element in <pubsub/>, and by whom. */
import type { Element } from "ltx";
import type { Jid } from "../../../jid/jid.ts";
import type { Reply } from "../../../server/module.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { refused } from "./errors.ts";

export interface Request {
  /** The address of the service. */
  readonly service: string;
  readonly from: Jid;
  /** <publish/>, <items/> and the like. */
  readonly element: Element;
  /** What belongs to it, as <publish-options/> does to <publish/>. */
  readonly companion: Element | undefined;
  /** What it is in. */
  readonly pubsub: Element;
}

export type Verb = (request: Request) => Reply | Promise<Reply>;

/** By type of the iq, then by element. */
export interface Verbs {
  readonly get: Readonly<Record<string, Verb>>;
  readonly set: Readonly<Record<string, Verb>>;
}

/** The elements that another one may follow (§17.1). */
const COMPANIONS: Readonly<Record<string, string>> = {
  create: "configure",
  publish: "publish-options",
  subscribe: "options",
};

const MAX_NAME_LENGTH = 1023;

/** Answers the one element in <pubsub/>. Throws StanzaError bad-request, feature-not-implemented, and what the verb throws. */
export function answer(
  verbs: Verbs,
  type: "get" | "set",
  pubsub: Element,
  service: string,
  from: Jid,
): Reply | Promise<Reply> {
  const children = pubsub.getChildElements().filter((child) => child.getNS() === pubsub.getNS());
  const [element, companion, ...others] = children;
  if (!element) throw new StanzaError("bad-request", { text: "<pubsub/> is empty" });
  const verb = Object.hasOwn(verbs[type], element.getName()) ? verbs[type][element.getName()] : undefined;
  if (!verb) throw new StanzaError("feature-not-implemented");
  const isFit = companion === undefined || COMPANIONS[element.getName()] === companion.getName();
  if (!isFit || others.length > 0) throw new StanzaError("bad-request", { text: "one thing at a time" });
  return verb({ service, from, element, companion, pubsub });
}

/** The NodeID that is asked for. Throws StanzaError bad-request (§7.2.3.3), not-acceptable. */
export function nodeIn({ element }: Request): string {
  const name: string | undefined = element.attrs.node;
  if (!name) throw refused("bad-request", "nodeid-required");
  if (name.length > MAX_NAME_LENGTH)
    throw new StanzaError("not-acceptable", { text: "the name of this node is too long" });
  return name;
}
