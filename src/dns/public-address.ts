/** The public IPv4 address of this machine, from echo services that the caller names. */
import { isIPv4 } from "node:net";
import { reachOf } from "../net/ip-address.ts";
import type { Resolver } from "./resolver.ts";

/** A service that answers with the address of its client: an https URL, or a name to query at the address of a DNS server. */
export type EchoService =
  | { readonly url: string }
  | { readonly name: string; readonly type: "A" | "TXT"; readonly server: string };

export type EchoFailure = "unreachable" | "not-a-public-address";

export interface PublicAddress {
  /** Undefined where no service returned one. */
  readonly address: string | undefined;
  /** The services that failed, in order. */
  readonly failures: readonly { readonly service: EchoService; readonly reason: EchoFailure }[];
}

export interface EchoDeps {
  readonly fetch: (url: string, init: { signal: AbortSignal; redirect: "error" }) => Promise<Response>;
  readonly open: (servers: readonly string[]) => Resolver;
  readonly timeoutMs: number;
}

/** Tries the services in order until one returns a public IPv4 address. */
export async function publicIPv4(services: readonly EchoService[], deps: EchoDeps): Promise<PublicAddress> {
  const failures: { service: EchoService; reason: EchoFailure }[] = [];
  for (const service of services) {
    const text = "url" in service ? await echoOfUrl(service.url, deps) : await echoOfName(service, deps);
    if (text !== undefined && isIPv4(text) && reachOf(text) === "public") return { address: text, failures };
    failures.push({ service, reason: text === undefined ? "unreachable" : "not-a-public-address" });
  }
  return { address: undefined, failures };
}

const MAX_ECHO_BYTES = 256;

async function echoOfUrl(url: string, { fetch, timeoutMs }: EchoDeps): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs), redirect: "error" });
    return response.ok ? await firstBytes(response) : undefined;
  } catch {
    // Any rejection of fetch counts as unreachable.
    return undefined;
  }
}

/** The beginning of the body, trimmed: enough for an address. The rest is not read. */
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
  { open }: EchoDeps,
): Promise<string | undefined> {
  const answer = await open([server]).query(type, name);
  return answer.state === "found" ? answer.values[0] : undefined;
}
