import { expect, test } from "bun:test";
import { gatewayLines, portsText, type SeenGateway } from "./gateway.ts";

const tcp = (port: number) => ({ transport: "tcp", port }) as const;
const report: SeenGateway = {
  ...{ state: "found", protocol: "nat-pmp", router: "192.168.1.1", external: "9.9.8.2" },
  ports: [tcp(5222), { ...tcp(80), problem: "refused" }, tcp(443), { transport: "udp", port: 3478 }],
  pinholes: [{ address: "2a02::1", ports: [{ ...tcp(5222), problem: "no-answer" }] }],
};
const textsOf = (seen: SeenGateway, language: "en" | "fr") =>
  gatewayLines(seen, language).map(({ mark, text }) => `${mark}: ${text}`);

test("ports are sorted, each once, by transport, and three in a row are a range", () => {
  expect(portsText([3, 2, 80, 1, 81].map(tcp))).toBe("TCP 1-3, 80, 81");
  expect(portsText([tcp(443), { transport: "udp", port: 1 }, tcp(80), tcp(80)])).toBe("TCP 80, 443, UDP 1");
});

test("what is open, then what is not and why, then holes, then what is in the way", () => {
  const seen = { ...report, obstacle: "elsewhere", hairpin: false } as const;
  const lines = textsOf(seen, "en");
  expect(lines.slice(0, 3)).toEqual([
    "right: The router (192.168.1.1, NAT-PMP) leads TCP 443, 5222, UDP 3478 to here, from 9.9.8.2.",
    "wrong: The router does not open TCP 80: it refuses, or has use for the port itself.",
    "wrong: The router's firewall does not let TCP 5222 through to 2a02::1: it does not answer any more.",
  ]);
  expect(lines[3]).toStartWith("wrong: The router's address is 9.9.8.2, but the world sees another one");
  expect(lines[4]).toStartWith("note: Inside your network");
  expect(textsOf(seen, "fr")).toHaveLength(5);
});

test("no router, and one that is still being looked for", () => {
  expect(textsOf({ state: "absent", ports: [], pinholes: [] }, "en")[0]).toStartWith("wrong: No router answers");
  expect(textsOf({ state: "looking", ports: [], pinholes: [] }, "fr")).toEqual(["note: La box est recherchée."]);
});
