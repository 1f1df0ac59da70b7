/** What the request handlers of one pubsub service work with, and the node that a request is about. */
import type { Jid } from "../../../jid/jid.ts";
import type { Server } from "../../../server/module.ts";
import { StanzaError } from "../../../stanza-error.ts";
import type { Access } from "./access.ts";
import type { EventQueue } from "./event-queue.ts";
import type { Host } from "./host.ts";
import type { Node } from "./nodes.ts";
import type { Notifications } from "./notifications.ts";
import { presenceRequired } from "./protocol.ts";
import { nodeIdIn, type Request } from "./request.ts";
import type { Stores } from "./stores.ts";

export interface Engine extends Stores {
  readonly host: Host;
  readonly access: Access;
  readonly notifications: Notifications;
  readonly events: EventQueue;
  /** Starts to delete the rows of removed nodes. */
  readonly sweep: () => void;
  readonly inTurns: Server["inTurns"];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly id: () => string;
}

/**
 * The node that a request is about. Throws StanzaError item-not-found. A stranger gets the same error for a node that is
 * not open to it, for a node that does not exist and for an account that does not exist (RFC 6121 §8.5.1).
 */
export function nodeOf(engine: Engine, request: Request): Node {
  const { service, from } = request;
  const node = engine.nodes.get(service, nodeIdIn(request));
  const isStranger = engine.host.isStranger(service, from);
  if (node && (!isStranger || isKnownTo(engine, node, from))) return node;
  throw isStranger ? presenceRequired() : new StanzaError("item-not-found");
}

/** Whether an entity has a relation to the node that tells it of the node anyway. */
function isKnownTo({ access, affiliations, subscriptions }: Engine, node: Node, { bare }: Jid): boolean {
  const affiliation = affiliations.get(node, bare);
  if (affiliation !== "none") return affiliation !== "outcast";
  return access.toSubscribe(node)(bare) === undefined || subscriptions.ofAccount(node, bare).length > 0;
}

/** The node that an owner's request is about. Throws StanzaError forbidden, and what nodeOf throws. */
export function ownNodeOf(engine: Engine, request: Request): Node {
  const node = nodeOf(engine, request);
  if (engine.affiliations.get(node, request.from.bare) !== "owner") throw new StanzaError("forbidden");
  return node;
}
