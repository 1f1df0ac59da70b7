/** Who was in a room comes back into it with the room, after a restart: clients here that go on, and those of other servers. */
import { parseJid } from "../../../../jid/jid.ts";
import type { Sessions } from "../../../../server/session.ts";
import { parseElement } from "../../../../xml/parse-element.ts";
import { exitSessions } from "../broadcast/exiting.ts";
import type { Engine } from "../engine.ts";
import type { Occupant } from "../state/occupants.ts";
import type { Room } from "../state/room.ts";

/** As the store has it. */
export function restoreOccupants(
  { occupantSessions: sessions, affiliations }: Pick<Engine, "occupantSessions" | "affiliations">,
  room: Room,
): void {
  for (const { jid: full, nick, role, presence } of sessions.of(room)) {
    const jid = parseJid(full);
    const present = room.occupants.byNick(nick);
    const affiliation = present?.affiliation ?? affiliations.of(room, jid.bare);
    const occupant: Occupant = present ?? { nick, account: jid.bare, role, affiliation, sessions: new Map() };
    if (!present) room.occupants.add(occupant);
    room.occupants.addSession(occupant, { jid, presence: parseElement(presence) });
  }
}

/** §11.2: clients of this server that have not come back with it are out, and the others hear of it: a room between two `yield`s. */
export function* removeLostSessions(
  engine: Engine,
  sessions: Pick<Sessions, "get">,
  domains: ReadonlySet<string>,
): Generator<void, void> {
  for (const jid of engine.occupantSessions.occupied()) {
    const room = engine.rooms.get(jid);
    // A room of a domain that is not served any more speaks to nobody.
    if (!room || ![...domains].some((domain) => room.jid.domain === `${engine.config.subdomain}.${domain}`)) continue;
    const gone = [...room.occupants]
      .flatMap((occupant) => [...occupant.sessions.values()])
      .filter(({ jid: client }) => domains.has(client.domain) && !sessions.get(client.full))
      .map(({ jid: client }) => client.full);
    exitSessions(engine, room, gone, { statuses: ["service shuts down"] });
    yield;
  }
}
