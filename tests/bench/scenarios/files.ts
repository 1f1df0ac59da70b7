/** XEP-0363: a large file and many small ones, up and down. */
import { Element } from "ltx";
import type { Client } from "../../support/client/client.ts";
import { usageOf } from "../../support/process/processes.ts";
import { inParallel, logIn, startWatch } from "../measure.ts";
import type { Extent, Figure, Scenario, Server } from "../scenario.ts";
import { HttpConnection } from "../web/http-connection.ts";
import { httpsOf } from "../web/sessions.ts";

const UPLOAD = "urn:xmpp:http:upload:0";
const MIB = 1024 * 1024;
const LARGE = 100 * MIB;
const SMALL = 64 * 1024;
/** Files in each account, so that nobody's quota is passed, and accounts that upload at the same time. */
const SMALL_EACH = 40;
const WIDTH = 8;
/** Transfers of the large file, so that a fast server does not fill the disk. */
const MAX_FILES = 10;
/** Milliseconds between two looks at the server's memory. */
const SAMPLING_MS = 50;

interface Slot {
  readonly put: URL;
  /** Header fields that the server wants with it, as lines. */
  readonly fields: string;
  readonly get: URL;
}

async function slotFor(client: Client, server: Server, size: number): Promise<Slot> {
  const request = new Element("request", { xmlns: UPLOAD, filename: "photo.jpg", size, "content-type": "image/jpeg" });
  const slot = (await client.iq("get", request, server.web?.upload)).getChild("slot", UPLOAD);
  const put = slot?.getChild("put");
  const fields = (put?.getChildren("header") ?? []).map((field) => `${field.attrs.name}: ${field.getText()}\r\n`);
  return {
    put: new URL(put?.attrs.url),
    fields: `Content-Type: image/jpeg\r\n${fields.join("")}`,
    get: new URL(slot?.getChild("get")?.attrs.url),
  };
}

async function upload(connection: HttpConnection, { put, fields }: Slot, content: Uint8Array): Promise<void> {
  const { status, head } = await connection.request("PUT", put.pathname + put.search, fields, content);
  if (status !== 201) throw new Error(`the upload was refused: ${head}`);
}

async function download(connection: HttpConnection, { get }: Slot, size: number): Promise<void> {
  const { head, status, bodyBytes } = await connection.request("GET", get.pathname + get.search, "", undefined, true);
  if (status !== 200 || bodyBytes !== size) throw new Error(`${bodyBytes} bytes of ${size} came: ${head}`);
}

/** The most that the server's memory (PSS) grows during `work`, in bytes. */
async function growthDuring(server: Server, work: () => Promise<void>): Promise<number> {
  const before = usageOf(server.pid).pss;
  let most = before;
  const look = (): void => {
    most = Math.max(most, usageOf(server.pid).pss);
  };
  const timer = setInterval(look, SAMPLING_MS);
  await work().finally(() => clearInterval(timer));
  look();
  return most - before;
}

/** One transfer during which memory is looked at; then transfers for `seconds`, one after the other. */
async function large(server: Server, seconds: number, what: string, work: () => Promise<void>): Promise<Figure[]> {
  const growth = await growthDuring(server, work);
  const watch = startWatch(server);
  let files = 0;
  for (; files === 0 || (files < MAX_FILES && watch.seconds() < seconds); files += 1) await work();
  const [mib, loadShare] = [(files * LARGE) / MIB, watch.loadShare()];
  const [value, cpu] = [mib / watch.seconds(), watch.serverCpu() / mib];
  return [
    {
      ...{ name: `CPU for a MiB, ${what}`, unit: "ms", value: cpu, better: "less" },
      place: { chart: "files", group: `${what} of 100 MiB, for a MiB` },
    },
    { name: `${what} of 100 MiB`, unit: "MiB/s", value, better: "more", loadShare },
    { name: `memory while it is ${what}ed (growth of PSS)`, unit: "MiB", value: growth / MIB, better: "less", aim: 10 },
  ];
}

