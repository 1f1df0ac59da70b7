/** RFC 6887 §11.2: what names a mapping to the router, and is not to be guessed by other machines of the network. */
import { createHmac } from "node:crypto";
import type { PcpDeps } from "./pcp.ts";

/** What the key is for, where it comes from the home's secret. */
export const NONCE_PURPOSE = "port mapping nonces";

const NONCE_BYTES = 12;

/** The same for the same key, so that a server that starts again renews what it had opened before. */
export const noncesOf =
  (key: Uint8Array): PcpDeps["nonceOf"] =>
  ({ transport, port }, client) =>
    createHmac("sha256", key).update(`${transport} ${port} ${client}`).digest().subarray(0, NONCE_BYTES);
