/** What an attack may use: sessions, strangers, and the start of the measurement. */
import { Client, type ClientOptions } from "../../support/client/client.ts";
import { Attacker } from "./attacker.ts";

/** Where the server is, and what its accounts have. Comes as JSON. */
export interface AttackTarget {
  readonly client: ClientOptions;
  readonly ports: Readonly<Record<string, number>>;
  readonly password: string;
  readonly database: string;
}

export interface AttackContext extends AttackTarget {
  /** A session that has bound a resource; not present. */
  enter(username: string, resource?: string): Promise<Attacker>;
  /** As many sessions of one account. */
  crowd(username: string, count: number): Promise<Attacker[]>;
  /** Counts what this client says, and takes over what it hears. */
  attacker(client: Client): Attacker;
  /** A session whose stanzas are parsed and kept. */
  witness(username: string): Promise<Client>;
  /** A stream that has not signed in, with TLS or without. */
  stranger(tls?: ClientOptions["tls"]): Promise<Client>;
  /** What was said on a connection of the attack's own. */
  counts(bytes: number): void;
  /** All is prepared. Resolves when the server has rested; from now on it is measured. */
  begins(): Promise<void>;
  /** How many bytes were said since it began. */
  said(): number;
}

export function openAttackContext(scene: AttackTarget, begin: () => Promise<void>): AttackContext {
  let said = 0;
  const count = (bytes: number): void => {
    said += bytes;
  };
  const enter = (username: string, resource = "attack"): Promise<Attacker> =>
    Attacker.enter(scene.client, { username, password: scene.password, resource }, count);
  return {
    ...scene,
    enter,
    crowd: async (username, size) => {
      const all: Attacker[] = [];
      for (let n = 0; n < size; n += 1) all.push(await enter(username, `attack${n}`));
      return all;
    },
    attacker: (client) => new Attacker(client, count),
    witness: (username) => {
      const login = { username, password: scene.password, resource: "witness" };
      return Client.login({ ...scene.client, timeout: 60_000 }, login);
    },
    stranger: (tls = "direct") => {
      const port = scene.ports[tls === "direct" ? "client_tls" : "client"] ?? 0;
      return Client.connect({ ...scene.client, port, tls, timeout: 60_000 });
    },
    counts: count,
    begins: async () => {
      await begin();
      said = 0;
    },
    said: () => said,
  };
}

/** What is said one after the other, each number in its place. */
export const numbered = (count: number, text: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => text(n)).join("");
