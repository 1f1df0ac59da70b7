/** Two servers of ours federate: what people do reaches the other side, in both directions. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, cast } from "../support/cast.ts";
import { type FederatedOptions, openTestFederation, type TestFederation } from "../support/federation.ts";
import type { TestServer } from "../support/server.ts";

let federation: TestFederation;
beforeAll(async () => {
  federation = await openTestFederation();
});
afterAll(() => federation[Symbol.asyncDispose]());

interface Verona {
  readonly capulet: TestServer;
  readonly montague: TestServer;
  readonly juliet: Actor;
  readonly romeo: Actor;
}

let houses = 0;

/** Two servers, with one account each. */
async function verona(capulets: FederatedOptions = {}, montagues: FederatedOptions = {}): Promise<Verona> {
  houses += 1;
  const capulet = await federation.server(`capulet${houses}.example`, capulets);
  const montague = await federation.server(`montague${houses}.example`, montagues);
  const { juliet } = await cast(capulet, ["juliet"]);
  const { romeo } = await cast(montague, ["romeo"]);
  return { capulet, montague, juliet, romeo };
}

/** One message in each direction. */
async function chat({ juliet, romeo }: Verona): Promise<void> {
  juliet.sends(`<message to="${romeo.account}" type="chat"><body>Wherefore art thou?</body></message>`);
  await romeo.receives(`<message from="${juliet.jid}"><body>Wherefore art thou?</body></message>`);
  romeo.sends(`<message to="${juliet.jid}" type="chat"><body>Neither, fair saint.</body></message>`);
  await juliet.receives(`<message from="${romeo.jid}"><body>Neither, fair saint.</body></message>`);
}

const verified = ({ events }: TestServer, proof: string) =>
  events.filter((event) => event.event === "server-verified" && event.proof === proof);

describe("two of ours", () => {
  test("chat in both directions, by EXTERNAL with certificates that are good as servers alone", async () => {
    const both = await verona();
    await chat(both);
    const { capulet, montague } = both;
    expect(verified(montague, "external").length + verified(capulet, "external").length).toBeGreaterThan(0);
    expect([...capulet.errors, ...montague.errors]).toEqual([]);
  });
});
