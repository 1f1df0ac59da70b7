/** What the pages of a router say of it. */
import { exchange } from "./http-exchange.ts";
import { type Maker, makerIn } from "./maker.ts";

const MAX_HEAD = 2048;

/** By the header and the title of the router's own page; undefined where it has none. Never rejects. */
export async function makerOfPage(router: string, port = 80): Promise<Maker | undefined> {
  try {
    const { head, body } = await exchange({ method: "GET", url: new URL(`http://${router}:${port}/`) });
    const title = /<title[^>]{0,100}>([^<]{0,200})/i.exec(body)?.[1] ?? "";
    return makerIn(`${head.slice(0, MAX_HEAD)}\n${title}`);
  } catch {
    return undefined;
  }
}
