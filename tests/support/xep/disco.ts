/** XEP-0030 in a test: the features of an address. */
import type { Actor } from "../cast.ts";

const INFO = "http://jabber.org/protocol/disco#info";

export async function featuresOf(actor: Actor, to: string): Promise<string[]> {
  const info = await actor.asks(`<iq type="get" to="${to}"><query xmlns="${INFO}"/></iq>`);
  return (info.getChild("query", INFO)?.getChildren("feature") ?? []).map(({ attrs }) => attrs.var);
}
