/** Occupants after a restart: rooms have those that they had before, but the clients of this server that did not come back. */
import { storedJid } from "../../../../jid/jid.ts";
import type { Sessions } from "../../../../server/session.ts";
import { parseElement } from "../../../../xml/parse-element.ts";
import { exitSessions } from "../broadcast/exiting.ts";
import type { Engine } from "../engine.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";

/** Adds the occupants in the store to a room that was read. */
export function restoreOccupants(
  { occupantSessions, affiliations }: Pick<Engine, "occupantSessions" | "affiliations">,
  room: Room,
): void {
  for (const { jid: full, nick, role, presence } of occupantSessions.of(room)) {
    const jid = storedJid(full);
    const present = room.occupants.byNick(nick);
    const affiliation = present?.affiliation ?? affiliations.of(room, jid.bare);
    const occupant: Occupant = present ?? { nick, account: jid.bare, role, affiliation, sessions: new Map() };
    if (!present) room.occupants.add(occupant);
    room.occupants.addSession(occupant, { jid, presence: parseElement(presence) });
  }
}

/** §11.2: removes the sessions of this server that have not been resumed (XEP-0198): one room between two `yield`s. */
export function* removeLostSessions(
  engine: Engine,
  sessions: Pick<Sessions, "get">,
  domains: ReadonlySet<string>,
): Generator<void, void> {
  const { subdomain, also } = engine.config;
  const services = new Set([subdomain, ...also].flatMap((label) => [...domains].map((domain) => `${label}.${domain}`)));
  for (const jid of engine.occupantSessions.occupiedRooms()) {
    const room = engine.rooms.get(jid);
    // A room of a domain that is not served any more sends nothing.
    if (!room || !services.has(room.jid.domain)) continue;
    const gone = [...room.occupants]
      .flatMap((occupant) => [...occupant.sessions.values()])
      .filter(({ jid: client }) => domains.has(client.domain) && !sessions.get(client.full))
      .map(({ jid: client }) => client.full);
    exitSessions(engine, room, gone, { statuses: ["service shuts down"] });
    yield;
  }
}
