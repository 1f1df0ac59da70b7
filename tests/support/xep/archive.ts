/** XEP-0313 in a test: queries and their pages. */
import type { Element } from "ltx";
import type { Actor } from "../cast.ts";

export const MAM = "urn:xmpp:mam:2";
const RSM = "http://jabber.org/protocol/rsm";

export interface Page {
  /** In order of arrival. */
  readonly results: readonly {
    readonly id: string;
    readonly stamp: string;
    readonly body: string;
    readonly message: Element;
  }[];
  readonly isComplete: boolean;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly count: string | undefined;
  /** The whole answer: an error where the query fails. */
  readonly answer: Element;
}

export const field = (name: string, ...values: readonly string[]): string =>
  `<field var="${name}">${values.map((value) => `<value>${value}</value>`).join("")}</field>`;

export const form = (...fields: readonly string[]): string =>
  `<x xmlns="jabber:x:data" type="submit">${field("FORM_TYPE", MAM)}${fields.join("")}</x>`;

export const page = (...parts: readonly string[]): string => `<set xmlns="${RSM}">${parts.join("")}</set>`;

let queries = 0;

/** Queries the actor's archive, or the one at `to`; `inside` is the content of <query/>. */
export async function archiveOf(actor: Actor, inside = "", to?: string): Promise<Page> {
  const queryid = `f${++queries}`;
  const address = to === undefined ? "" : ` to="${to}"`;
  const answer = await actor.asks(
    `<iq type="set"${address}><query xmlns="${MAM}" queryid="${queryid}">${inside}</query></iq>`,
  );
  const results = actor.client.inbox.all
    .map((element) => element.getChild("result", MAM))
    .filter((result) => result?.attrs.queryid === queryid)
    .map((result) => {
      const forwarded = result?.getChild("forwarded", "urn:xmpp:forward:0");
      const message = forwarded?.getChild("message", "jabber:client");
      if (!result || !message) throw new Error(`no forwarded message in ${result}`);
      const stamp: string = forwarded?.getChild("delay", "urn:xmpp:delay")?.attrs.stamp;
      return { id: result.attrs.id as string, stamp, body: message.getChildText("body") ?? "", message };
    });
  const fin = answer.getChild("fin", MAM);
  const set = fin?.getChild("set", RSM);
  return {
    results,
    isComplete: fin?.attrs.complete === "true",
    first: set?.getChildText("first") ?? undefined,
    last: set?.getChildText("last") ?? undefined,
    count: set?.getChildText("count") ?? undefined,
    answer,
  };
}
