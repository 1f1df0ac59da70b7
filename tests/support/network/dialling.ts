/** Dials a server and notes what the connection sees. */
import type { RecordType, Resolver } from "../../../src/dns/resolver.ts";
import type { Connection } from "../../../src/net/connection.ts";
import type { DialTarget } from "../../../src/net/dial.ts";
import { type DialDeps, dial } from "../../../src/net/dial.ts";
import type { DnsAnswer } from "../../../src/net/dns-answer.ts";
import { memoryLog } from "../in-memory/memory-log.ts";

/** A resolver that returns these addresses for every host. */
export function addressesAre(six: readonly string[], four: readonly string[]): Resolver {
  const known: Partial<Record<RecordType, readonly string[]>> = { AAAA: six, A: four };
  const answer = (values: readonly string[] = []): DnsAnswer<string> =>
    values.length > 0 ? { state: "found", values } : { state: "absent" };
  return { query: async (type: RecordType) => answer(known[type]) } as Resolver;
}

export interface DialTrialOptions extends Partial<Omit<DialDeps, "accept" | "log">> {
  readonly port: number;
  readonly host?: string;
  readonly tls?: DialTarget["tls"];
  /** Called with received text; does nothing by default. */
  readonly onText?: (connection: Connection, text: string) => void;
}

/** Dials 127.0.0.1 by default. `notes` lists the events in order: "accepted", "secured", text, "closed …". */
export function dialForTest({ port, host = "127.0.0.1", tls = "direct", onText, ...rest }: DialTrialOptions) {
  const notes: string[] = [];
  const log = memoryLog();
  const accept = (connection: Connection) => {
    notes.push("accepted");
    return {
      secured: () => void notes.push("secured"),
      data: (bytes: Uint8Array) => {
        const text = Buffer.from(bytes).toString();
        notes.push(text);
        onText?.(connection, text);
      },
      closed: (reason?: string) => void notes.push(`closed ${reason ?? "in order"}`),
    };
  };
  const deps = { resolver: addressesAre([], []), serverName: "verona.example", log, accept, ...rest };
  const dialled = dial({ host, port, tls }, deps);
  return { dialled, notes, log };
}

/** The message of a failed dial. Throws where it has not failed. */
export async function failureOf(dialled: Promise<Connection>): Promise<string> {
  const outcome = await dialled.then(
    () => new Error("it has not failed"),
    (error: unknown) => error,
  );
  if (outcome instanceof Error && outcome.name === "DialError") return outcome.message;
  throw outcome;
}
