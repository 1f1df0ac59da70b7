/** A proxy in front of a real ACME server that adds what it lacks (RFC 9773, profiles) and refusals. */
import type { Authority } from "../../../src/certificate/authority.ts";
import { selfIssued } from "../../../src/certificate/self-issued.ts";
import type { Pebble } from "./pebble.ts";

export interface AcmeProxy {
  readonly authority: Authority;
  /** Payloads of all orders in sequence, refused ones included. */
  readonly orders: readonly Readonly<Record<string, unknown>>[];
  /** Requested paths of renewal information. */
  readonly renewalInfoRequests: readonly string[];
  /** Sets the window returned as renewal information. */
  suggestWindow(window: { readonly start: number; readonly end: number }): void;
  /** Refuses the next order with this problem. */
  refuseOrder(status: number, problem: unknown, headers?: Readonly<Record<string, string>>): void;
  stop(): Promise<void>;
}

export interface AcmeProxyOptions {
  /** Profiles in the directory (draft-ietf-acme-profiles). */
  readonly profiles?: object;
  /** Offers dns-persist-01 in place of dns-01 with this issuer name; the authority behind it has to skip validation. */
  readonly issuer?: string;
  /** Deactivates no authorizations (RFC 8555 §7.5.2). */
  readonly keepsAuthorizations?: boolean;
}

export function openAcmeProxy(
  pebble: Pebble,
  { profiles = {}, issuer, keepsAuthorizations = false }: AcmeProxyOptions = {},
): AcmeProxy {
  const now = Date.now();
  const proxyCertificate = selfIssued({ names: ["127.0.0.1"], notBefore: now - 60_000, notAfter: now + 86_400_000 });
  const orders: Readonly<Record<string, unknown>>[] = [];
  const renewalInfoRequests: string[] = [];
  let window: unknown;
  let refusal: Response | undefined;

  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    tls: { cert: proxyCertificate.chainPem, key: proxyCertificate.keyPem },
    fetch: async (request) => {
      const { pathname, host } = new URL(request.url);
      if (pathname.startsWith("/renewal-info/")) {
        renewalInfoRequests.push(pathname);
        return Response.json({ suggestedWindow: window }, { headers: { "retry-after": "3600" } });
      }
      const body = await request.text();
      if (pathname === "/order-plz") {
        const answer = refusal ?? (await forward(request, pathname, host, body));
        refusal = undefined;
        // An order whose nonce pebble refuses, as it sometimes does, is sent again.
        if (answer.status !== 400) orders.push(JSON.parse(payloadIn(body)));
        return answer;
      }
      if (keepsAuthorizations && pathname.startsWith("/authZ/") && payloadIn(body).includes("deactivated"))
        return Response.json({ type: "urn:ietf:params:acme:error:unauthorized" }, { status: 403 });
      return forward(request, pathname, host, body);
    },
  });

  /** The authority puts the requested Host into its answers: the proxy's address is passed on. */
  async function forward(request: Request, pathname: string, host: string, body: string): Promise<Response> {
    const headers = new Headers(request.headers);
    headers.set("host", host);
    const answer = await fetch(new URL(pathname, pebble.directory), {
      method: request.method,
      headers,
      ...(body === "" ? {} : { body }),
      tls: { ca: pebble.rootsPem },
      redirect: "manual",
    });
    if (pathname.startsWith("/authZ/") && issuer !== undefined && answer.ok) return withDnsPersist(answer, issuer);
    if (pathname !== "/dir") return answer;
    const directory = (await answer.json()) as { meta: object };
    const renewalInfo = `https://${host}/renewal-info`;
    return Response.json({ ...directory, renewalInfo, meta: { ...directory.meta, profiles } });
  }

  return {
    authority: { directory: `https://127.0.0.1:${server.port}/dir`, rootsPem: proxyCertificate.chainPem },
    orders,
    renewalInfoRequests,
    suggestWindow: ({ start, end }) => {
      window = { start: new Date(start).toISOString(), end: new Date(end).toISOString() };
    },
    refuseOrder: (status, problem, headers = {}) => {
      const type = "application/problem+json";
      refusal = new Response(JSON.stringify(problem), { status, headers: { "content-type": type, ...headers } });
    },
    stop: async () => server.stop(true),
  };
}

/** RFC 7515 §7.2.2: what was signed. */
const payloadIn = (body: string): string =>
  Buffer.from((JSON.parse(body) as { payload: string }).payload, "base64url").toString();

/** draft-ietf-acme-dns-persist §3: no token, but the issuer's domain names. */
async function withDnsPersist(answer: Response, issuer: string): Promise<Response> {
  const authorization = (await answer.json()) as { challenges: { type: string; token?: string }[] };
  const challenges = authorization.challenges.map(({ token, ...challenge }) =>
    challenge.type === "dns-01"
      ? { ...challenge, type: "dns-persist-01", "issuer-domain-names": [issuer] }
      : { ...challenge, token },
  );
  const headers = { "replay-nonce": answer.headers.get("replay-nonce") ?? "" };
  return Response.json({ ...authorization, challenges }, { headers });
}
