/** `jabber-home dns --outside`: Debian's Prosody and ejabberd answer a ping over a connection of their own, or cannot. */
import { describe, expect } from "bun:test";
import { join } from "node:path";
import { followServer } from "../../../src/control/client.ts";
import { homeAt } from "../../../src/home.ts";
import type { SeenByServer, Sight } from "../../../src/operations/sights.ts";
import {
  DIALBACK,
  DIRECT,
  DIRECT_AS_CLIENT,
  EXTERNAL,
  EXTERNAL_AS_CLIENT,
  type FederationMethod,
  IPV6,
  IPV6_AS_CLIENT,
  SHARED_PORT,
  VERIFIED_DIALBACK,
} from "../../support/network/federation-methods.ts";
import { ejabberd } from "../../support/peers/ejabberd.ts";
import { jabberHome } from "../../support/peers/jabber-home.ts";
import type { Peer } from "../../support/peers/peer.ts";
import { prosody } from "../../support/peers/prosody.ts";
import { testWithPeers } from "./needs.ts";
import { befriend, openTwoServers, type TwoServers } from "./two-servers.ts";

/** What the other server is told to have seen. */
async function askedBack({ one, other }: TwoServers): Promise<SeenByServer> {
  const home = homeAt(join(one.installation.folder, "home"));
  const sights: Sight[] = [];
  const isRunning = await followServer(
    home,
    "POST /reachability/look",
    { askAuthority: false, servers: [other.domain] },
    (step) => {
      if ("sight" in step) sights.push(step.sight);
    },
  );
  const [sight] = sights;
  if (!isRunning || sight?.by !== "server") throw new Error(`no server was asked: ${JSON.stringify(sights)}`);
  return sight;
}

const CLOSED = ["listen.server=off", "listen.server_tls=off", "federation.connect_time=5s"];

const METHODS: readonly (readonly [Peer, readonly FederationMethod[]])[] = [
  [prosody, [EXTERNAL, DIALBACK, DIRECT, SHARED_PORT, IPV6]],
  // Debian's takes certificates for EXTERNAL only if they are good as clients, too.
  [ejabberd, [VERIFIED_DIALBACK, EXTERNAL_AS_CLIENT, DIALBACK, DIRECT_AS_CLIENT, IPV6_AS_CLIENT]],
];

for (const [peer, methods] of METHODS) {
  const test = testWithPeers([jabberHome, peer]);
  const open = (method: FederationMethod, settings: readonly string[] = []): Promise<TwoServers> =>
    openTwoServers([jabberHome, peer], method, ["romeo", "juliet"], settings);

  describe(`jabber-home and ${peer.name}`, () => {
    for (const method of methods)
      test(`${method.name}: the ping is answered over a new connection to our port`, async () => {
        await using sides = await open(method);
        const before = Date.now();
        const seen = await askedBack(sides);
        expect(seen).toMatchObject({ outcome: "answered", reached: "yes" });
        expect(seen.stream?.since).toBeGreaterThanOrEqual(before);
        expect(seen.stream?.remoteAddress.includes(":")).toBe(method.family === 6);
        // XEP-0178 where the certificate is valid, whatever else they could do.
        expect(seen.stream?.proof).toBe(method.certificate === "self-signed" ? "dialback" : "external");
        const directly = method.isShared ? "https" : "server_tls";
        expect(seen.listener).toBe(method.records === "_xmpps-server" ? directly : "server");
      });

    test("where messages went both ways before, the answer is known, or known to say nothing", async () => {
      await using sides = await open(methods[0] ?? EXTERNAL);
      const [romeo, juliet] = [await sides.one.enter("romeo"), await sides.other.enter("juliet")];
      await befriend(romeo, juliet);
      const seen = await askedBack(sides);
      expect([seen.outcome, seen.reached]).toEqual(
        seen.outcome === "own-stream" ? ["own-stream", "unknown"] : ["answered", "yes"],
      );
    });

    test("where nothing listens at our port, it is not reached", async () => {
      await using sides = await open(DIALBACK, CLOSED);
      const seen = await askedBack(sides);
      expect(seen.reached).toBe("no");
      expect(["not-sent", "silent"]).toContain(seen.outcome);
    }, 120_000);
  });
}
