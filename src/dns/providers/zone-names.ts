/** Names relative to a zone, and the text of a TXT record, as APIs want them. */

/** "_xmpp-client._tcp" of "_xmpp-client._tcp.example.com"; "" for the zone itself. Throws RangeError for a name outside. */
export function labelIn(zone: string, name: string): string {
  if (name === zone) return "";
  if (!name.endsWith(`.${zone}`)) throw new RangeError(`${name} is not in ${zone}`);
  return name.slice(0, -zone.length - 1);
}

/** RFC 1035 §5.1: the octets of a character string in quotes, as quotedText of zone-file.ts writes it. */
export function octetsOf(quoted: string): Buffer {
  const inner = quoted.replace(/^"|"$/g, "");
  const parts = [...inner.matchAll(/\\(\d{3})|\\(.)|([^\\]+)/gs)];
  return Buffer.concat(
    parts.map(([, code, escaped, plain]) =>
      code === undefined ? Buffer.from(escaped ?? plain ?? "") : Buffer.of(Number(code) & 0xff),
    ),
  );
}

export const textOf = (quoted: string): string => octetsOf(quoted).toString();