interface Uploader {
  readonly client: Client;
  readonly connection: HttpConnection;
}

/** All accounts at the same time, each one file after the other. */
async function small(server: Server): Promise<Figure[]> {
  const content = crypto.getRandomValues(Buffer.alloc(SMALL));
  const uploaders: Uploader[] = await Promise.all(
    Array.from({ length: WIDTH }, async (_, index) => ({
      client: await logIn(server, index + 1),
      connection: await HttpConnection.open(httpsOf(server)),
    })),
  );
  const count = WIDTH * SMALL_EACH;
  const slots: Slot[] = [];
  const forAll = async (work: (uploader: Uploader, index: number) => Promise<void>): Promise<Figure["value"][]> => {
    const watch = startWatch(server);
    await inParallel(
      WIDTH,
      (index) => index < WIDTH,
      async (index) => {
        const uploader = uploaders[index];
        for (let i = 0; uploader && i < SMALL_EACH; i += 1) await work(uploader, index * SMALL_EACH + i);
      },
    );
    const [perSecond, loadShare] = [count / watch.seconds(), watch.loadShare()];
    await Bun.sleep(1000);
    return [perSecond, watch.serverCpu() / count, loadShare];
  };
  const put = async ({ client, connection }: Uploader, index: number): Promise<void> => {
    const slot = await slotFor(client, server, SMALL);
    slots[index] = slot;
    await upload(connection, slot, content);
  };
  const get = async ({ connection }: Uploader, index: number): Promise<void> => {
    const slot = slots[index];
    if (slot) await download(connection, slot, SMALL);
  };
  // First not measured but for memory: compilation and caches.
  const growth = await growthDuring(server, async () => {
    await forAll(put);
    await forAll(get);
  });
  const [up = 0, upCpu = 0, upShare = 0] = await forAll(put);
  const [down = 0, downCpu = 0, downShare = 0] = await forAll(get);
  for (const { client, connection } of uploaders) {
    connection.destroy();
    client.destroy();
  }
  const cpu = (what: string, value: number): Figure => ({
    ...{ name: `CPU for one ${what}`, unit: "ms", value, better: "less" },
    place: { chart: "files", group: what },
  });
  return [
    cpu("upload of 64 KiB", upCpu),
    { name: "uploads of 64 KiB", unit: "/s", value: up, better: "more", loadShare: upShare },
    cpu("download of 64 KiB", downCpu),
    { name: "downloads of 64 KiB", unit: "/s", value: down, better: "more", loadShare: downShare },
    { name: `memory for ${count} such files (growth of PSS)`, unit: "MiB", value: growth / MIB, better: "less" },
  ];
}

async function run(server: Server, { seconds }: Extent): Promise<Figure[]> {
  const client = await logIn(server, 0);
  const connection = await HttpConnection.open(httpsOf(server));
  const content = crypto.getRandomValues(Buffer.alloc(65_536));
  const file = Buffer.alloc(LARGE, content);
  let slot: Slot | undefined;
  const up = await large(server, seconds, "upload", async () => {
    slot = await slotFor(client, server, LARGE);
    await upload(connection, slot, file);
  });
  const down = await large(server, seconds, "download", async () => {
    if (slot) await download(connection, slot, LARGE);
  });
  connection.destroy();
  client.destroy();
  return [...up, ...down, ...(await small(server))];
}

export const scenario: Scenario = {
  name: "files",
  about: `files over HTTPS with TLS on connections that are kept alive; 100 MiB one after the other, memory is looked at every ${SAMPLING_MS} ms during the first; then ${SMALL_EACH} of 64 KiB by each of ${WIDTH} accounts at the same time, of which an upload is the request of a slot and the PUT; CPU includes what the server still does a second later.`,
  scope: "programs",
  needs: ["HTTPS"],
  extraTimeoutMs: 300_000,
  run,
};
