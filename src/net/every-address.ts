/** "::" means every address that this machine has: those of both versions, or of IPv4 alone where the system has no IPv6. */
import { isIPv6 } from "node:net";

/** Where IPv6 is off in the kernel, no socket of it can be made (EAFNOSUPPORT), or no address of it is there (EADDRNOTAVAIL). */
const LACKS_IPV6: ReadonlySet<unknown> = new Set(["EAFNOSUPPORT", "EPROTONOSUPPORT", "EADDRNOTAVAIL"]);

/** The system's error code of a failure to listen at `host`. */
function codeOf(error: unknown, host: string): unknown {
  const { code } = error as { code?: unknown };
  // Bun.listen has no code for a socket that could not be made.
  return code ?? (isIPv6(host) ? "EAFNOSUPPORT" : undefined);
}

/** Whether every address of IPv4 is to be tried instead. */
const isWithoutIPv6 = (error: unknown, host: string): boolean => host === "::" && LACKS_IPV6.has(codeOf(error, host));

/** The error with its `code`, also where the runtime has left it out. */
function withCode(error: unknown, host: string): unknown {
  const code = codeOf(error, host);
  return error instanceof Error && code !== undefined ? Object.assign(error, { code }) : error;
}

/** Listens by `listen`, which is given the address to bind. Throws what it throws, with the system's `code`. */
export function onEveryAddress<Listener>(host: string, listen: (host: string) => Listener): Listener {
  try {
    return listen(host);
  } catch (error) {
    if (isWithoutIPv6(error, host)) return onEveryAddress("0.0.0.0", listen);
    throw withCode(error, host);
  }
}

/** The same for a `listen` that is answered later. */
export async function onEveryAddressLater<Listener>(
  host: string,
  listen: (host: string) => Promise<Listener>,
): Promise<Listener> {
  try {
    return await listen(host);
  } catch (error) {
    if (isWithoutIPv6(error, host)) return await onEveryAddressLater("0.0.0.0", listen);
    throw withCode(error, host);
  }
}
