import { expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { openGateway, wantedPorts } from "./gateway.ts";

test("the ports of public listeners are wanted, and none of this machine alone, of components or behind a web server", () => {
  const listening = {
    client: "[::]:5222",
    client_tls: "127.0.0.1:5223",
    server: "0.0.0.0:5269",
    component: "[::]:5347",
    http_proxied: "[::]:5280",
    https: "[::]:443",
  };
  expect(wantedPorts(listening).map(({ transport, port }) => `${transport} ${port}`)).toEqual([
    "tcp 5222",
    "tcp 5269",
    "tcp 443",
  ]);
});

test("a server for this computer alone opens nothing, and neither does one that is not to ask", () => {
  const general = { addresses: [] } as never;
  const secret = (): never => {
    throw new Error("no key is needed");
  };
  const log = memoryLog();
  const local = { client: "127.0.0.1:5222" };
  expect(
    openGateway({ config: { general, gateway: { enabled: true } }, listening: local, secret, log }),
  ).toBeUndefined();
  const open = { client: "[::]:5222" };
  expect(
    openGateway({ config: { general, gateway: { enabled: false } }, listening: open, secret, log }),
  ).toBeUndefined();
});
