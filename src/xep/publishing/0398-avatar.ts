/** XEP-0084: the avatar at the nodes of an account: the picture by its hash, what is said of it, and who may see both. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import type { Jid } from "../../jid/jid.ts";
import type { NodeConfig } from "./0060-pubsub/config-fields.ts";
import type { PepItem } from "./0163-pep.ts";
import { imageTypeOf } from "./0398-image-type.ts";

export const DATA = "urn:xmpp:avatar:data";
export const METADATA = "urn:xmpp:avatar:metadata";

const BOTH = [DATA, METADATA] as const;
const SEEN_WITH_PRESENCE: ReadonlySet<string | undefined> = new Set(["open", "presence"]);

export interface Picture {
  readonly type: string;
  readonly base64: string;
}

/** What is read of an account's nodes. */
export interface Nodes {
  configOf(account: string, node: string): NodeConfig | undefined;
  lastOf(account: string, node: string): PepItem | undefined;
  itemOf(account: string, node: string, id: string): PepItem | undefined;
  mayRetrieve(account: string, node: string, who: Jid): boolean | undefined;
}

/** XEP-0398 §3.1: of several kinds the one that is at the data node. */
export const infoIn = (metadata: Element | undefined): Element | undefined =>
  metadata?.getChildren("info").find(({ attrs }) => attrs.url === undefined);

export const avatarsAt = (nodes: Nodes) => {
  const accessTo = (account: string, node: string) => nodes.configOf(account, node)?.access_model;

  /** Hexadecimal SHA-1. */
  const hashOf = (account: string): string | undefined => infoIn(nodes.lastOf(account, METADATA)?.payload)?.attrs.id;

  return {
    hashOf,
    /** The picture of this hash; undefined where it is not there, has another one, or is no image. */
    pictureOf: (account: string, hash: string): Picture | undefined => {
      const base64 = nodes.itemOf(account, DATA, hash)?.payload?.getText().replaceAll(/\s+/g, "") ?? "";
      const bytes = Buffer.from(base64, "base64");
      const type = imageTypeOf(bytes);
      const isIt = createHash("sha1").update(bytes).digest("hex") === hash;
      return type !== undefined && isIt ? { type, base64 } : undefined;
    },
    /** Not for everybody: one of its nodes has another access model than "open". */
    isRestricted: (account: string): boolean => BOTH.some((node) => (accessTo(account, node) ?? "open") !== "open"),
    /** XEP-0398 §7: whether a reader may see both; without one, all that see the account's presence. */
    maySee: (account: string, reader: Jid | undefined): boolean =>
      BOTH.every((node) =>
        reader ? nodes.mayRetrieve(account, node, reader) : SEEN_WITH_PRESENCE.has(accessTo(account, node)),
      ),
  };
};
