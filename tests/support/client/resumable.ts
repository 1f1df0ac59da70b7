/** XEP-0198 in a test: sessions that are resumed on another connection. */
import { type Actor, actorOf, type Cast, enter } from "../cast.ts";
import { PASSWORD, type TestServer } from "../server.ts";
import { Client } from "./client.ts";

export interface Resumable {
  readonly actor: Actor;
  /** The resumption id. */
  readonly id: string;
}

/** Signs in a session with resumption enabled. */
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

/** Authenticates on a new connection, without binding a resource. */
export async function returning(server: TestServer, { account }: Pick<Actor, "account">): Promise<Client> {
  const client = await Client.connect(server.at("direct"));
  await client.authenticate({ username: account.slice(0, account.indexOf("@")), password: PASSWORD });
  return client;
}

/** Resumes the session over a new connection; the old one is cut. Throws where it cannot be resumed. */
export async function resumed(server: TestServer, { actor, id }: Resumable): Promise<Resumable> {
  actor.client.destroy();
  const client = await returning(server, actor);
  const answer = await client.resume(actor.client, id);
  if (answer.name !== "resumed") throw new Error(`not resumed: ${answer}`);
  return { actor: actorOf(client, new Map()), id };
}
