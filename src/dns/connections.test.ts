import { expect, test } from "bun:test";
import { tryConnections } from "./connections.ts";
import type { CheckedRecord } from "./record-check.ts";
import { recordsFor } from "./records.ts";
import type { StrayRecord } from "./stray-records.ts";

const records = recordsFor({
  domains: ["example.com"],
  host: "example.com",
  addresses: ["192.0.2.12"],
  ports: { "xmpp-client": 5222, "xmpps-client": 5223, "xmpp-server": 5269, "xmpps-server": 5270 },
});
const found = { A: ["192.0.2.12", "198.51.100.7"], AAAA: ["2001:db8::12", "2001:db8::666"] } as const;
const query = async (type: string) => ({ state: "found", values: found[type as keyof typeof found] }) as never;
const stray: StrayRecord = { type: "AAAA", name: "example.com", value: "2001:db8::666", why: "elsewhere" };

/** The places that are tried where only these SRV records exist. */
async function placesWith(services: readonly string[]): Promise<readonly string[]> {
  const checked = records.map((record): CheckedRecord => {
    const isThere = services.some((service) => record.name.startsWith(`${service}.`));
    if (record.type !== "A") return { record, state: isThere ? "right" : "missing" };
    return { record, state: "wrong", values: [{ value: "198.51.100.7", why: "elsewhere" }], isBeside: true };
  });
  const tried = await tryConnections({ records: checked, strays: [stray] }, { query }, [443], async (address) =>
    address.includes(":") ? "no-route" : "open",
  );
  return tried.map(({ address, port, result }) => `${address} ${port} ${result}`);
}

test("each address of the targets is tried at each port, and that of pages and files, save addresses that stand there wrongly", async () =>
  expect(await placesWith(["_xmpp-client", "_xmpps-client", "_xmpp-server"])).toEqual([
    ...[5222, 5223, 5269, 443].map((port) => `192.0.2.12 ${port} open`),
    ...[5222, 5223, 5269, 443].map((port) => `2001:db8::12 ${port} no-route`),
  ]));

test("RFC 6120 §3.2.2: without SRV records, the usual ports", async () =>
  expect((await placesWith([])).slice(0, 2)).toEqual(["192.0.2.12 5222 open", "192.0.2.12 5269 open"]));
