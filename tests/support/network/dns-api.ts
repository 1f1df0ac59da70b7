/** A provider's API on loopback: answers as its documentation shows them, and what was asked. */
import type { DnsApiDeps } from "../../../src/dns/providers/api.ts";

export interface Asked {
  /** "PUT https://api.example.com/path?query" */
  readonly line: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface FakeDnsApi {
  readonly asked: readonly Asked[];
  /** The milliseconds of each pause; nobody waits. */
  readonly slept: readonly number[];
  readonly deps: DnsApiDeps;
  stop(): Promise<void>;
}

export type FakeAnswer = (asked: Asked) => Response | Promise<Response>;

/** Time stands still at 2026-11-30 00:00 UTC. */
export const NOW = Date.UTC(2026, 10, 30);

export function fakeDnsApi(answer: FakeAnswer): FakeDnsApi {
  const asked: Asked[] = [];
  const slept: number[] = [];
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const text = await request.text();
      const one = {
        line: `${request.method} ${request.headers.get("x-origin")}${pathname}${search}`,
        headers: Object.fromEntries(request.headers),
        body: text === "" ? undefined : (JSON.parse(text) as unknown),
      };
      asked.push(one);
      return answer(one);
    },
  });
  const deps: DnsApiDeps = {
    now: () => NOW,
    timeoutMs: 2000,
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
    fetch: (url, init) => {
      const { origin } = new URL(url);
      const headers = { ...(init.headers as Record<string, string>), "x-origin": origin };
      return fetch(url.replace(origin, server.url.origin), { ...init, headers });
    },
  };
  return { asked, slept, deps, stop: () => server.stop(true) };
}
