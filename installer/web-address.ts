/** What setup writes as web.address. */
import { parseListener } from "../src/config/listener.ts";
import { HTTPS_PORT, parseWebAddress, printWebAddress } from "../src/config/web-address.ts";

export interface WebPlace {
  /** As parseDomain returns them. */
  readonly domain: string;
  readonly host: string;
  /** Whether the domain's own name leads to this machine. */
  readonly isDomainHere: boolean;
  /** listen.https: ADDRESS:PORT or "off". */
  readonly https: string;
}

/**
 * Empty where the default is right: the domain, with the port of listen.https. Otherwise the name of this machine: the domain's
 * leads to a web site elsewhere.
 */
export function webAddressFor({ domain, host, isDomainHere, https }: WebPlace): string {
  if (host === domain || isDomainHere) return "";
  // Where it is off, another web server is in front.
  return printWebAddress({ name: host, port: parseListener(https)?.port || HTTPS_PORT });
}

/** Whether a web.address is a person's own choice: setup gives it no other name than the domain's or the machine's. */
export const isChosen = (address: string, names: readonly string[]): boolean =>
  address !== "" && !names.includes(parseWebAddress(address)?.name ?? "");
