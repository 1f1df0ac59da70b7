/** The actors of a test: `await romeo.sends('<presence/>'); await juliet.receives('<presence from="{romeo}"/>')`. */
import { Element } from "ltx";
import { parseElement } from "../../src/xml/parse-element.ts";
import { Client } from "./client/client.ts";
import { covers } from "./covers.ts";
import { PASSWORD, type TestServer } from "./server.ts";

export interface Actor {
  /** The full JID; `{name}` in a text stands for it, `{name.bare}` for the account. */
  readonly jid: string;
  readonly account: string;
  readonly client: Client;
  sends(text: string): void;
  /** The earliest stanza not yet taken that covers `pattern`: has at least its attributes, children and text. */
  receives(pattern: string): Promise<Element>;
  /** Asserts that no stanza covering `pattern` (or none at all) has arrived by the time the server has answered a ping. */
  receivesNothing(pattern?: string): Promise<void>;
  /** Resolves when the server has answered a ping: it has handled everything this actor has sent. */
  pings(): Promise<void>;
  /** Sends an IQ request and returns its result or error. */
  asks(text: string): Promise<Element>;
  leaves(): Promise<void>;
}

export type Cast<Name extends string> = Readonly<Record<Name, Actor>>;

export interface CastOptions {
  /** Whether all send initial presence, which is the default; stanzas caused by it are dropped. */
  readonly isPresent?: boolean;
}

/** Signs in accounts of these names, created where missing, each with its own name as resource. */
export async function cast<const Name extends string>(
  server: TestServer,
  names: readonly Name[],
  { isPresent = true }: CastOptions = {},
): Promise<Cast<Name>> {
  const actors = new Map<string, Actor>();
  for (const name of names) actors.set(name, await enter(server, name, name, actors));
  if (isPresent) for (const actor of actors.values()) await appear(actor);
  return Object.fromEntries(actors) as Cast<Name>;
}

/** Another session of an account, such as romeo's phone. `others` are the actors known by name in its texts. */
export async function enter(
  server: TestServer,
  username: string,
  resource: string,
  others: ReadonlyMap<string, Actor> | Cast<string> = new Map(),
): Promise<Actor> {
  await server.createAccount(`${username}@${server.at().domain}`).catch(() => {
    // It exists already: another session of the same person.
  });
  const client = await Client.login(server.at(), { username, password: PASSWORD, resource });
  return actorOf(client, others instanceof Map ? others : new Map(Object.entries(others)));
}

/** Sends initial presence (RFC 6121 §4.2), and takes its echo. */
export async function appear(actor: Actor, presence = "<presence/>"): Promise<void> {
  actor.sends(presence);
  await actor.receives(`<presence from="${actor.jid}"/>`);
}

/** Waits until everything sent has been handled, and drops all received stanzas. */
export async function settled(...actors: readonly Actor[]): Promise<void> {
  for (const actor of actors) await actor.pings();
  for (const actor of actors) {
    await actor.pings();
    actor.client.inbox.forget();
  }
}

/** Makes a mutual subscription (RFC 6121 §3.1). */
export async function befriend(one: Actor, other: Actor): Promise<void> {
  one.sends(`<presence type="subscribe" to="${other.account}"/>`);
  await one.pings();
  other.sends(`<presence type="subscribed" to="${one.account}"/><presence type="subscribe" to="${one.account}"/>`);
  await other.pings();
  one.sends(`<presence type="subscribed" to="${other.account}"/>`);
  await settled(one, other);
}

export function actorOf(client: Client, others: ReadonlyMap<string, Actor>): Actor {
  let requests = 0;
  const actor: Actor = {
    jid: client.jid,
    account: client.jid.split("/", 1)[0] ?? "",
    client,
    sends: (text) => client.send(filled(text, others)),
    receives: (pattern) => {
      const wanted = parseElement(filled(pattern, others));
      return client.receive((element) => covers(element, wanted));
    },
    receivesNothing: async (pattern) => {
      await actor.pings();
      const wanted = pattern === undefined ? undefined : parseElement(filled(pattern, others));
      const received = client.inbox.waiting().filter((element) => !wanted || covers(element, wanted));
      if (received.length > 0) throw new Error(`unexpected: ${received.join(" ")}`);
    },
    pings: async () => void (await client.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }))),
    asks: (text) => {
      requests += 1;
      const request = parseElement(filled(text, others));
      request.attrs.id ??= `q${requests}`;
      client.send(request);
      const { id } = request.attrs;
      return client.receive(({ name, attrs }) => name === "iq" && attrs.id === id && attrs.type !== request.attrs.type);
    },
    leaves: async () => void (await client.end()),
  };
  return actor;
}

function filled(text: string, others: ReadonlyMap<string, Actor>): string {
  return text.replace(/\{([a-z]+)(\.bare)?\}/g, (whole, name: string, bare: string | undefined) => {
    const other = others.get(name);
    if (!other) return whole;
    return bare === undefined ? other.jid : other.account;
  });
}
