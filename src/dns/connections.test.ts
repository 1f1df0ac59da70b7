import { expect, test } from "bun:test";
import { tryConnections } from "./connections.ts";
import type { CheckedRecord } from "./record-check.ts";
import { recordsFor } from "./records.ts";

const records = recordsFor({
  domains: ["example.com"],
  host: "example.com",
  addresses: ["192.0.2.12"],
  ports: { "xmpp-client": 5222, "xmpps-client": 5223, "xmpp-server": 5269, "xmpps-server": undefined },
});

test("each address of the targets is tried at each port, save addresses that stand there wrongly", async () => {
  const found = { A: ["192.0.2.12", "198.51.100.7"], AAAA: ["2001:db8::12"] } as const;
  const query = async (type: string) => ({ state: "found", values: found[type as keyof typeof found] }) as never;
  const checked = records.map((record): CheckedRecord => {
    if (record.type !== "A") return { record, state: record.name.startsWith("_xmpp-") ? "right" : "missing" };
    return { record, state: "wrong", values: [{ value: "198.51.100.7", why: "elsewhere" }], isBeside: true };
  });
  const tried = await tryConnections(checked, { query }, async (address, port) =>
    address.includes(":") ? "no-route" : port === 5222 ? "open" : "refused",
  );
  const places = tried.map(({ address, port, result }) => `${address} ${port} ${result}`);
  expect(places).toEqual([
    "192.0.2.12 5222 open",
    "192.0.2.12 5223 refused",
    "192.0.2.12 5269 refused",
    ...[5222, 5223, 5269].map((port) => `2001:db8::12 ${port} no-route`),
  ]);
});
