/** One pubsub service at work: its rows, its rules, and who it is asked by. */
import type { Jid } from "../../../jid/jid.ts";
import type { Server } from "../../../server/module.ts";
import { StanzaError } from "../../../stanza-error.ts";
import type { Access } from "./access.ts";
import type { Affiliations } from "./affiliations.ts";
import { presenceRequired } from "./errors.ts";
import type { Events } from "./events.ts";
import type { Host } from "./host.ts";
import type { Items } from "./items.ts";
import type { Node, Nodes } from "./nodes.ts";
import type { Notifications } from "./notifications.ts";
import { nodeIn, type Request } from "./request.ts";
import type { Subscriptions } from "./subscriptions.ts";

export interface Rows {
  readonly nodes: Nodes;
  readonly items: Items;
  readonly affiliations: Affiliations;
  readonly subscriptions: Subscriptions;
}

export interface Engine extends Rows {
  readonly host: Host;
  readonly access: Access;
  readonly notifications: Notifications;
  readonly events: Events;
  /** Bare JIDs. */
  readonly ownersOf: (node: Node) => string[];
  /** Nodes that are gone leave the disk. */
  readonly sweep: () => void;
  readonly inTurns: Server["inTurns"];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly id: () => string;
}

/**
 * The node that a request is about. Throws StanzaError item-not-found; a stranger is told of any node that is not open
 * what it is told of those that are not there, and of accounts that are not (RFC 6121 §8.5.1).
 */
export function nodeOf(engine: Engine, request: Request): Node {
  const { service, from } = request;
  const node = engine.nodes.get(service, nodeIn(request));
  const isStranger = engine.host.isStranger(service, from);
  if (node && (!isStranger || isFamiliar(engine, node, from))) return node;
  throw isStranger ? presenceRequired() : new StanzaError("item-not-found");
}

function isFamiliar({ access, affiliations, subscriptions }: Engine, node: Node, { bare }: Jid): boolean {
  const affiliation = affiliations.get(node, bare);
  if (affiliation !== "none") return affiliation !== "outcast";
  return access.toSubscribe(node)(bare) === undefined || subscriptions.ofAccount(node, bare).length > 0;
}

/** The node that a request of an owner is about. Throws StanzaError forbidden, and what nodeOf throws. */
export function ownNodeOf(engine: Engine, request: Request): Node {
  const node = nodeOf(engine, request);
  if (engine.affiliations.get(node, request.from.bare) !== "owner") throw new StanzaError("forbidden");
  return node;
}
