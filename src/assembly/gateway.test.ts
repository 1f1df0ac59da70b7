import { expect, test } from "bun:test";
import { memoryLog } from "../../tests/support/in-memory/memory-log.ts";
import { openGateway } from "./gateway.ts";

const RELAYS = "49152-49153";

test("a server for this computer alone opens nothing, and neither does one that is not to ask", () => {
  const turn = { relay_ports: RELAYS } as never;
  const secret = (): never => {
    throw new Error("no key is needed");
  };
  const deps = { secret, log: memoryLog(), seenAddresses: () => [] };
  const local = { client: "127.0.0.1:5222" };
  expect(openGateway({ ...deps, config: { turn, gateway: { enabled: true } }, listening: local })).toBeUndefined();
  const open = { client: "[::]:5222" };
  expect(openGateway({ ...deps, config: { turn, gateway: { enabled: false } }, listening: open })).toBeUndefined();
});
