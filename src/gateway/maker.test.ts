import { afterEach, expect, test } from "bun:test";
import { createServer } from "node:http";
import { makerIn } from "./maker.ts";
import { makerOfPage } from "./router-page.ts";

const opened: (() => void)[] = [];
afterEach(() => {
  for (const close of opened.splice(0)) close();
});

test.each([
  ["Orange Livebox Sagemcom Livebox 6", "livebox"],
  ["Freebox Server Freebox SA", "freebox"],
  ["SFR NB6VAC", "sfr"],
  ["Bbox Bouygues Telecom", "bbox"],
  ["FRITZ!Box 7590 AVM Berlin", "fritzbox"],
  ["Archer AX55 TP-Link", "tp-link"],
  ["OpenWRT router", "openwrt"],
  ["MiniUPnP", undefined],
  ["", undefined],
] as const)("%j is %p", (text, maker) => expect(makerIn(text)).toBe(maker));

/** A page of a router on loopback; its port. */
async function pageOf(headers: Readonly<Record<string, string>>, body: string): Promise<number> {
  const server = createServer((_, response) => response.writeHead(200, headers).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push(() => server.close());
  return (server.address() as { port: number }).port;
}

test("a router's own page tells it by its title and its header, and by nothing else", async () => {
  const byTitle = await pageOf({}, "<html><head><title>FRITZ!Box</title></head></html>");
  const byHeader = await pageOf({ Server: "Livebox" }, "");
  const byText = await pageOf({}, "<p>This works with a Livebox</p>");
  const found = await Promise.all([byTitle, byHeader, byText].map((port) => makerOfPage("127.0.0.1", port)));
  expect(found).toEqual(["fritzbox", "livebox", undefined]);
});

test("a router without a page, or with one that has no end, is none that is known", async () => {
  const endless = await pageOf({}, `<title>Livebox</title>${"x".repeat(200_000)}`);
  expect(await makerOfPage("127.0.0.1", endless)).toBeUndefined();
  const free = await pageOf({}, "");
  opened.splice(0).forEach((close) => void close());
  expect(await makerOfPage("127.0.0.1", free)).toBeUndefined();
});
