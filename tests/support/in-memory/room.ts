/** The kernel in memory with one room: records received stanzas of each occupant, and the length of the outbox. */
import type { Element } from "ltx";
import type { LogEvent } from "../../../src/log.ts";
import type { Booted } from "../../../src/server/boot.ts";
import type { Session } from "../../../src/server/session.ts";
import { stanza, testSession } from "../../../src/server/testing.ts";
import type { Engine } from "../../../src/xep/rooms/0045-muc/engine.ts";
import { rooms } from "../../../src/xep/rooms/0045-muc/muc.ts";
import { configForm, MUC, OPEN, OWNER, roomAt } from "../xep/rooms.ts";
import { openTestKernel, untilIdle } from "./kernel.ts";

export interface TestOccupant {
  readonly session: Session;
  /** Received stanzas, oldest first. */
  readonly received: Element[];
  sends(text: string): void;
}

export interface RoomServer extends AsyncDisposable {
  readonly errors: LogEvent[];
  readonly owner: TestOccupant;
  readonly rooms: { readonly engine: Engine };
  /** A module's `api`. */
  readonly use: Booted["use"];
  /** Another session of this account; romeo's by default. */
  guest(account?: string): TestOccupant;
  /** The greatest length of the outbox since the last call. */
  peakQueueLength(): number;
  /** Resolves when the server is idle. */
  idle(): Promise<void>;
}

/** The room is `hall`, an open room created by `owner`. */
export async function openRoomServer(settings: readonly string[] = []): Promise<RoomServer> {
  const { kernel, accounts, errors, close } = openTestKernel({
    settings: ["rooms.max_sessions=10000", ...settings],
  });
  for (const name of ["owner", "romeo", "juliet"]) await accounts.create(`${name}@localhost`, "wherefore");
  const { router, outbox, register, booted } = kernel;

  let [delivered, waiting] = [0, 0];
  const guest = (account = "romeo"): TestOccupant => {
    const received: Element[] = [];
    const deliver = (element: Element): void => {
      delivered += 1;
      received.push(element);
    };
    const send = (element: Element): void => {
      outbox.send({ deliver }, element);
      waiting = Math.max(waiting, outbox.length);
    };
    const session = { ...testSession(`${account}@localhost/${register.count}`, 0), send };
    register.add(session);
    return { session, received, sends: (text) => router.accept(stanza(session.jid.full, text), session) };
  };

  const owner = guest("owner");
  const server: RoomServer = {
    errors,
    owner,
    rooms: booted.use(rooms),
    use: booted.use,
    guest,
    peakQueueLength: () => {
      const most = waiting;
      waiting = 0;
      return most;
    },
    idle: () => untilIdle(() => delivered),
    [Symbol.asyncDispose]: close,
  };
  owner.sends(`<presence to="${roomAt("hall")}/owner"><x xmlns="${MUC}"/></presence>`);
  owner.sends(`<iq type="set" id="0" to="${roomAt("hall")}"><query xmlns="${OWNER}">${configForm(OPEN)}</query></iq>`);
  await server.idle();
  return server;
}

/** `count` sessions of romeo enter as guest0, guest1 and so on. */
export function enterAll(server: RoomServer, count: number, more = ""): TestOccupant[] {
  const guests = Array.from({ length: count }, () => server.guest());
  guests.forEach(({ sends }, n) => {
    sends(`<presence to="${roomAt("hall")}/guest${n}"><x xmlns="${MUC}"/>${more}</presence>`);
  });
  return guests;
}
