/** In a network whose packets have 1,500 bytes at most: what comes of data that is sent over a relay, with DONT-FRAGMENT and without. */
import { ATTRIBUTE } from "../../../src/turn/attributes.ts";
import type { NewAttribute } from "../../../src/turn/message.ts";
import { REQUESTED_UDP, startTestTurn, TestClient } from "../../../src/turn/testing.ts";
import { send } from "../../../src/turn/testing-attributes.ts";
import { openUdpSocket } from "../../../src/turn/udp-socket.ts";

const WHOLE: NewAttribute = [ATTRIBUTE.DONT_FRAGMENT, Buffer.alloc(0)];
const HOSTS = { 4: "127.0.0.1", 6: "::1" } as const;

if (import.meta.main) {
  const publicAddress = (family: 4 | 6): string => HOSTS[family];
  const turn = await startTestTurn({ first: 43_000, last: 43_003 }, { publicAddress, isPeerAllowed: () => true });
  using client = await TestClient.open(turn);
  const both: NewAttribute = [ATTRIBUTE.ADDITIONAL_ADDRESS_FAMILY, Buffer.from([2, 0, 0, 0])];
  const { error } = await client.request(3, [REQUESTED_UDP, WHOLE, both], turn.as("a"));
  const came: string[] = [];
  for (const host of Object.values(HOSTS)) {
    const last = Promise.withResolvers<void>();
    const peer = await openUdpSocket(host, 0, (data) => {
      came.push(`${host} ${data.length}`);
      if (data.length === 3) last.resolve();
    });
    await turn.permits(client, "a", host);
    send(client, peer.port, "x".repeat(3000), host);
    send(client, peer.port, "x".repeat(2999), host, WHOLE);
    send(client, peer.port, "x".repeat(1000), host, WHOLE);
    send(client, peer.port, "x".repeat(3001), host);
    send(client, peer.port, "end", host);
    await last.promise;
    peer.close();
  }
  console.log(JSON.stringify({ error: error ?? null, came }));
  process.exit(0);
}
