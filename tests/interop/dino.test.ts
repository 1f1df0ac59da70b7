/** Dino, a desktop client, sends a picture. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { join } from "node:path";
import { Client } from "../support/client/client.ts";
import { testWith } from "../support/needs.ts";
import { startDnsmasq } from "../support/network/dnsmasq.ts";
import { EXTERNAL_AS_CLIENT } from "../support/network/federation-methods.ts";
import { type Network, openNetwork } from "../support/network/network.ts";
import { DINO, openDino } from "../support/peers/dino.ts";
import { jabberHome } from "../support/peers/jabber-home.ts";
import { reach, start } from "../support/peers/peer.ts";
import { picture } from "../support/picture.ts";

const PASSWORD = "wherefore art thou";
const DOMAIN = "verona.example";
/** A loopback address of its own, since a name server of resolv.conf is at port 53. */
const NAME_SERVER = "127.66.0.1";
const isRoot = process.getuid?.() === 0;

let network: Network;
const opened = new AsyncDisposableStack();
const canRun = isRoot && DINO.every((program) => Bun.which(program) !== null || program.startsWith("/"));

beforeAll(async () => {
  if (canRun) network = opened.use(await openNetwork([DOMAIN], EXTERNAL_AS_CLIENT));
});
afterAll(() => opened.disposeAsync());

(isRoot ? testWith(DINO) : test.skip)(
  "Dino sends a picture: it uploads it (XEP-0363), and its address comes to the contact (XEP-0066), who gets it whole",
  async () => {
    const [networkHost] = network.hosts;
    if (!networkHost) throw new Error("a network of one has a host");
    const options = { accounts: ["romeo", "juliet"], password: PASSWORD, networkHost, web: true };
    const installation = await jabberHome.install(network.folder(DOMAIN), options);
    const server = await start(installation);
    opened.defer(() => server.stop());
    const service = `_xmpp-client._tcp.${DOMAIN},${DOMAIN},${installation.ports.starttls}`;
    const dns = await startDnsmasq([`address=/${DOMAIN}/127.0.0.1`, `srv-host=${service}`], NAME_SERVER, 53);
    opened.defer(() => dns.stop());

    const file = join(installation.folder, "balcony.png");
    const content = picture({ width: 320, height: 240 });
    await Bun.write(file, content);
    const juliet = await Client.login(reach(installation), { username: "juliet", password: PASSWORD });
    juliet.send("<presence/>");
    const dino = opened.use(
      await openDino({
        ...{ folder: installation.folder, account: `romeo@${DOMAIN}`, password: PASSWORD, contact: `juliet@${DOMAIN}` },
        ...{ root: networkHost.root, nameServer: NAME_SERVER },
      }),
    );
    const arrived = juliet.receive(
      ({ name, children }) => name === "message" && String(children).includes("oob"),
      60_000,
    );
    await dino.sendsFile(file, arrived);
    const message = await arrived;
    const url = message.getChild("x", "jabber:x:oob")?.getChildText("url") ?? "";
    expect(message.getChildText("body")).toBe(url);
    expect(url).toMatch(new RegExp(`^https://${DOMAIN}:${installation.web?.port}/upload/[\\w-]{22}/balcony\\.png$`));
    const fetched = await fetch(url.replace(DOMAIN, "127.0.0.1"), {
      headers: { Host: new URL(url).host },
      tls: { rejectUnauthorized: false },
    });
    expect([fetched.status, fetched.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(Buffer.from(await fetched.arrayBuffer()).equals(content)).toBe(true);
    await juliet.end();
  },
  180_000,
);
