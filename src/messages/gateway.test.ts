import { expect, test } from "bun:test";
import { openLines, portsText, type SeenGateway, waysTo } from "./gateway.ts";

const tcp = (port: number) => ({ transport: "tcp", port }) as const;
const report: SeenGateway = {
  ...{ state: "found", protocol: "nat-pmp", router: "192.168.1.1", external: "9.9.8.2" },
  ports: [tcp(5222), { ...tcp(80), problem: "refused" }, tcp(443), { transport: "udp", port: 3478 }],
  pinholes: [{ address: "2a02::1", ports: [{ ...tcp(5222), problem: "no-answer" }] }],
};
test("ports are sorted, each once, by transport, and three in a row are a range", () => {
  expect(portsText([3, 2, 80, 1, 81].map(tcp))).toBe("TCP 1-3, 80, 81");
  expect(portsText([tcp(443), { transport: "udp", port: 1 }, tcp(80), tcp(80)])).toBe("TCP 80, 443, UDP 1");
});

test("what is open, by IPv4 and through the firewall", () => {
  expect(openLines(report, "en")).toEqual([
    "The router (192.168.1.1, NAT-PMP) leads TCP 443, 5222, UDP 3478 to here, from 9.9.8.2.",
  ]);
  const pinholes = [{ address: "2a02::1", ports: [tcp(5222)] }];
  expect(openLines({ ...report, pinholes }, "fr")[1]).toBe(
    "Le pare-feu de la box laisse passer TCP 5222 vers 2a02::1.",
  );
  expect(openLines({ state: "looking", ports: [], pinholes: [] }, "fr")).toEqual([
    "La box est recherchée, et les ports lui sont demandés.",
  ]);
});

test("the way to the page of a router that is known, and those of the usual ones else", () => {
  expect(waysTo({ router: "192.168.1.1", maker: "livebox" }, "fr")).toEqual([
    "Livebox (http://livebox)\u00a0: Réseau, NAT/PAT\u00a0; l'adresse fixe sous DHCP.",
  ]);
  const [first, ...usual] = waysTo({ router: "192.168.1.1" }, "en");
  expect(first).toStartWith("In the router's settings (http://192.168.1.1)");
  expect(usual.join(" ")).toContain("Fritz!Box");
  expect(waysTo({ router: "fe80::1%eth0" }, "en")[0]).toStartWith("In the router's settings this is called");
});
