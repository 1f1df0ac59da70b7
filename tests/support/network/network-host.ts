/** A server in a network of tests: its name, its address, its certificate. */
import type { FederationMethod } from "./federation-methods.ts";

/** Files in PEM. */
export interface IssuedCertificate {
  /** The leaf only. */
  readonly certificate: string;
  readonly key: string;
  /** Key and certificate in one file. */
  readonly both: string;
}

/** A server's host in the network: domain, address, certificate and trusted root. */
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
