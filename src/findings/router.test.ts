/** What a router does, as findings: each provoked once, and not found where all is well. */
import { expect, test } from "bun:test";
import type { GatewayReport } from "../gateway/report.ts";
import { LANGUAGES } from "../messages/language.ts";
import type { StatusReport } from "../operations/status.ts";
import { findingText } from "./finding-text.ts";
import { routerCheck } from "./router.ts";

const tcp = (port: number) => ({ transport: "tcp", port }) as const;
const WELL: GatewayReport = {
  ...{ state: "found", protocol: "pcp", router: "192.168.1.1", external: "9.9.8.2", hairpin: true },
  ports: [tcp(5222), tcp(5269)],
  pinholes: [{ address: "2a02::1", ports: [tcp(5222)] }],
};
const NO_IPV6: Partial<GatewayReport> = { pinholes: [] };

const find = (gateway: GatewayReport | undefined) =>
  routerCheck.look((gateway ? { gateway } : {}) as StatusReport, 0).map((finding) => ({
    severity: finding.severity,
    kind: (finding.details as { kind: string }).kind,
    finding,
  }));

test("nothing is found where all ports are open, where the router is being looked for, and where it is not asked", () => {
  expect(find(WELL)).toEqual([]);
  expect(find({ ...WELL, ...NO_IPV6 })).toEqual([]);
  expect(find({ state: "looking", ports: [], pinholes: [] })).toEqual([]);
  expect(find(undefined)).toEqual([]);
  // No router is needed.
  expect(find({ state: "absent", isDirect: true, ports: [], pinholes: [] })).toEqual([]);
  // Whether there is hairpin may be unknown.
  const { hairpin: _, ...unknown } = WELL;
  expect(find(unknown)).toEqual([]);
});

test.each<[string, Partial<GatewayReport>, string, string]>([
  ["absent", { state: "absent", ports: [], pinholes: [] }, "warning", "No router answers"],
  ["closed", { ports: [tcp(5222), { ...tcp(80), problem: "refused" }] }, "warning", "The router does not open TCP 80"],
  ["closed", { ports: [{ ...tcp(5222), problem: "conflict" }] }, "warning", "it leads there to another machine"],
  ["closed", { ports: [{ ...tcp(5222), problem: "no-resources" }] }, "warning", "it has no room for more"],
  ["closed", { ports: [{ ...tcp(5222), problem: "no-network" }] }, "warning", "it has no public address itself"],
  ["closed", { ports: [{ ...tcp(5222), problem: "no-answer" }] }, "warning", "it does not answer any more"],
  ["closed", { ports: [{ ...tcp(5222), problem: "wrong-answer" }] }, "warning", "its answer makes no sense"],
  [
    "no-hole",
    { pinholes: [{ address: "2a02::1", ports: [{ ...tcp(443), problem: "refused" }] }] },
    "warning",
    "The router's firewall does not let TCP 443 through to 2a02::1",
  ],
  ["shared", { external: "100.64.3.4", obstacle: "shared", ...NO_IPV6 }, "bad", "(CGNAT, 100.64.3.4)"],
  ["shared", { external: "100.64.3.4", obstacle: "shared" }, "warning", "(CGNAT, 100.64.3.4)"],
  [
    "shared",
    { external: "100.64.3.4", obstacle: "shared", ports: [{ ...tcp(5222), problem: "no-network" }] },
    "warning",
    "(CGNAT, 100.64.3.4)",
  ],
  ["double-nat", { external: "192.168.0.2", obstacle: "double-nat", ...NO_IPV6 }, "bad", "behind another router"],
  ["elsewhere", { obstacle: "elsewhere" }, "warning", "but the world sees another one"],
  ["no-hairpin", { hairpin: false }, "notice", "no hairpin NAT"],
])("%s is found, with what helps, in every language", (kind, more, severity, sentence) => {
  const found = find({ ...WELL, ...more });
  expect(found.map((one) => [one.kind, one.severity])).toEqual([[kind, severity]]);
  for (const { finding } of found) {
    const english = findingText(finding, "en");
    expect(english.sentence).toContain(sentence);
    expect(english.remedies.length).toBeGreaterThan(0);
    for (const language of LANGUAGES.filter((each) => each !== "en")) {
      const other = findingText(finding, language);
      expect(other.remedies.length).toBe(english.remedies.length);
      expect(other.sentence).not.toBe(english.sentence);
    }
  }
});

test("the way to the page of a router that is known is said", () => {
  const ports = [{ ...tcp(80), problem: "refused" }] as const;
  const [known] = find({ ...WELL, ports, maker: "fritzbox" });
  expect(known && findingText(known.finding, "en").remedies.at(-1)).toBe(
    "Fritz!Box (http://fritz.box): Internet, Permit Access, Port Sharing.",
  );
  const [unknown] = find({ ...WELL, ports });
  expect(unknown && findingText(unknown.finding, "fr").remedies.at(-1)).toContain("(http://192.168.1.1)");
});
