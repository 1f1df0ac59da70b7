/** What a DNS record says instead of what it should, in short. */

/** "10 100 5269 chat.old-host.net" is chat.old-host.net:5269; addresses are what they are. */
export const elsewhere = (values: readonly string[]): string =>
  values.map((value) => value.replace(/^\d+ \d+ (\d+) (\S+)$/, "$2:$1")).join(", ");
