/** Two federated servers in a test, each with one account: Juliet's and Romeo's, who exchange messages and presence. */
import { expect } from "bun:test";
import { type Actor, cast } from "../cast.ts";
import type { TestServer } from "../server.ts";
import type { FederatedOptions, TestFederation } from "./federation.ts";

export interface TwoServers {
  readonly capulet: TestServer;
  readonly montague: TestServer;
  readonly juliet: Actor;
  readonly romeo: Actor;
}

let pairs = 0;

/** The domains that `twoServers` takes next. */
export const nextDomains = (): readonly [capulet: string, montague: string] => [
  `capulet${pairs + 1}.example`,
  `montague${pairs + 1}.example`,
];

/** Two servers, with one account each. */
export async function twoServers(
  federation: TestFederation,
  capuletOptions: FederatedOptions = {},
  montagueOptions: FederatedOptions = {},
  [capuletDomain, montagueDomain] = nextDomains(),
): Promise<TwoServers> {
  pairs += 1;
  const capulet = await federation.server(capuletDomain, capuletOptions);
  const montague = await federation.server(montagueDomain, montagueOptions);
  const { juliet } = await cast(capulet, ["juliet"]);
  const { romeo } = await cast(montague, ["romeo"]);
  return { capulet, montague, juliet, romeo };
}

/** Exchanges one message in each direction. */
export async function exchangeMessages({ juliet, romeo }: Pick<TwoServers, "juliet" | "romeo">): Promise<void> {
  juliet.sends(`<message to="${romeo.account}" type="chat"><body>Wherefore art thou?</body></message>`);
  await romeo.receives(`<message from="${juliet.jid}"><body>Wherefore art thou?</body></message>`);
  romeo.sends(`<message to="${juliet.jid}" type="chat"><body>Neither, fair saint.</body></message>`);
  await juliet.receives(`<message from="${romeo.jid}"><body>Neither, fair saint.</body></message>`);
}

/** Subscribes `one` to the presence of `other` (RFC 6121 §3.1). */
export async function subscribe(one: Actor, other: Actor): Promise<void> {
  one.sends(`<presence type="subscribe" to="${other.account}"/>`);
  await other.receives(`<presence type="subscribe" from="${one.account}"/>`);
  other.sends(`<presence type="subscribed" to="${one.account}"/>`);
  await one.receives(`<presence from="${other.jid}"/>`);
}

/** Subscribes both to each other. */
export async function subscribeBoth({ juliet, romeo }: Pick<TwoServers, "juliet" | "romeo">): Promise<void> {
  await subscribe(juliet, romeo);
  await subscribe(romeo, juliet);
}

/** Pings the other's server: it has handled everything that `one` has sent to it. */
export const pingServerOf = async (one: Actor, other: Actor): Promise<unknown> =>
  one.asks(`<iq type="get" to="${other.account.split("@")[1]}"><ping xmlns="urn:xmpp:ping"/></iq>`);

export const expectNoErrors = ({ capulet, montague }: Pick<TwoServers, "capulet" | "montague">): void =>
  expect([...capulet.errors, ...montague.errors]).toEqual([]);

/** Waits up to five seconds until the condition is true. */
export async function until(condition: () => boolean): Promise<void> {
  for (let round = 0; round < 500 && !condition(); round++) await Bun.sleep(10);
  expect(condition()).toBe(true);
}
