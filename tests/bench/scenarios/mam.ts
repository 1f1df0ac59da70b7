/** XEP-0313: reading a whole archive by pages, one conversation backwards, and a search. */
import { Element } from "ltx";
import { Client } from "../../support/client/client.ts";
import { fillArchive, wordOf } from "../archive-fill.ts";
import { logIn, startWatch } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";

const MAM = "urn:xmpp:mam:2";
const RSM = "http://jabber.org/protocol/rsm";
const FULLTEXT = "{urn:xmpp:fulltext:0}fulltext";

/** Messages sent from one account to another; messages inserted into jabber-home's database. */
const SENT = 10_000;
const FILLED = 1_000_000;
const FILLED_QUICK = 100_000;
/** Messages in flight while they are sent. */
const WINDOW = 50;
const PAGE = 50;
/** Milliseconds of CPU for a result. */
const AIM = 0.03;
/** Concurrent reading sessions. */
const READERS = 4;
/** Accounts that no other load uses. */
const WRITER = 150;
const LISTENER = 151;
const HISTORIAN = 152;

/** Sends the messages, which are archived at both ends. Throws when one is lost. */
async function sendMessages(server: Server): Promise<void> {
  const [writer, listener] = [await logIn(server, WRITER), await logIn(server, LISTENER)];
  const to = listener.jid.slice(0, listener.jid.indexOf("/"));
  const { promise, resolve } = Promise.withResolvers<void>();
  let [sent, arrived] = [0, 0];
  const next = (): void => {
    if (sent === SENT) return;
    sent += 1;
    const body = `But, soft! what light through yonder window breaks? It is the east, and Juliet is the sun (${sent}).`;
    writer.send(`<message type='chat' to='${to}' id='s${sent}'><body>${body}</body></message>`);
  };
  listener.onElement = ({ name }) => {
    if (name !== "message") return;
    arrived += 1;
    if (arrived === SENT) resolve();
    else next();
  };
  listener.send("<presence/>");
  await Bun.sleep(500);
  for (let n = 0; n < WINDOW; n += 1) next();
  await promise;
  for (const client of [writer, listener]) client.destroy();
}

interface Reading {
  /** The account whose archive is read. */
  readonly of: number;
  readonly fields: Readonly<Record<string, string>>;
  /** Whether it is read from the newest to the oldest. */
  readonly isBackwards: boolean;
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

/** Reads pages for this many seconds, repeatedly from one end to the other. Throws where nothing is found. */
async function read(server: Server, reading: Reading, seconds: number, label: string, aim?: number): Promise<Figure[]> {
  const { reach, accounts, password } = server;
  const username = accounts[reading.of] ?? "";
  const clients: Client[] = [];
  for (let n = 0; n < READERS; n += 1) {
    clients.push(await Client.login(reach, { username, password, resource: `reader${n}` }));
  }
  // One read first, not measured: it indexes pending messages.
  for (const client of clients) await page(client, reading, undefined);
  const watch = startWatch(server);
  let [pages, results] = [0, 0];
  const readOn = async (client: Client): Promise<void> => {
    for (let from: string | undefined; watch.seconds() < seconds; ) {
      const found = await page(client, reading, from);
      from = found.next;
      pages += 1;
      results += found.results;
    }
  };
  await Promise.all(clients.map(readOn));
  const [perSecond, loadShare, cpu] = [pages / watch.seconds(), watch.loadShare(), watch.serverCpu()];
  for (const client of clients) client.destroy();
  if (results === 0) throw new Error(`no results: ${label}`);
  return [
    { name: `${label}: pages of ${PAGE}`, unit: "/s", value: perSecond, better: "more", loadShare },
    { name: `${label}: CPU for a result`, unit: "ms", value: cpu / results, better: "less", ...(aim ? { aim } : {}) },
  ];
}

async function run(server: Server, { seconds }: Extent): Promise<Figure[]> {
  await sendMessages(server);
  const peer = `${server.accounts[WRITER]}@${server.reach.domain}`;
  const sentText = SENT.toLocaleString("en");
  const whole = (of: number): Reading => ({ of, fields: {}, isBackwards: false });
  const figures = [
    ...(await read(server, whole(LISTENER), seconds, `all of ${sentText}`, AIM)),
    ...(await read(
      server,
      { of: LISTENER, fields: { with: peer }, isBackwards: true },
      seconds,
      `one conversation of ${sentText}`,
      AIM,
    )),
  ];
  if (server.database === undefined) return figures;
  const count = seconds > 1 ? FILLED : FILLED_QUICK;
  const filledText = count.toLocaleString("en");
  fillArchive(server.database, `${server.accounts[HISTORIAN]}@${server.reach.domain}`, count);
  const ofPeer: Reading = { of: HISTORIAN, fields: { with: "peer3@localhost" }, isBackwards: true };
  const search: Reading = { of: HISTORIAN, fields: { [FULLTEXT]: `light ${wordOf(7)}` }, isBackwards: true };
  return [
    ...figures,
    ...(await read(server, whole(HISTORIAN), seconds, `all of ${filledText}`, AIM)),
    ...(await read(server, ofPeer, seconds, `one conversation of ${filledText}`, AIM)),
    ...(await read(server, search, seconds, `one word among ${filledText}`)),
  ];
}

export const scenario: Scenario = {
  name: "mam",
  about: `one account says ${SENT.toLocaleString("en")} messages of 90 characters to another, whose archive ${READERS} sessions then read, page after page of ${PAGE}, from the oldest on; or of the one conversation, from the newest back. ${FILLED.toLocaleString("en")} messages of ten conversations are put into our own database (${FILLED_QUICK.toLocaleString("en")} with --quick), and searched too: two words, of which a thousandth has both.`,
  run,
};
