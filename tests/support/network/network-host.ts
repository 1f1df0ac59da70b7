/** A server in a network of tests: its name, its address, its certificate. */
import type { FederationMethod } from "./federation-methods.ts";

/** Files in PEM. */
export interface IssuedCertificate {
  /** The leaf alone: the root is known to whoever trusts it. */
  readonly certificate: string;
  readonly key: string;
  /** One after the other. */
  readonly both: string;
}

/** Where a server stands in a network: its name, its address, what it shows and whom it may trust. */
export interface NetworkHost {
  readonly domain: string;
  readonly address: string;
  /** Ports for other servers, with STARTTLS and with direct TLS. */
  readonly ports: { readonly starttls: number; readonly direct: number };
  readonly certificate: IssuedCertificate;
  /** PEM file of the authority that all servers trust. */
  readonly root: string;
  readonly resolver: { readonly address: string; readonly port: number };
  /** The same addresses as a hosts(5) file, for servers that resolve names by the C library. */
  readonly hostsFile: string;
  readonly method: FederationMethod;
}
