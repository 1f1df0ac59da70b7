/** Helpers of tests with hostile input: unauthenticated clients, error conditions, and bystanders who exchange messages. */
import { Element } from "ltx";
import { type Actor, cast } from "./cast.ts";
import { Client, type ClientOptions } from "./client/client.ts";
import { Wire } from "./client/wire.ts";
import { mainThreadClock } from "./process/cpu-clock.ts";
import { PASSWORD, type TestServer } from "./server.ts";

export const TLS = "urn:ietf:params:xml:ns:xmpp-tls";
export const SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
export const STANZAS = "urn:ietf:params:xml:ns:xmpp-stanzas";
export const HEADER =
  "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>";

/** A server to connect to, in this process or another. */
export interface Target {
  at(tls?: ClientOptions["tls"]): ClientOptions;
}

/** An unauthenticated stream under TLS, or in plaintext. */
export const openStream = (target: Target, tls: ClientOptions["tls"] = "direct"): Promise<Client> =>
  Client.connect(target.at(tls));

/** A session with a bound resource, without presence. */
export const login = (target: Target, username: string, resource = "hostile"): Promise<Client> =>
  Client.login(target.at("direct"), { username, password: PASSWORD, resource });

/** The condition of the stream error that ends the stream (RFC 6120 §4.9); resolves when the connection has ended. */
export async function streamErrorOf(client: Client): Promise<string> {
  const error = await client.receive(({ name }) => name === "stream:error");
  await client.closed;
  client.wire.end();
  return error.getChildElements()[0]?.name ?? "";
}

/** The condition of a stanza error (RFC 6120 §8.3). */
export const conditionOf = (stanza: Element): string =>
  stanza
    .getChild("error")
    ?.getChildElements()
    .find((child) => child.getNS() === STANZAS)?.name ?? `no error: ${stanza}`;

/** The answer to a SASL element: "challenge", "success", or the condition of the failure. */
export async function saslAnswer(client: Client, text: string): Promise<string> {
  client.send(text);
  const answer = await client.receive((element) => element.attrs.xmlns === SASL);
  return answer.name === "failure" ? (answer.getChildElements()[0]?.name ?? "") : answer.name;
}

export const auth = (mechanism: string, data: string): string =>
  `<auth xmlns='${SASL}' mechanism='${mechanism}'>${Buffer.from(data).toString("base64") || "="}</auth>`;

export const response = (data: string): string =>
  `<response xmlns='${SASL}'>${Buffer.from(data).toString("base64")}</response>`;

/** A connection of raw bytes: everything received, as text, and its end. */
export interface RawClient {
  readonly wire: Wire;
  readonly received: () => string;
  readonly closed: Promise<string>;
}

export async function connectRaw(target: Target): Promise<RawClient> {
  const { host, port } = target.at("none");
  const { promise: closed, resolve } = Promise.withResolvers<string>();
  let received = "";
  const wire = await Wire.connect(host, port, {
    bytes: (chunk) => {
      received += Buffer.from(chunk).toString();
    },
    closed: resolve,
  });
  return { wire, received: () => received, closed };
}

/** Two users who are not part of the attack. */
export interface Bystanders {
  /**
   * They exchange messages until `work` is done. Resolves with the most CPU that the server used while a message was in flight,
   * in milliseconds, so that other load of the machine does not count.
   */
  chatDuring(work: () => Promise<unknown>): Promise<number>;
}

export async function bystanders(server: TestServer): Promise<Bystanders> {
  const { benvolio, mercutio } = await cast(server, ["benvolio", "mercutio"]);
  return bystandersOf(benvolio, mercutio, () => process.pid);
}

/** `pid` returns the id of their server's present process. */
export function bystandersOf(
  one: Pick<Actor, "jid" | "client">,
  other: Pick<Actor, "jid" | "client">,
  pid: () => number,
): Bystanders {
  let messageNumber = 0;
  const exchange = async (from: Pick<Actor, "jid" | "client">, to: Pick<Actor, "jid" | "client">): Promise<number> => {
    const body = `word ${++messageNumber}`;
    const began = mainThreadClock(pid());
    from.client.send(new Element("message", { to: to.jid, type: "chat" }).c("body").t(body).root());
    await to.client.receive(({ name, children }) => name === "message" && String(children[0]).includes(`>${body}<`));
    return (mainThreadClock(pid()) - began) * 1000;
  };
  return {
    chatDuring: async (work) => {
      let isDone = false;
      const working = work().finally(() => {
        isDone = true;
      });
      let most = 0;
      do {
        most = Math.max(most, await exchange(one, other), await exchange(other, one));
      } while (!isDone);
      await working;
      return most;
    },
  };
}
