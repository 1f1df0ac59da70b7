/** The relay for calls listens without a setting: where the system has no IPv6, and where another program has its port. */
import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { readConfig } from "../../src/config/read.ts";
import { modules } from "../../src/modules.ts";
import type { CallsByDefault } from "../support/network/calls-by-default.ts";
import { noHomeRouter } from "../support/network/home-router.ts";
import { runProgram } from "../support/process/started.ts";

const SCRIPT = resolve(import.meta.dir, "../support/network/calls-by-default.ts");

/** In a network of its own, where every port is free. */
async function startIn(network: string, ...args: readonly string[]): Promise<CallsByDefault> {
  const shell = ["unshare", "--net", "--mount", "sh", "-e", "-c", `ip link set lo up; ${network} exec "$@"`, "sh"];
  const { exit, out, err } = await runProgram([...shell, process.execPath, SCRIPT, ...args]);
  if (exit !== 0) throw new Error(`${exit}: ${out}${err}`);
  return JSON.parse(out) as CallsByDefault;
}

test("calls are relayed at 3478, and by TLS at 5349, where nothing else is said", () => {
  const { turn, turns } = readConfig("", modules).listen;
  expect({ turn, turns }).toEqual({ turn: "[::]:3478", turns: "[::]:5349" });
});

const testInNetwork = test.skipIf(noHomeRouter() !== undefined);
const WITHOUT_IPV6 = "echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6;";

testInNetwork.each([
  ["with IPv6", ""],
  ["without IPv6", WITHOUT_IPV6],
])("%s, a server answers STUN by UDP, and listens by TCP and TLS, without a warning", async (_, network) => {
  const { listening, ...rest } = await startIn(network);
  expect(listening).toMatchObject({ turn: "[::]:3478", turns: "[::]:5349" });
  expect(rest).toEqual({ refused: [], told: [], isAnswered: true });
});

testInNetwork("a port that another program has is a warning, also in the status, and the server starts", async () => {
  const { listening, refused, told } = await startIn(WITHOUT_IPV6, "taken");
  expect(told).toEqual(["turn udp EADDRINUSE", "turn tcp EADDRINUSE"]);
  expect(refused).toEqual(["turn 127.0.0.1 UDP 3478", "turn [::]:3478"]);
  expect(listening).toMatchObject({ client: "[::]:5222", turns: "[::]:5349" });
  expect(listening).not.toHaveProperty("turn");
});
