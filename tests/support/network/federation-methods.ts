/** Methods by which servers find and authenticate each other: SRV records, TLS, EXTERNAL, dialback. */

export interface FederationMethod {
  /** For a test's title. */
  readonly name: string;
  /** Issued by the authority for server authentication, as public ones are, or for client authentication too; or self-signed. */
  readonly certificate: "server" | "server-and-client" | "self-signed";
  /** SASL EXTERNAL (XEP-0178) or dialback (XEP-0220); the other is turned off where a server can. */
  readonly authentication: "external" | "dialback";
  readonly records: "_xmpp-server" | "_xmpps-server" | "address";
  /** Our server takes direct TLS on the port of HTTPS. */
  readonly isShared?: true;
  readonly family: 4 | 6;
}

export const EXTERNAL: FederationMethod = {
  name: "EXTERNAL over STARTTLS, certificates that are good as servers alone",
  certificate: "server",
  authentication: "external",
  records: "_xmpp-server",
  family: 4,
};

export const DIALBACK: FederationMethod = {
  name: "dialback over STARTTLS, certificates that nobody knows, no SRV record",
  certificate: "self-signed",
  authentication: "dialback",
  records: "address",
  family: 4,
};

export const VERIFIED_DIALBACK: FederationMethod = {
  name: "dialback over STARTTLS, valid certificates",
  certificate: "server",
  authentication: "dialback",
  records: "_xmpp-server",
  family: 4,
};

export const DIRECT: FederationMethod = {
  ...EXTERNAL,
  name: "EXTERNAL over direct TLS (XEP-0368)",
  records: "_xmpps-server",
};

export const SHARED_PORT: FederationMethod = {
  ...DIRECT,
  name: "EXTERNAL over direct TLS on the port of HTTPS",
  isShared: true,
};

export const IPV6: FederationMethod = { ...EXTERNAL, name: "EXTERNAL over STARTTLS, over IPv6", family: 6 };

export const VERIFIED_DIALBACK_IPV6: FederationMethod = {
  ...VERIFIED_DIALBACK,
  name: "dialback over STARTTLS, valid certificates, over IPv6",
  family: 6,
};

/** For a server that requires certificates valid for client authentication, which public authorities no longer issue. */
export const EXTERNAL_AS_CLIENT: FederationMethod = {
  ...EXTERNAL,
  name: "EXTERNAL over STARTTLS, certificates that are good as clients, too",
  certificate: "server-and-client",
};
export const DIRECT_AS_CLIENT: FederationMethod = {
  ...EXTERNAL_AS_CLIENT,
  name: DIRECT.name,
  records: "_xmpps-server",
};
export const IPV6_AS_CLIENT: FederationMethod = { ...EXTERNAL_AS_CLIENT, name: IPV6.name, family: 6 };
export const SHARED_PORT_AS_CLIENT: FederationMethod = {
  ...DIRECT_AS_CLIENT,
  name: SHARED_PORT.name,
  isShared: true,
};
