/** What stands in DNS beside the records of this server and leads people astray: another server's, or of what is off. */
import {
  addressesOf,
  type CheckedRecord,
  checkRecords,
  openWorld,
  srvText,
  type World,
  wrongTargets,
} from "./record-check.ts";
import { type Deployment, domainsOf, recordsFor, SERVICES, sharedPortFor } from "./records.ts";
import type { Resolver } from "./resolver.ts";
import { quotedText } from "./zone-file.ts";

export type WhyStray =
  /** It leads to another machine or port. */
  | "elsewhere"
  /** It offers what is off here. */
  | "off"
  /** Nothing reads it any more, or it is of a service that is not here. */
  | "left-over";

export interface StrayRecord {
  readonly type: "A" | "AAAA" | "SRV" | "TXT";
  readonly name: string;
  /** As in a zone file, without the final dot. */
  readonly value: string;
  readonly why: WhyStray;
}

/** What DNS says: the records that should be there, and those that should not. */
export interface DnsSight {
  readonly records: readonly CheckedRecord[];
  readonly strays: readonly StrayRecord[];
}

/** Looks at every name that the server uses or publishes. Never rejects; throws as recordsFor. */
export async function lookAtDns(deployment: Deployment, resolver: Resolver): Promise<DnsSight> {
  const records = recordsFor(deployment);
  const world = await openWorld(records, domainsOf(deployment), resolver);
  const [checked, ...strays] = await Promise.all([
    checkRecords(world),
    strayAddresses(world),
    strayServices(world, deployment),
    leftOvers(world, deployment),
  ]);
  return { records: checked, strays: strays.flat() };
}

/** Addresses of the host in a family in which it has none. Where no address is known, nothing can be said. */
async function strayAddresses({ records, resolver, ours }: World): Promise<readonly StrayRecord[]> {
  const host = records.find(({ type }) => type === "A" || type === "AAAA")?.name;
  if (host === undefined) return [];
  const unexpected = (["A", "AAAA"] as const).filter((type) => !records.some((record) => record.type === type));
  const answer = await addressesOf(host, resolver);
  const found = answer.state === "found" ? answer.values.filter((address) => !ours.has(address)) : [];
  return unexpected.flatMap((type) =>
    found
      .filter((address) => address.includes(":") === (type === "AAAA"))
      .map((value) => ({ type, name: host, value, why: "elsewhere" }) as const),
  );
}

/** SRV records of services that are off, and those of subdomains that need none but have some. */
async function strayServices(world: World, deployment: Deployment) {
  const { ports, rooms, furtherRooms = [], optionalServices = [] } = deployment;
  const labels = [...(rooms === undefined ? [] : [rooms]), ...furtherRooms, ...optionalServices];
  const domains = domainsOf(deployment);
  const places = domains.flatMap((domain) => [
    ...SERVICES.map((service) => ({ service, domain })),
    ...labels.flatMap((label) =>
      (["xmpp-server", "xmpps-server"] as const).map((service) => ({ service, domain: `${label}.${domain}` })),
    ),
  ]);
  const expected = new Set(world.records.map(({ name }) => name));
  const strays = places.map(async ({ service, domain }): Promise<readonly StrayRecord[]> => {
    const name = `_${service}._tcp.${domain}`;
    if (expected.has(name)) return [];
    const answer = await world.resolver.query("SRV", name);
    if (answer.state !== "found") return [];
    const here = [ports[service], sharedPortFor(service, deployment)].flatMap((port) => port ?? []);
    const isOff = here.length === 0;
    // The target "." says what is so.
    const wrong = (await wrongTargets(answer.values, here, world)).filter(({ why }) => !isOff || why !== "refused");
    const why = isOff ? "off" : "elsewhere";
    return wrong.map(({ value }) => ({ type: "SRV", name, value, why }));
  });
  return (await Promise.all(strays)).flat();
}

/** Where other servers have their group chats. */
const OTHERS_ROOMS = ["conference", "muc"];

/** Of RFC 3920 (_jabber), of the first version of XEP-0156, and another server's group chats. */
async function leftOvers({ resolver }: World, { rooms = "", furtherRooms = [], ...deployment }: Deployment) {
  const services = domainsOf(deployment).flatMap((domain) => [
    `_jabber._tcp.${domain}`,
    ...OTHERS_ROOMS.filter((label) => label !== rooms && !furtherRooms.includes(label)).map(
      (label) => `_xmpp-server._tcp.${label}.${domain}`,
    ),
  ]);
  const texts = domainsOf(deployment).map((domain) => `_xmppconnect.${domain}`);
  const [srv, txt] = await Promise.all([
    Promise.all(services.map(async (name) => ({ name, answer: await resolver.query("SRV", name) }))),
    Promise.all(texts.map(async (name) => ({ name, answer: await resolver.query("TXT", name) }))),
  ]);
  const of = (type: StrayRecord["type"], name: string, values: readonly string[]) =>
    values.map((value): StrayRecord => ({ type, name, value, why: "left-over" }));
  return [
    ...srv.flatMap(({ name, answer }) => (answer.state === "found" ? of("SRV", name, answer.values.map(srvText)) : [])),
    ...txt.flatMap(({ name, answer }) =>
      answer.state === "found"
        ? of("TXT", name, answer.values.filter((text) => text.startsWith("_xmpp-client-")).map(quotedText))
        : [],
    ),
  ];
}
