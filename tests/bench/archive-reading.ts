/** XEP-0313: pages of an archive, read by several sessions of one account. */
import { Element } from "ltx";
import { Client } from "../support/client/client.ts";
import { startWatch, type Watch } from "./measure.ts";
import type { Server } from "./scenario.ts";

const MAM = "urn:xmpp:mam:2";
const RSM = "http://jabber.org/protocol/rsm";
export const FULLTEXT = "{urn:xmpp:fulltext:0}fulltext";
/** Results of a page. */
export const PAGE = 50;
/** Sessions that read at the same time. */
export const READERS = 4;

export interface Reading {
  /** Fields of the query's form. */
  readonly fields: Readonly<Record<string, string>>;
  /** Whether it is read from the newest to the oldest. */
  readonly isBackwards: boolean;
}

export interface ReadingFigures {
  readonly results: number;
  /** Milliseconds of the server's CPU for a result. */
  readonly cpu: number;
  readonly pagesPerSecond: number;
  readonly loadShare: number;
}

/** Requests one page; returns the number of results, and the id to continue from: undefined at the end. */
async function page(
  client: Client,
  { fields, isBackwards }: Reading,
  from: string | undefined,
): Promise<{ results: number; next: string | undefined }> {
  let results = 0;
  client.onElement = (element) => {
    if (element.name === "iq") client.inbox.put(element);
    else if (element.getChild("result", MAM)) results += 1;
  };
  const query = new Element("query", { xmlns: MAM });
  const form = query.c("x", { xmlns: "jabber:x:data", type: "submit" });
  for (const [name, value] of Object.entries({ FORM_TYPE: MAM, ...fields })) {
    form.c("field", { var: name }).c("value").t(value);
  }
  const set = query.c("set", { xmlns: RSM });
  set.c("max").t(String(PAGE));
  if (isBackwards) set.c("before").t(from ?? "");
  else if (from !== undefined) set.c("after").t(from);
  const fin = (await client.iq("set", query)).getChild("fin", MAM);
  const end = fin?.getChild("set", RSM)?.getChildText(isBackwards ? "first" : "last");
  return { results, next: fin?.attrs.complete === "true" ? undefined : (end ?? undefined) };
}

/** Sessions of one account, whose archive they read page after page, and again when they have come to its end. */
export class ArchiveReaders implements Disposable {
  readonly #server: Server;
  readonly #clients: readonly Client[];

  private constructor(server: Server, clients: readonly Client[]) {
    this.#server = server;
    this.#clients = clients;
  }

  static async open(server: Server, username: string): Promise<ArchiveReaders> {
    const { reach, password } = server;
    const clients: Client[] = [];
    for (let n = 0; n < READERS; n += 1)
      clients.push(await Client.login(reach, { username, password, resource: `reader${n}` }));
    return new ArchiveReaders(server, clients);
  }

  /** Reads while `goesOn`, which is asked before each page. Throws where nothing is found. */
  async read(reading: Reading, goesOn: (results: number, watch: Watch) => boolean): Promise<ReadingFigures> {
    const watch = startWatch(this.#server);
    let [pages, results] = [0, 0];
    const readOn = async (client: Client): Promise<void> => {
      for (let from: string | undefined; goesOn(results, watch); ) {
        const found = await page(client, reading, from);
        from = found.next;
        pages += 1;
        results += found.results;
      }
    };
    await Promise.all(this.#clients.map(readOn));
    if (results === 0) throw new Error("nothing was found in the archive");
    const [pagesPerSecond, loadShare] = [pages / watch.seconds(), watch.loadShare()];
    return { results, pagesPerSecond, loadShare, cpu: watch.serverCpu() / results };
  }

  [Symbol.dispose](): void {
    for (const client of this.#clients) client.destroy();
  }
}
