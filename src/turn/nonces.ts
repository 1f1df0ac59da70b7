/** RFC 8489 §9.2: nonces that expire, without anything being kept of them. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** §9.2: what follows are the security features of §18.1: bit 0, password algorithms, which is the rightmost one (erratum 6290). */
const COOKIE = `obMatJos2${Buffer.from([0, 0, 1]).toString("base64")}`;
const TIME_BYTES = 6;
const MAC_BYTES = 9;

export interface Nonces {
  /** For the client at an address. */
  issue(client: string): string;
  isFresh(nonce: string, client: string): boolean;
}

export interface NoncesDeps {
  readonly secret: Uint8Array;
  /** Milliseconds. */
  readonly lifetime: number;
  readonly monotonic: () => number;
}

export function openNonces({ secret, lifetime, monotonic }: NoncesDeps): Nonces {
  const signed = (time: Uint8Array, client: string): Buffer =>
    createHmac("sha256", secret).update(time).update(client).digest().subarray(0, MAC_BYTES);
  return {
    issue: (client) => {
      const time = Buffer.alloc(TIME_BYTES);
      time.writeUIntBE(Math.floor(monotonic()), 0, TIME_BYTES);
      return COOKIE + Buffer.concat([time, signed(time, client)]).toString("base64");
    },
    isFresh: (nonce, client) => {
      const bytes = Buffer.from(nonce.slice(COOKIE.length), "base64");
      if (!nonce.startsWith(COOKIE) || bytes.length !== TIME_BYTES + MAC_BYTES) return false;
      const time = bytes.subarray(0, TIME_BYTES);
      if (!timingSafeEqual(signed(time, client), bytes.subarray(TIME_BYTES))) return false;
      const age = monotonic() - time.readUIntBE(0, TIME_BYTES);
      return age >= 0 && age <= lifetime;
    },
  };
}
