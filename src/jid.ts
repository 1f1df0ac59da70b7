/** RFC 7622: addresses. Parsed once, compared as strings afterwards. */

/** A valid address: it exists, therefore it is prepared and enforced. Immutable; equal addresses have equal `full`. */
export interface Jid {
  /** Empty for a domain. */
  readonly local: string;
  readonly domain: string;
  /** Empty for a bare JID. */
  readonly resource: string;
  /** `local@domain` or `domain`. */
  readonly bare: string;
  /** `bare/resource`, or `bare` where there is no resource. */
  readonly full: string;
}
