/** XEP-0359 §3, XEP-0313 §3: ordered numbers, encrypted as ids that are unpredictable and reveal nothing. */
import { createCipheriv, createDecipheriv } from "node:crypto";
import { BoundedMap } from "../../bounded-map.ts";

export interface OpaqueIds {
  /** 22 characters of base64url for a number from 0 to 2^53 − 1. */
  encode(id: number): string;
  /** The number; undefined for a text that was not encoded with this key. */
  decode(text: string): number | undefined;
}

const BLOCK = 16;
/** Ids in memory: those of a page, whose messages have them in their texts, too. */
const MAX_CACHED = 256;

/** An id is one AES block: the number, and eight zero bytes to authenticate it. `key` has 128 bits and is secret. */
export function opaqueIds(key: Uint8Array): OpaqueIds {
  // ECB without padding has no state between blocks, so one cipher is enough.
  const cipher = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  const decipher = createDecipheriv("aes-128-ecb", key, null).setAutoPadding(false);

  /** The last that were encoded. */
  const texts = new BoundedMap<number, string>(MAX_CACHED);
  /** A message is given its id, which is read from it when it is archived. */
  let latest: { readonly id: number; readonly text: string } | undefined;

  const encoded = (id: number): string => {
    const block = Buffer.alloc(BLOCK);
    block.writeBigUInt64BE(BigInt(id));
    return cipher.update(block).toString("base64url");
  };

  return {
    encode: (id) => {
      const known = texts.get(id);
      if (known !== undefined) return known;
      const text = encoded(id);
      texts.set(id, text);
      latest = { id, text };
      return text;
    },
    decode: (text) => {
      if (text === latest?.text) return latest.id;
      if (!/^[A-Za-z0-9_-]{22}$/.test(text)) return undefined;
      const block = decipher.update(Buffer.from(text, "base64url"));
      const id = block.readBigUInt64BE();
      const isOurs = block.readBigUInt64BE(8) === 0n && id <= BigInt(Number.MAX_SAFE_INTEGER);
      return isOurs && encoded(Number(id)) === text ? Number(id) : undefined;
    },
  };
}
