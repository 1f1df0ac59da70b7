/** RFC 6761, RFC 6762, RFC 8375: names that the Internet's DNS never leads anywhere. */

export const isPrivateName = (domain: string): boolean =>
  /(^|\.)(localhost|local|lan|internal|invalid|home\.arpa)$/.test(domain);
