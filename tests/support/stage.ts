/** The usual fixture of a test file: one server, a cast of actors, emptied inboxes before each test, no logged errors at the end. */
import { afterAll, beforeAll, beforeEach, expect } from "bun:test";
import { type Actor, type Cast, cast, settled } from "./cast.ts";
import { startTestServer, type TestServer, type TestServerOptions } from "./server.ts";

export interface Stage<Name extends string> {
  /** Known by their names from the first test on. */
  readonly actors: Cast<Name>;
  readonly server: TestServer;
  /** Starts another server on the same home, with additional settings; the cast signs in again. */
  restart(settings?: readonly string[]): Promise<void>;
}

/** Accounts of these names, each with an available session. Stanzas not taken are dropped before each test. */
export function stage<const Name extends string>(names: readonly Name[], options: TestServerOptions = {}): Stage<Name> {
  const actors: Partial<Record<Name, Actor>> = {};
  let opened: TestServer | undefined;
  const server = (): TestServer => {
    if (!opened)
      throw new Error(
        "the server starts before the first test: keep what stage() returns whole, and read .server inside a test",
      );
    return opened;
  };
  const enterAll = async (): Promise<void> => void Object.assign(actors, await cast(server(), names));
  beforeAll(async () => {
    opened = await startTestServer(options);
    await enterAll();
  });
  beforeEach(() => settled(...Object.values<Actor>(actors as Cast<Name>)));
  afterAll(async () => {
    expect(server().errors).toEqual([]);
    await server()[Symbol.asyncDispose]();
  });
  return {
    actors: actors as Cast<Name>,
    get server() {
      return server();
    },
    restart: async (settings) => {
      await server().restart(settings);
      await enterAll();
    },
  };
}
