import { expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { openGateway, wantedPorts } from "./gateway.ts";

const RELAYS = "49152-49153";

test("a UDP port that another program has is not opened to it", async () => {
  const general = { addresses: [] };
  const turn = { relay_ports: RELAYS };
  const deps = {
    ...{
      listening: { turn: "[::]:3478" },
      secret: () => new Uint8Array(32),
      log: memoryLog(),
      seenAddresses: () => [],
    },
    config: { general, turn, gateway: { enabled: true } } as never,
  };
  const portsFor = (turnUdpPort: number | undefined): readonly string[] =>
    wantedPorts({ ...deps, turnUdpPort }).map(({ transport, port }) => `${transport} ${port}`);
  expect(portsFor(3478)).toEqual(["tcp 3478", "udp 3478", "udp 49152", "udp 49153"]);
  expect(portsFor(undefined)).toEqual(["tcp 3478", "udp 49152", "udp 49153"]);
});

test("a server for this computer alone opens nothing, and neither does one that is not to ask", () => {
  const turn = { relay_ports: RELAYS } as never;
  const secret = (): never => {
    throw new Error("no key is needed");
  };
  const deps = { turnUdpPort: undefined, secret, log: memoryLog(), seenAddresses: () => [] };
  const local = { client: "127.0.0.1:5222" };
  expect(openGateway({ ...deps, config: { turn, gateway: { enabled: true } }, listening: local })).toBeUndefined();
  const open = { client: "[::]:5222" };
  expect(openGateway({ ...deps, config: { turn, gateway: { enabled: false } }, listening: open })).toBeUndefined();
});
