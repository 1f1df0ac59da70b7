/** XEP-0313: the archive of an account on another server, page by page, the oldest first. */
import type { Element } from "ltx";
import { NS_MAM } from "../../namespaces.ts";
import { copyOf, xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { StreamError } from "../../stream-error.ts";
import { weightOf } from "../../xml/weight.ts";
import type { ClientSession } from "./session.ts";

const NS_RSM = "http://jabber.org/protocol/rsm";
/** Messages of a page; a server may give fewer. */
const PAGE = 100;
/** Of a page in memory (xml/weight.ts). */
const MAX_WEIGHT = 50_000_000;
/** An archive without end is no archive. */
const MAX_PAGES = 100_000;

export interface ArchivePage {
  /** <result/> elements. */
  readonly results: readonly Element[];
  /** The id of the last message. */
  readonly last: string | undefined;
  /** Messages in the archive, where the server tells. */
  readonly count: number | undefined;
}

/** From behind `after` (an archive id) on. Rejects with SignInError, and with StanzaError for what the server refuses. */
export async function* archivePages(session: ClientSession, after: string | undefined): AsyncGenerator<ArchivePage> {
  let from = after;
  for (let pages = 0; ; pages += 1) {
    if (pages === MAX_PAGES) throw new StanzaError("resource-constraint");
    const page = await pageAfter(session, from).catch((error: unknown) => {
      // §4.4: the message is gone from the archive; those that are here already are known by their ids.
      if (error instanceof StanzaError && error.condition === "item-not-found" && from === after && from !== undefined)
        return undefined;
      throw error;
    });
    if (page === undefined) {
      from = undefined;
      continue;
    }
    yield page;
    if (page.isComplete || page.last === undefined || page.last === from || page.results.length === 0) return;
    from = page.last;
  }
}

/** How many messages the archive has, where the server tells. Rejects as archivePages does. */
export async function archiveCount(session: ClientSession): Promise<number | undefined> {
  const query = xml("query", { xmlns: NS_MAM }, xml("set", { xmlns: NS_RSM }, xml("max", {}, "0")));
  return countIn(await session.set(query));
}

async function pageAfter(
  session: ClientSession,
  after: string | undefined,
): Promise<ArchivePage & { readonly isComplete: boolean }> {
  const queryid = `page-${after ?? "first"}`.slice(0, 100);
  const set = xml(
    "set",
    { xmlns: NS_RSM },
    xml("max", {}, PAGE),
    after === undefined ? undefined : xml("after", {}, after),
  );
  const results: Element[] = [];
  let weight = 0;
  const fin = await session.set(xml("query", { xmlns: NS_MAM, queryid }, set), (message) => {
    const result = message.getChild("result", NS_MAM);
    if (result?.attrs.queryid !== queryid) return;
    weight += weightOf(result);
    if (results.length === PAGE || weight > MAX_WEIGHT) throw new StreamError("policy-violation", "a page is smaller");
    results.push(copyOf(result));
  });
  const last = fin?.getChild("set", NS_RSM)?.getChildText("last") ?? undefined;
  return { results, last, count: countIn(fin), isComplete: fin?.attrs.complete === "true" };
}

function countIn(fin: Element | undefined): number | undefined {
  const count = fin?.getChild("set", NS_RSM)?.getChildText("count");
  return count && /^[0-9]{1,12}$/.test(count) ? Number(count) : undefined;
}
