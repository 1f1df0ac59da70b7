/** A server for this computer alone, as setup writes it for a trial. */
import { isLoopback, parseListener } from "./listener.ts";
import type { Config } from "./schema.ts";

/**
 * Whether nobody comes in from elsewhere: apps and browsers by loopback, other servers not at all, and no web server passes
 * visits on. Of the relay for calls nothing is said.
 */
export function isForThisComputer({ listen }: Pick<Config, "listen">): boolean {
  const { client, client_tls, https, http, proxy, server, server_tls, http_proxied } = listen;
  const isHere = (text: string): boolean => {
    const address = parseListener(text);
    return address === undefined || isLoopback(address);
  };
  return [client, client_tls, https, http, proxy].every(isHere) && [server, server_tls, http_proxied].every(isOff);
}

const isOff = (text: string): boolean => parseListener(text) === undefined;
