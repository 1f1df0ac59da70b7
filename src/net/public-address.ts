/** The IPv4 address under which the world sees this machine, by asking only whom the caller names. */

import { isIPv4 } from "node:net";
import { reachOf } from "./ip-address.ts";
import type { Resolver } from "./resolver.ts";

/** A service that answers with the address of who asks: an https URL, or a name to ask of a DNS server's address. */
export type EchoService =
  | { readonly url: string }
  | { readonly name: string; readonly type: "A" | "TXT"; readonly server: string };

export type EchoFailure = "unreachable" | "not-a-public-address";

export interface PublicAddress {
  /** Undefined where no service gave one. */
  readonly address: string | undefined;
  /** The services that were asked in vain, in order, and why. */
  readonly failures: readonly { readonly service: EchoService; readonly reason: EchoFailure }[];
}

export interface EchoMeans {
  readonly fetch: (url: string, init: { signal: AbortSignal; redirect: "error" }) => Promise<Response>;
  readonly open: (servers: readonly string[]) => Resolver;
  readonly timeoutMs: number;
}

/** Asks the services one after another until one tells; with none, nobody is asked. */
export async function publicIPv4(services: readonly EchoService[], means: EchoMeans): Promise<PublicAddress> {
  const failures: { service: EchoService; reason: EchoFailure }[] = [];
  for (const service of services) {
    const text = "url" in service ? await echoOfUrl(service.url, means) : await echoOfName(service, means);
    if (text !== undefined && isIPv4(text) && reachOf(text) === "public") return { address: text, failures };
    failures.push({ service, reason: text === undefined ? "unreachable" : "not-a-public-address" });
  }
  return { address: undefined, failures };
}

const MAX_ECHO_BYTES = 256;

async function echoOfUrl(url: string, { fetch, timeoutMs }: EchoMeans): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
    return response.ok ? await firstBytes(response) : undefined;
  } catch {
    // Whatever fetch rejects with, the service told nothing.
    return undefined;
  }
}

/** The body's text, trimmed, as far as an address could reach; the rest is not waited for. */
async function firstBytes(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_ECHO_BYTES) break;
  }
  return text.trim();
}

async function echoOfName(
  { name, type, server }: Extract<EchoService, { name: string }>,
  { open }: EchoMeans,
): Promise<string | undefined> {
  const answer = await open([server]).ask(type, name);
  return answer.state === "found" ? answer.values[0] : undefined;
}
