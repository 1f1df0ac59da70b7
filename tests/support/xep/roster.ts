/** RFC 6121 §2 in a test: the roster of an account. */
import type { Element } from "ltx";
import type { Actor } from "../cast.ts";

const NS = "jabber:iq:roster";

/** Requests the roster; returns <query/>. The session is sent pushes from then on. */
export async function rosterOf(actor: Actor, ver?: string): Promise<Element | undefined> {
  const version = ver === undefined ? "" : ` ver="${ver}"`;
  const answer = await actor.asks(`<iq type="get"><query xmlns="${NS}"${version}/></iq>`);
  return answer.getChild("query", NS);
}

/** By the contact's JID, the item's other attributes. */
export async function itemsOf(actor: Actor): Promise<Record<string, Record<string, string>>> {
  const items = (await rosterOf(actor))?.getChildren("item") ?? [];
  return Object.fromEntries(items.map(({ attrs: { jid, ...others } }) => [jid, others]));
}

/** The item of the next push. */
export async function pushTo(actor: Actor): Promise<Element> {
  const push = await actor.receives(`<iq type="set"><query xmlns="${NS}"><item/></query></iq>`);
  const item = push.getChild("query", NS)?.getChild("item");
  if (!item) throw new Error(`no item in ${push}`);
  return item;
}

export const setsItem = (actor: Actor, item: string): Promise<Element> =>
  actor.asks(`<iq type="set"><query xmlns="${NS}">${item}</query></iq>`);
