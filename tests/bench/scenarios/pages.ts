/** The pages: how many, what one costs, and how large it is. */
import { brotliCompressSync, constants } from "node:zlib";
import { startWatch } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";
import { firstView, PageVisitor } from "../web/page-visitor.ts";
import { httpsOf } from "../web/sessions.ts";

/** Browsers that look at the same time. */
const WIDTH = 8;
/** Pages that each of them has looked at before: code is compiled. */
const WARM_UP = 40;
/** Browsers that have never been here, one after the other. */
const FIRST_VIEWS = 100;

/** What a server would send that compresses each page as it goes. */
const compressedSize = (body: Uint8Array): number =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }).length;

/** Each of the visitors looks at the page again and again. */
async function looking(server: Server, seconds: number, what: string, path: string, cookie = ""): Promise<Figure[]> {
  const target = httpsOf(server);
  const visitors = await Promise.all(Array.from({ length: WIDTH }, () => PageVisitor.open(target, cookie)));
  let [page] = await Promise.all(visitors.map((visitor) => visitor.get(path)));
  const warmUp = async (visitor: PageVisitor): Promise<void> => {
    for (let view = 0; view < WARM_UP; view += 1) page = await visitor.get(path);
  };
  await Promise.all(visitors.map(warmUp));
  const watch = startWatch(server);
  let pages = 0;
  const look = async (visitor: PageVisitor): Promise<void> => {
    for (; watch.seconds() < seconds; pages += 1) await visitor.count(path);
  };
  await Promise.all(visitors.map(look));
  const [value, cpu, loadShare] = [pages / watch.seconds(), watch.serverCpu() / pages, watch.loadShare()];
  for (const visitor of visitors) visitor.destroy();
  if (!page) throw new Error("there are visitors");
  return [
    { name: `${what}, pages`, unit: "/s", value, better: "more", loadShare },
    { name: `CPU for ${what}`, unit: "ms", value: cpu, better: "less" },
    { name: `${what}, as sent`, unit: "kB", value: page.bytes / 1000, better: "less" },
    { name: `${what}, if it were compressed`, unit: "kB", value: compressedSize(page.body) / 1000, better: "less" },
  ];
}

/** Everything that somebody makes the server do who follows a link for the first time. */
async function firstViews(server: Server, what: string, path: string): Promise<Figure[]> {
  const target = httpsOf(server);
  const bytes = await firstView(target, path);
  const watch = startWatch(server);
  for (let view = 0; view < FIRST_VIEWS; view += 1) await firstView(target, path);
  const cpu = watch.serverCpu() / FIRST_VIEWS;
  return [
    { name: `CPU for a first view of ${what}`, unit: "ms", value: cpu, better: "less", aim: 100 },
    { name: `${what}, with style, script and icon`, unit: "kB", value: bytes / 1000, better: "less", aim: 30 },
  ];
}

async function cookieOf(server: Server, name: string): Promise<string> {
  const visitor = await PageVisitor.open(httpsOf(server));
  await visitor.signIn(name, server.password);
  visitor.destroy();
  return visitor.cookie;
}

async function invitationBy(server: Server, cookie: string): Promise<string> {
  const visitor = await PageVisitor.open(httpsOf(server), cookie);
  const path = await visitor.invite();
  visitor.destroy();
  return path;
}

async function run(server: Server, { seconds }: Extent): Promise<Figure[]> {
  const [member, admin] = [await cookieOf(server, server.accounts[0] ?? ""), await cookieOf(server, "admin")];
  const invitation = await invitationBy(server, admin);
  const half = seconds / 2;
  return [
    ...(await firstViews(server, "an invitation", invitation)),
    ...(await looking(server, half, "the first page", "/")),
    ...(await looking(server, half, "an invitation", invitation)),
    ...(await looking(server, half, "an account", "/account", member)),
    ...(await looking(server, half, "/chat", "/chat", member)),
    ...(await looking(server, half, "/admin", "/admin", admin)),
    ...(await looking(server, half, "/admin/people", "/admin/people", admin)),
  ];
}

export const scenario: Scenario = {
  name: "pages",
  about: `${WIDTH} browsers look at one page again and again, each over one connection: the first page, that of an invitation to make an account with its two QR codes, that of an account, that of the chat without converse.js, those of the administrator of all the accounts of this run; a first view is a connection, the page and what it names, ${FIRST_VIEWS} one after the other. Sizes are with header fields; compressed would be the page alone, by Brotli at quality 4. Other servers have none of them.`,
  scope: "ours",
  needs: ["pages"],
  run,
};
