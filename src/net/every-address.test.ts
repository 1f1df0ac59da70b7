/** Listening at "::" on machines with and without IPv6. */
import { expect, test } from "bun:test";
import { onEveryAddress, onEveryAddressLater } from "./every-address.ts";

const failure = (code?: string): Error => Object.assign(new Error("Failed to listen"), code ? { code } : {});

/** A system that refuses IPv6 as a kernel with ipv6.disable=1 does: the runtime tells it with this code, or with none. */
function withoutIPv6(code: string | undefined) {
  const bound: string[] = [];
  const listen = (host: string): string => {
    if (host.includes(":")) throw failure(code);
    bound.push(host);
    return host;
  };
  return { bound, listen };
}

test.each([undefined, "EAFNOSUPPORT", "EADDRNOTAVAIL"])(
  "without IPv6 (%s), :: is every address of IPv4",
  async (code) => {
    const { bound, listen } = withoutIPv6(code);
    expect(onEveryAddress("::", listen)).toBe("0.0.0.0");
    expect(await onEveryAddressLater("::", async (host) => listen(host))).toBe("0.0.0.0");
    expect(bound).toEqual(["0.0.0.0", "0.0.0.0"]);
  },
);

test("an address of IPv6 that was asked for by itself fails, with the system's code", async () => {
  const { listen } = withoutIPv6(undefined);
  expect(() => onEveryAddress("::1", listen)).toThrow(expect.objectContaining({ code: "EAFNOSUPPORT" }));
  const later = onEveryAddressLater("2001:db8::1", async (host) => listen(host));
  await expect(later).rejects.toMatchObject({ code: "EAFNOSUPPORT" });
});

test.each(["EADDRINUSE", "EACCES"])("%s is no reason to try another address", (code) => {
  const tried: string[] = [];
  const listen = (host: string): never => {
    tried.push(host);
    throw failure(code);
  };
  expect(() => onEveryAddress("::", listen)).toThrow(expect.objectContaining({ code }));
  expect(tried).toEqual(["::"]);
});

test("with IPv6, :: is bound as it is", () => {
  expect(onEveryAddress("::", (host) => host)).toBe("::");
});
