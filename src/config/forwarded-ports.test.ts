import { expect, test } from "bun:test";
import { forwardedPorts } from "./forwarded-ports.ts";

const printed = (listening: Record<string, string>) =>
  forwardedPorts(listening, "49152-49153").map(({ transport, port }) => `${transport} ${port}`);

test("the ports of public listeners, each once, and none of this machine alone, of components or behind a web server", () => {
  const listening = {
    client: "[::]:5222",
    client_tls: "127.0.0.1:5223",
    server: "0.0.0.0:5269",
    server_tls: "off",
    component: "[::]:5347",
    http: "[::1]:80",
    http_proxied: "[::]:5280",
    https: "[::]:443",
    proxy: "0.0.0.0:443",
  };
  expect(printed(listening)).toEqual(["tcp 5222", "tcp 5269", "tcp 443"]);
});

test("where calls are relayed for others, their ports are there, over UDP as well", () => {
  const relays = ["udp 49152", "udp 49153"];
  expect(printed({ turn: "[::]:3478", turns: "[::]:5349" })).toEqual([
    ...["tcp 3478", "udp 3478", "tcp 5349", ...relays],
  ]);
  expect(printed({ turns: "[::]:5349" })).toEqual(["tcp 5349", ...relays]);
  expect(printed({ turn: "127.0.0.1:3478" })).toEqual([]);
});
