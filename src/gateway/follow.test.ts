/** A router that changes, goes and comes back. */
import { describe, expect, test } from "bun:test";
import { keep, settle, TCP_5222 } from "../../tests/support/network/kept-ports.ts";
import { MINUTE } from "../clock.ts";
import { MappingError, type WantedPort } from "./report.ts";

describe("following the router", () => {
  test("a router whose address changes is asked anew within a minute, and who follows the address is told", async () => {
    let external = "9.9.8.2";
    const told: (string | undefined)[] = [];
    const { gateway, clock, calls } = keep(
      {
        externalAddress: async () => external,
        look: async () => ({ external, epoch: undefined, isKept: true }),
      },
      { moved: () => told.push(gateway.publicAddress()) },
    );
    await gateway.ready;
    expect(told).toEqual(["9.9.8.2"]);
    clock.advance(MINUTE);
    await settle();
    expect(calls).toHaveLength(1);
    for (const next of ["9.9.8.3", "100.64.0.7", "192.168.0.2"]) {
      external = next;
      clock.advance(MINUTE);
      await settle();
    }
    // RFC 6598, RFC 1918: what is not public is no address for others.
    expect(told).toEqual(["9.9.8.2", "9.9.8.3", undefined, undefined]);
    expect(gateway.report()).toMatchObject({ external: "192.168.0.2", obstacle: "double-nat" });
    expect(calls).toHaveLength(4);
    await gateway.stop();
  });

  test("the address is told before all ports are open", async () => {
    const last = Promise.withResolvers<void>();
    const told = Promise.withResolvers<string | undefined>();
    const wanted = [TCP_5222, { transport: "tcp", port: 5269 }] as const;
    const map = async ({ port }: WantedPort, lifetime: number) => {
      if (port === 5269) await last.promise;
      return { lifetime, external: "9.9.8.3", epoch: undefined };
    };
    const moved = (): void => told.resolve(gateway.publicAddress());
    const { gateway } = keep({ map, externalAddress: async () => undefined }, { wanted, moved });
    expect(await told.promise).toBe("9.9.8.3");
    last.resolve();
    await gateway.ready;
    await gateway.stop();
  });

  test("what the world sees may be found out later: then nothing is in the way any more", async () => {
    let seen = ["9.9.8.1"];
    const { gateway } = keep({}, { seenAddresses: () => seen });
    await gateway.ready;
    expect(gateway.report().obstacle).toBe("elsewhere");
    seen = ["9.9.8.2"];
    expect(gateway.report().obstacle).toBeUndefined();
    await gateway.stop();
  });

  test.each([
    ["has forgotten the port", { epoch: undefined, isKept: false }],
    ["counts its time anew (RFC 6887 §8.5)", { epoch: 3, isKept: true }],
    ["does not answer any more", undefined],
  ] as const)("a router that %s is asked for all ports at once", async (_, sight) => {
    const { gateway, clock, calls } = keep({
      map: async ({ port }, lifetime) => {
        calls.push(`map ${port}`);
        return { lifetime, external: undefined, epoch: 4000 };
      },
      look: async () => {
        if (!sight) throw new MappingError("no-answer", "test");
        return { external: "9.9.8.2", ...sight };
      },
    });
    await gateway.ready;
    clock.advance(MINUTE);
    await settle();
    expect(calls).toEqual(["map 5222", "map 5222"]);
    await gateway.stop();
  });

  test("a router that is gone is looked for after a minute, then less and less often; when it is back, all is open", async () => {
    let isThere = true;
    const { gateway, clock, searches } = keep({
      map: async (_, lifetime) => {
        if (!isThere) throw new MappingError("no-answer", "test");
        return { lifetime, external: undefined, epoch: undefined };
      },
      look: async () => {
        if (!isThere) throw new MappingError("no-answer", "test");
        return { external: "9.9.8.2", epoch: undefined, isKept: true };
      },
    });
    await gateway.ready;
    isThere = false;
    const searched: number[] = [];
    for (let minute = 1; minute <= 40; minute += 1) {
      const before = searches();
      clock.advance(MINUTE);
      await settle();
      if (searches() > before) searched.push(minute);
    }
    expect(searched).toEqual([2, 4, 8, 16, 31]);
    // It is there still as far as anybody knows.
    expect(gateway.publicAddress()).toBe("9.9.8.2");
    isThere = true;
    for (let minute = 0; minute < 15; minute += 1) {
      clock.advance(MINUTE);
      await settle();
    }
    expect(gateway.report().ports).toEqual([TCP_5222]);
    await gateway.stop();
  });

  test("where this machine gets another address, the router is looked for anew", async () => {
    let own = ["192.168.1.20"];
    const { gateway, clock, searches } = keep({}, { ownAddresses: () => own });
    await gateway.ready;
    own = ["192.168.1.20", "2a02:1234::1"];
    clock.advance(MINUTE);
    await settle();
    expect(searches()).toBe(2);
    await gateway.stop();
  });
});
