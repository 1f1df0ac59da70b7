import { expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { openGateway, wantedPorts } from "./gateway.ts";

const RELAYS = "49152-49153";

test("the ports of public listeners are wanted, and none of this machine alone, of components or behind a web server", () => {
  const listening = {
    client: "[::]:5222",
    client_tls: "127.0.0.1:5223",
    server: "0.0.0.0:5269",
    component: "[::]:5347",
    http_proxied: "[::]:5280",
    https: "[::]:443",
  };
  expect(wantedPorts(listening, RELAYS).map(({ transport, port }) => `${transport} ${port}`)).toEqual([
    "tcp 5222",
    "tcp 5269",
    "tcp 443",
  ]);
});

test("where calls are relayed for others, their ports are wanted, over UDP as well", () => {
  const printed = (listening: Record<string, string>) =>
    wantedPorts(listening, RELAYS).map(({ transport, port }) => `${transport} ${port}`);
  expect(printed({ turn: "[::]:3478", turns: "[::]:5349" })).toEqual([
    ...["tcp 3478", "udp 3478", "tcp 5349", "udp 49152", "udp 49153"],
  ]);
  expect(printed({ turn: "127.0.0.1:3478" })).toEqual([]);
});

test("a server for this computer alone opens nothing, and neither does one that is not to ask", () => {
  const general = { addresses: [] } as never;
  const turn = { relay_ports: RELAYS } as never;
  const secret = (): never => {
    throw new Error("no key is needed");
  };
  const log = memoryLog();
  const local = { client: "127.0.0.1:5222" };
  expect(
    openGateway({ config: { general, turn, gateway: { enabled: true } }, listening: local, secret, log }),
  ).toBeUndefined();
  const open = { client: "[::]:5222" };
  expect(
    openGateway({ config: { general, turn, gateway: { enabled: false } }, listening: open, secret, log }),
  ).toBeUndefined();
});
