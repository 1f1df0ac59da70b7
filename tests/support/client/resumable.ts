/** XEP-0198 in a test: sessions that are resumed on another connection. */
import { type Actor, actorOf, type Cast, enter } from "../cast.ts";
import { PASSWORD, type TestServer } from "../server.ts";
import { Client } from "./client.ts";

export interface Resumable {
  readonly actor: Actor;
  /** The resumption id. */
  readonly id: string;
}

/** A session that can be resumed. */
export async function enterResumably(
  server: TestServer,
  username: string,
  resource: string,
  others: ReadonlyMap<string, Actor> | Cast<string> = new Map(),
): Promise<Resumable> {
  const actor = await enter(server, username, resource, others);
  const { attrs } = await actor.client.enableAcks(true);
  return { actor, id: attrs.id };
}

/** Signed in again, and no resource bound yet. */
export async function returning(server: TestServer, { account }: Pick<Actor, "account">): Promise<Client> {
  const client = await Client.connect(server.at("direct"));
  await client.authenticate({ username: account.slice(0, account.indexOf("@")), password: PASSWORD });
  return client;
}

/** The same session over a new connection, the old one cut if it is not yet. Throws where it cannot be resumed. */
export async function resumed(server: TestServer, { actor, id }: Resumable): Promise<Resumable> {
  actor.client.destroy();
  const client = await returning(server, actor);
  const answer = await client.resume(actor.client, id);
  if (answer.name !== "resumed") throw new Error(`not resumed: ${answer}`);
  return { actor: actorOf(client, new Map()), id };
}
