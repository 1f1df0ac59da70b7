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

async function sendNumbers(sender: Client, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n++) {
    sender.send(`<message type='chat' to='juliet@localhost/r'><body>${n}</body></message>`);
  }
  await ping(sender);
}

/** The numbers in the messages received until the server has answered a ping. */
async function receivedNumbers(client: Client): Promise<number[]> {
  await ping(client);
  const messages = client.inbox.waiting().filter(({ name }) => name === "message");
  return messages.map((message) => Number(message.getChildText("body")));
}

const upTo = (count: number, from = 0): number[] => Array.from({ length: count - from }, (_, n) => from + n);

test("SIGTERM, start, SIGKILL, start: a session is resumed with all its queued messages, once and in order", async () => {
  let sender = await signIn("romeo");
  const juliet = await signIn("juliet");
  juliet.send("<presence/>");
  await juliet.receive(({ name }) => name === "presence");
  const { attrs } = await juliet.enableAcks(true);
  const id: string = attrs.id;
  juliet.acks.answers = false;
  await sendNumbers(sender, 0, 20);
  expect(await receivedNumbers(juliet)).toEqual(upTo(20));
  const { received } = juliet.acks;

  await server.stop();
  expect(await juliet.closed).not.toBe("the server closed the stream");
  await server.restart();
  await server.kill();
  await server.restart();

  sender = await signIn("romeo");
  await sendNumbers(sender, 20, 30);
  // The last ten, and the answer to the ping, were lost with the connection.
  juliet.acks.received = received - 11;
  const firstResumption = await returning("juliet");
  expect((await firstResumption.resume(juliet, id)).attrs.previd).toBe(id);
  expect(await receivedNumbers(firstResumption)).toEqual(upTo(30, 10));
  await firstResumption.end();

  // After the session has ended nothing is resumed, and nothing is delivered again.
  await server.stop();
  await server.restart();
  const lastResumption = await returning("juliet");
  expect((await lastResumption.resume(firstResumption, id)).getChild("item-not-found")).toBeDefined();
  await lastResumption.bind("r");
  lastResumption.send("<presence/>");
  expect(await receivedNumbers(lastResumption)).toEqual([]);
  await lastResumption.end();
  expect(await server.errors()).toEqual([]);
}, 60_000);
