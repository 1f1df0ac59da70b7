/** What a DNS query results in, as far as connections need it; dns/resolver.ts queries. */

/** Why a query was not answered. */
export type LookupFailure = "timeout" | "refused" | "server-failure" | "unreachable" | "failed";

export type DnsAnswer<Value> =
  | { readonly state: "found"; readonly values: readonly Value[] }
  /** No such name, or no record of this type. */
  | { readonly state: "absent" }
  /** The query was not answered: nothing is known of the name. */
  | { readonly state: "unknown"; readonly reason: LookupFailure };

export interface AddressResolver {
  /** Queries the addresses of a name in A-labels, following CNAMEs. Never rejects. */
  readonly query: (type: "A" | "AAAA", name: string) => Promise<DnsAnswer<string>>;
}
