/** XEP-0359 §3, XEP-0313 §3: ids that nobody can predict and that tell nothing, out of numbers that are in order. */
import { createCipheriv, createDecipheriv } from "node:crypto";

export interface OpaqueIds {
  /** 22 characters of base64url for a number from 0 to 2^53 − 1. */
  textOf(id: number): string;
  /** The number; undefined for what is no id made with this key. */
  numberIn(text: string): number | undefined;
}

const BLOCK = 16;

/** One AES block each: the number and eight bytes of zero, which prove it. `key` has 128 bits and is secret. */
export function opaqueIds(key: Uint8Array): OpaqueIds {
  // ECB without padding has no state between blocks: one cipher serves for all.
  const cipher = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
  const decipher = createDecipheriv("aes-128-ecb", key, null).setAutoPadding(false);

  const textOf = (id: number): string => {
    const block = Buffer.alloc(BLOCK);
    block.writeBigUInt64BE(BigInt(id));
    return cipher.update(block).toString("base64url");
  };

  return {
    textOf,
    numberIn: (text) => {
      if (!/^[A-Za-z0-9_-]{22}$/.test(text)) return undefined;
      const block = decipher.update(Buffer.from(text, "base64url"));
      const id = block.readBigUInt64BE();
      const isOurs = block.readBigUInt64BE(8) === 0n && id <= BigInt(Number.MAX_SAFE_INTEGER);
      return isOurs && textOf(Number(id)) === text ? Number(id) : undefined;
    },
  };
}
