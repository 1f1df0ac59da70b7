/** Calls through this server: coturn's client over each transport, and two pages in Chromium that may not meet otherwise. */
import { afterAll, beforeAll, expect } from "bun:test";
import { networkInterfaces } from "node:os";
import type { Browser } from "playwright-core";
import { CHROMIUM, launchChromium } from "../support/browser/chromium.ts";
import { cast } from "../support/cast.ts";
import { testWith } from "../support/needs.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const CLIENT = "turnutils_uclient";

let server: TestServer;
let browser: Browser | undefined;
let services: readonly Readonly<Record<string, string>>[];

beforeAll(async () => {
  server = await startTestServer({
    settings: [
      "listen.turn=127.0.0.1:0",
      "listen.turns=127.0.0.1:0",
      "listen.https=127.0.0.1:0",
      "turn.relay_ports=43320-43383",
      "turn.public_address=127.0.0.1,::1",
      "turn.allocations_per_account=60",
    ],
  });
  const { bard } = await cast(server, ["bard"]);
  const answer = await bard.asks('<iq type="get" to="localhost"><services xmlns="urn:xmpp:extdisco:2"/></iq>');
  services =
    answer
      .getChild("services")
      ?.getChildren("service")
      .map(({ attrs }) => attrs) ?? [];
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server[Symbol.asyncDispose]();
});

/** `turns` is answered on the port of HTTPS as well, which is not offered where only this machine reaches it. */
function serviceOf(type: string, transport: string): Readonly<Record<string, string>> {
  if (type === "turns on the port of HTTPS")
    return { ...serviceOf("turns", transport), port: server.server.listening.https?.split(":").at(-1) ?? "" };
  return services.find((service) => service.type === type && service.transport === transport) ?? {};
}

/** What `turnutils_uclient` prints, whose clients send each other packets by their relayed addresses. */
async function relays(type: string, transport: string, ...flags: readonly string[]): Promise<string> {
  const { username = "", password = "", port = "" } = serviceOf(type, transport);
  const access = ["-u", username, "-w", password, "-p", port];
  const client = Bun.spawn([CLIENT, ...access, "-y", "-n", "20", "-m", "2", "-l", "200", ...flags, "127.0.0.1"], {
    stdout: "pipe",
    stderr: "pipe",
    timeout: 18_000,
  });
  const [text, status] = [await new Response(client.stdout).text(), await client.exited];
  return status === 0 ? text : `status ${status}: ${text}`;
}

const HAS_IPV6 = Object.values(networkInterfaces()).some((infos) => infos?.some(({ address }) => address === "::1"));

type Run = [type: string, transport: string, flags: string[]];

/** Its option for both families (-Z) asks for one, and then refreshes the other (RFC 8656 §8.2: 443): not used. */
const IPV6_RUNS: Run[] = [["turn", "udp", ["-x"]]];

const RUNS: Run[] = [
  ["turn", "udp", []],
  ["turn", "udp", ["-s"]],
  ["turn", "udp", ["-c"]],
  ...(HAS_IPV6 ? IPV6_RUNS : []),
  // DONT-FRAGMENT.
  ...(process.platform === "linux" ? [["turn", "udp", ["-g"]] satisfies Run] : []),
  ["turn", "tcp", ["-t"]],
  ["turns", "tcp", ["-t", "-S"]],
  ["turns on the port of HTTPS", "tcp", ["-t", "-S"]],
];

testWith([CLIENT]).each(RUNS)("%s over %s: turnutils_uclient %p loses no packet", async (type, transport, flags) => {
  const text = await relays(type, transport, ...flags);
  expect(text).toContain("Total lost packets 0 (0.000000%)");
  expect(text).toMatch(/tot_recv_msgs=[1-9]/);
});

/** Two ends in a page, which may only be relayed: what one says by a data channel, and its sound, reaches the other. */
const CALL = `async (server) => {
  const options = { iceServers: [server], iceTransportPolicy: "relay" };
  const [caller, callee] = [new RTCPeerConnection(options), new RTCPeerConnection(options)];
  caller.onicecandidate = ({ candidate }) => candidate && callee.addIceCandidate(candidate);
  callee.onicecandidate = ({ candidate }) => candidate && caller.addIceCandidate(candidate);
  const tone = new AudioContext();
  const oscillator = tone.createOscillator();
  const sound = tone.createMediaStreamDestination();
  oscillator.connect(sound);
  oscillator.start();
  caller.addTrack(sound.stream.getTracks()[0], sound.stream);
  const heard = new Promise((resolve) => { callee.ontrack = ({ track }) => { track.onunmute = resolve; }; });
  const channel = caller.createDataChannel("words");
  const said = new Promise((resolve) => {
    callee.ondatachannel = (event) => { event.channel.onmessage = ({ data }) => resolve(data); };
  });
  channel.onopen = () => channel.send("wherefore");
  await caller.setLocalDescription(await caller.createOffer());
  await callee.setRemoteDescription(caller.localDescription);
  await callee.setLocalDescription(await callee.createAnswer());
  await caller.setRemoteDescription(callee.localDescription);
  const words = await said;
  await heard;
  const kinds = [...(await caller.getStats()).values()]
    .filter(({ type, candidateType }) => type === "local-candidate").map(({ candidateType }) => candidateType);
  caller.close();
  callee.close();
  return { words, kinds: [...new Set(kinds)] };
}`;

const TRANSPORTS: [type: string, transport: string][] = [
  ["turn", "udp"],
  ["turn", "tcp"],
  ["turns", "tcp"],
  ["turns on the port of HTTPS", "tcp"],
];

testWith([CHROMIUM]).each(TRANSPORTS)(
  "Chromium, relayed alone: words and a sound by %s over %s",
  async (type, transport) => {
    browser ??= await launchChromium();
    const page = await browser.newPage();
    const { type: scheme, username, password: credential, port } = serviceOf(type, transport);
    const urls = `${scheme}:127.0.0.1:${port}?transport=${transport}`;
    const outcome = await page.evaluate(`(${CALL})(${JSON.stringify({ urls, username, credential })})`);
    expect(outcome).toEqual({ words: "wherefore", kinds: ["relay"] });
    await page.close();
  },
);
