/** The pages: what one costs that everybody may see, that of an invitation with its code, and that of an account. */
import { startWatch } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";
import { PageVisitor } from "../web/page-visitor.ts";
import { httpsOf } from "../web/sessions.ts";

/** Browsers that look at the same time. */
const WIDTH = 8;

/** Each of the visitors looks at the page again and again. */
async function looking(server: Server, seconds: number, what: string, path: string, cookie = ""): Promise<Figure[]> {
  const target = httpsOf(server);
  const visitors = await Promise.all(Array.from({ length: WIDTH }, () => PageVisitor.open(target, cookie)));
  await Promise.all(visitors.map((visitor) => visitor.get(path)));
  const watch = startWatch(server);
  let pages = 0;
  const look = async (visitor: PageVisitor): Promise<void> => {
    for (; watch.seconds() < seconds; pages += 1) await visitor.count(path);
  };
  await Promise.all(visitors.map(look));
  const [value, cpu, loadShare] = [pages / watch.seconds(), watch.serverCpu() / pages, watch.loadShare()];
  for (const visitor of visitors) visitor.destroy();
  return [
    { name: `${what}, pages`, unit: "/s", value, better: "more", loadShare },
    { name: `CPU for ${what}`, unit: "ms", value: cpu, better: "less", aim: 100 },
  ];
}

async function run(server: Server, { seconds }: Extent): Promise<Figure[]> {
  const visitor = await PageVisitor.open(httpsOf(server));
  await visitor.signIn(server.accounts[0] ?? "", server.password);
  const invitation = await visitor.invite();
  const { cookie } = visitor;
  visitor.destroy();
  return [
    ...(await looking(server, seconds, "the first page", "/")),
    ...(await looking(server, seconds, "an invitation", invitation)),
    ...(await looking(server, seconds, "an account", "/account", cookie)),
  ];
}

export const scenario: Scenario = {
  name: "pages",
  about:
    "8 browsers look at one page again and again, each over one connection: the first page, that of an invitation to be a contact with its QR code, that of an account. Other servers have none of them.",
  run,
};
