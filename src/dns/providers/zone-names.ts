/** Names relative to a zone, and the text of a TXT record, as APIs want them. */
import { octetsOf } from "../zone-file.ts";

/** "_xmpp-client._tcp" of "_xmpp-client._tcp.example.com"; "" for the zone itself. Throws RangeError for a name outside. */
export function labelIn(zone: string, name: string): string {
  if (name === zone) return "";
  if (!name.endsWith(`.${zone}`)) throw new RangeError(`${name} is not in ${zone}`);
  return name.slice(0, -zone.length - 1);
}

export const textOf = (quoted: string): string => octetsOf(quoted).toString();
