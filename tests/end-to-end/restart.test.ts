/** XEP-0198 §5: the program is stopped, upgraded or killed: sessions resume, and undelivered stanzas arrive. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { Element } from "ltx";
import { Client } from "../support/client/client.ts";
import { type ServerProcess, startServerProcess } from "../support/process/server-process.ts";
import { PASSWORD } from "../support/server.ts";

let server: ServerProcess;

beforeAll(async () => {
  server = await startServerProcess({ accounts: ["romeo", "juliet"] });
}, 60_000);
afterAll(() => server?.[Symbol.asyncDispose]());

const signIn = (username: string): Promise<Client> =>
  Client.login(server.at("direct"), { username, password: PASSWORD, resource: "r" });

async function returning(username: string): Promise<Client> {
  const client = await Client.connect(server.at("direct"));
  await client.authenticate({ username, password: PASSWORD });
  return client;
}

const ping = (client: Client): Promise<Element> => client.iq("get", new Element("ping", { xmlns: "urn:xmpp:ping" }));

async function tell(sender: Client, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n++) {
    sender.send(`<message type='chat' to='juliet@localhost/r'><body>${n}</body></message>`);
  }
  await ping(sender);
}

/** The numbers in the messages that come until the server has answered. */
async function told(client: Client): Promise<number[]> {
  await ping(client);
  const messages = client.inbox.waiting().filter(({ name }) => name === "message");
  return messages.map((message) => Number(message.getChildText("body")));
}

const upTo = (count: number, from = 0): number[] => Array.from({ length: count - from }, (_, n) => from + n);

test("SIGTERM, a start, SIGKILL, a start: a session is resumed with all that waited for it, once and in order", async () => {
  let sender = await signIn("romeo");
  const juliet = await signIn("juliet");
  juliet.send("<presence/>");
  await juliet.receive(({ name }) => name === "presence");
  const { attrs } = await juliet.enableAcks(true);
  const id: string = attrs.id;
  juliet.acks.answers = false;
  await tell(sender, 0, 20);
  expect(await told(juliet)).toEqual(upTo(20));
  const { received } = juliet.acks;

  await server.stop();
  expect(await juliet.closed).not.toBe("the server closed the stream");
  await server.restart();
  await server.kill();
  await server.restart();

  sender = await signIn("romeo");
  await tell(sender, 20, 30);
  // The last ten, and the answer to the ping, were lost on the way.
  juliet.acks.received = received - 11;
  const again = await returning("juliet");
  expect((await again.resume(juliet, id)).attrs.previd).toBe(id);
  expect(await told(again)).toEqual(upTo(30, 10));
  await again.end();

  // Now it is over: nothing is resumed, and nothing comes a second time.
  await server.stop();
  await server.restart();
  const late = await returning("juliet");
  expect((await late.resume(again, id)).getChild("item-not-found")).toBeDefined();
  await late.bind("r");
  late.send("<presence/>");
  expect(await told(late)).toEqual([]);
  await late.end();
  expect(await server.errors()).toEqual([]);
}, 60_000);
