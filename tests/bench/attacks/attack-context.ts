/** The context of an attack: sessions, unauthenticated streams, and the start of the measurement. */
import { Client, type ClientOptions } from "../../support/client/client.ts";
import { Attacker } from "./attacker.ts";

/** The attacked server: its ports, password and database. Passed as JSON. */
export interface AttackTarget {
  readonly client: ClientOptions;
  readonly ports: Readonly<Record<string, number>>;
  readonly password: string;
  readonly database: string;
}

export interface AttackContext extends AttackTarget {
  /** A session with a bound resource, without presence. */
  enter(username: string, resource?: string): Promise<Attacker>;
  /** `count` sessions of one account. */
  enterMany(username: string, count: number): Promise<Attacker[]>;
  /** Counts what this client sends, and receives in its place. */
  attacker(client: Client): Attacker;
  /** A session whose stanzas are parsed and kept. */
  observer(username: string): Promise<Client>;
  /** An unauthenticated stream, with or without TLS. */
  openStream(tls?: ClientOptions["tls"]): Promise<Client>;
  /** Counts bytes sent on a connection of the attack's own. */
  countClient(countBytes: number): void;
  /** Called when everything is prepared. Resolves after the server's rest; measurement starts then. */
  startMeasurement(): Promise<void>;
  /** Bytes sent since the measurement started. */
  sentBytes(): number;
}

export function openAttackContext(target: AttackTarget, begin: () => Promise<void>): AttackContext {
  let sent = 0;
  const count = (bytes: number): void => {
    sent += bytes;
  };
  const enter = (username: string, resource = "attack"): Promise<Attacker> =>
    Attacker.enter(target.client, { username, password: target.password, resource }, count);
  return {
    ...target,
    enter,
    enterMany: async (username, size) => {
      const all: Attacker[] = [];
      for (let n = 0; n < size; n += 1) all.push(await enter(username, `attack${n}`));
      return all;
    },
    attacker: (client) => new Attacker(client, count),
    observer: (username) => {
      const login = { username, password: target.password, resource: "witness" };
      return Client.login({ ...target.client, timeout: 60_000 }, login);
    },
    openStream: (tls = "direct") => {
      const port = target.ports[tls === "direct" ? "client_tls" : "client"] ?? 0;
      return Client.connect({ ...target.client, port, tls, timeout: 60_000 });
    },
    countClient: count,
    startMeasurement: async () => {
      await begin();
      sent = 0;
    },
    sentBytes: () => sent,
  };
}

/** The concatenated texts of 0, 1, 2 … */
export const repeatNumbered = (count: number, text: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => text(n)).join("");
