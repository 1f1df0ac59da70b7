/** RFC 8555 §8.3: HTTP-01: a resource on port 80 of the domain. */
import type { HttpRoute } from "../../http.ts";
import { onEveryAddress } from "../../net/every-address.ts";
import { type ChallengePort, listenError, type Solver } from "./challenge.ts";

const PATH = "/.well-known/acme-challenge/";

type Http01Solver = Solver & { readonly type: "http-01" };

/** The resources under /.well-known/acme-challenge/ while challenges are pending. */
export interface Http01Responses {
  add(token: string, keyAuthorization: string): void;
  remove(token: string): void;
  /** The response to a GET of this path; undefined where no pending challenge has it. */
  responseTo(path: string): Response | undefined;
}

export function openHttp01Responses(): Http01Responses {
  const responses = new Map<string, string>();
  return {
    add: (token, keyAuthorization) => void responses.set(token, keyAuthorization),
    remove: (token) => void responses.delete(token),
    responseTo: (path) => {
      const found = path.startsWith(PATH) ? responses.get(path.slice(PATH.length)) : undefined;
      return found === undefined
        ? undefined
        : new Response(found, { headers: { "content-type": "application/octet-stream" } });
    },
  };
}

/** The same as a route of a web server. */
export const acmeRoute = (responses: Http01Responses): HttpRoute => ({
  path: PATH,
  methods: {
    GET: ({ path }) => responses.responseTo(path) ?? new Response("There is nothing here.\n", { status: 404 }),
  },
});

/** Through a web server that runs already and uses `responses`. */
export const http01 = (responses: Pick<Http01Responses, "add" | "remove">): Http01Solver => ({
  type: "http-01",
  provision: async (challenges) => {
    for (const { token, keyAuthorization } of challenges) responses.add(token, keyAuthorization);
  },
  cleanUp: async (challenges) => {
    for (const { token } of challenges) responses.remove(token);
  },
});

/** Through a web server of its own for as long as challenges are pending. Rejects: port-taken, port-forbidden. */
export function http01OnOwnPort({ host, port }: ChallengePort): Http01Solver {
  const responses = openHttp01Responses();
  const solver = http01(responses);
  let server: Bun.Server<undefined> | undefined;
  return {
    type: "http-01",
    provision: async (challenges) => {
      await solver.provision(challenges);
      server ??= listen(host, port, responses);
    },
    cleanUp: async (challenges) => {
      await solver.cleanUp(challenges);
      await server?.stop(true);
      server = undefined;
    },
  };
}

function listen(host: string, port: number, responses: Http01Responses): Bun.Server<undefined> {
  try {
    return onEveryAddress(host, (hostname) =>
      Bun.serve({
        hostname,
        port,
        maxRequestBodySize: 0,
        idleTimeout: 10,
        fetch: ({ url }) => responses.responseTo(URL.parse(url)?.pathname ?? "") ?? new Response("", { status: 404 }),
      }),
    );
  } catch (error) {
    throw listenError(error, port);
  }
}
