/** The public IPv4 address, from echo services. */
import { describe, expect, test } from "bun:test";
import { type EchoDeps, publicIPv4 } from "./public-address.ts";

describe("the public IPv4 address, from echo services", () => {
  const means = (
    bodies: Readonly<Record<string, string | undefined>>,
    names: Readonly<Record<string, string>> = {},
  ) => {
    const asked: string[] = [];
    const made: EchoDeps = {
      timeoutMs: 1000,
      fetch: async (url) => {
        asked.push(url);
        const body = bodies[url];
        if (body === undefined) throw new TypeError("connection refused");
        return new Response(body);
      },
      open: (servers) => ({
        query: async (type, name) => {
          asked.push(`${type} ${name} ${servers.join()}`);
          const value = names[name];
          return value === undefined ? { state: "absent" } : { state: "found", values: [value as never] };
        },
      }),
    };
    return { made, asked };
  };

  test("without services nothing is asked", async () => {
    const { made, asked } = means({});
    expect(await publicIPv4([], made)).toEqual({ address: undefined, failures: [] });
    expect(asked).toEqual([]);
  });

  test("the next service is asked where one fails, and none after one that succeeds", async () => {
    const { made, asked } = means({ "https://b/": " 8.8.4.4\n", "https://c/": "8.8.8.8" });
    const answer = await publicIPv4([{ url: "https://a/" }, { url: "https://b/" }, { url: "https://c/" }], made);
    expect(answer).toEqual({
      address: "8.8.4.4",
      failures: [{ service: { url: "https://a/" }, reason: "unreachable" }],
    });
    expect(asked).toEqual(["https://a/", "https://b/"]);
  });

  test("a DNS server can be an echo service", async () => {
    const { made, asked } = means({}, { "myip.example": "8.8.8.8" });
    const service = { name: "myip.example", type: "A", server: "192.0.2.53" } as const;
    expect((await publicIPv4([service], made)).address).toBe("8.8.8.8");
    expect(asked).toEqual(["A myip.example 192.0.2.53"]);
  });

  test.each(["<html>login</html>", "192.168.1.1", "100.64.0.9", "2a00::1", "8.8.8.8 8.8.8.8", "", "8".repeat(1e6)])(
    "an answer that is no public IPv4 address is not believed (%#)",
    async (body) =>
      expect((await publicIPv4([{ url: "https://a/" }], means({ "https://a/": body }).made)).failures).toEqual([
        { service: { url: "https://a/" }, reason: "not-a-public-address" },
      ]),
  );
});
