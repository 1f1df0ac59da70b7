/** XEP-0084: the avatar at an account's nodes: its data, its metadata, and who may see them. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import type { Jid } from "../../jid/jid.ts";
import type { NodeConfig } from "./0060-pubsub/config-fields.ts";
import type { PepItem } from "./0163-pep.ts";

export const DATA = "urn:xmpp:avatar:data";
export const METADATA = "urn:xmpp:avatar:metadata";

const BOTH = [DATA, METADATA] as const;
const SEEN_WITH_PRESENCE: ReadonlySet<string | undefined> = new Set(["open", "presence"]);

export interface Picture {
  readonly type: string;
  readonly base64: string;
}

/** Read access to the nodes of accounts. */
export interface Nodes {
  configOf(account: string, node: string): NodeConfig | undefined;
  lastOf(account: string, node: string): PepItem | undefined;
  itemOf(account: string, node: string, id: string): PepItem | undefined;
  mayRetrieve(account: string, node: string, who: Jid): boolean | undefined;
}

/** XEP-0398 §3.1: the <info/> of the image that is at the data node. */
export const infoIn = (metadata: Element | undefined): Element | undefined =>
  metadata?.getChildren("info").find(({ attrs }) => attrs.url === undefined);

export const avatarsAt = (nodes: Nodes) => {
  const accessTo = (account: string, node: string) => nodes.configOf(account, node)?.access_model;

  /** Hexadecimal SHA-1. */
  const hashOf = (account: string): string | undefined => infoIn(nodes.lastOf(account, METADATA)?.payload)?.attrs.id;

  return {
    hashOf,
    /** The picture with this hash; undefined where it is missing, has another hash, or is no image. */
    pictureOf: (account: string, hash: string): Picture | undefined => {
      const base64 = nodes.itemOf(account, DATA, hash)?.payload?.getText().replaceAll(/\s+/g, "") ?? "";
      const bytes = Buffer.from(base64, "base64");
      const type = imageTypeOf(bytes);
      const isIt = createHash("sha1").update(bytes).digest("hex") === hash;
      return type !== undefined && isIt ? { type, base64 } : undefined;
    },
    /** Whether one of the two nodes has another access model than "open". */
    isRestricted: (account: string): boolean => BOTH.some((node) => (accessTo(account, node) ?? "open") !== "open"),
    /** XEP-0398 §7: whether a reader may see both nodes; without one, whether all who see the account's presence may. */
    maySee: (account: string, reader: Jid | undefined): boolean =>
      BOTH.every((node) =>
        reader ? nodes.mayRetrieve(account, node, reader) : SEEN_WITH_PRESENCE.has(accessTo(account, node)),
      ),
  };
};

const SIGNATURES: readonly (readonly [type: string, begins: RegExp])[] = [
  ["image/png", /^\x89PNG\r\n\x1a\n/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[\s\S]{4}WEBP/],
];

/** §4.2: the media type, by the first bytes; undefined for a format that clients do not show. */
export function imageTypeOf(bytes: Uint8Array): string | undefined {
  const beginning = Buffer.from(bytes.subarray(0, 12)).toString("latin1");
  return SIGNATURES.find(([, begins]) => begins.test(beginning))?.[0];
}
