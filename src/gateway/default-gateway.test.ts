import { describe, expect, test } from "bun:test";
import { ipv4Gateway, ipv6Gateway, netstatGateway } from "./default-gateway.ts";

describe("the default gateway", () => {
  test("of Linux: the route with the lowest metric", () => {
    const head = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n";
    const table = `${head}wlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\neth0\t00000000\tFE01A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\neth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n`;
    expect(ipv4Gateway(table)).toBe("192.168.1.254");
    expect(ipv4Gateway(head)).toBeUndefined();
  });

  test("of IPv6: with its zone where it is link-local", () => {
    const line = (gateway: string): string =>
      `${"0".repeat(32)} 00 ${"0".repeat(32)} 00 ${gateway} 00000400 00000001 00000000 00000003 eth0\n`;
    expect(ipv6Gateway(line("fe800000000000000000000000000001"))).toBe("fe80::1%eth0");
    expect(ipv6Gateway(line("20010db8000000000000000000000001"))).toBe("2001:db8::1");
    expect(ipv6Gateway("")).toBeUndefined();
  });

  test("of macOS and Windows: what netstat prints", () => {
    expect(
      netstatGateway("default            link#14            UCSg     en1\ndefault   192.168.1.1   UGScg  en0\n"),
    ).toBe("192.168.1.1");
    expect(netstatGateway("          0.0.0.0          0.0.0.0      192.168.0.1    192.168.0.7     25\r\n")).toBe(
      "192.168.0.1",
    );
    expect(netstatGateway("nothing")).toBeUndefined();
  });
});
