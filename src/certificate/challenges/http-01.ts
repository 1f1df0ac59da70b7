/** RFC 8555 §8.3: the domain is proven by a file on its web server, port 80. */
import type { HttpRoute } from "../../net/http-route.ts";
import { type ChallengePort, listenError, type Solver } from "./challenge.ts";

const PATH = "/.well-known/acme-challenge/";

/** What a web server answers under /.well-known/acme-challenge/ while a challenge is open. */
export interface Http01Responses {
  add(token: string, keyAuthorization: string): void;
  remove(token: string): void;
  /** The answer to a GET of this path; undefined where the path is none of an open challenge. */
  responseTo(path: string): Response | undefined;
}

export function openHttp01Responses(): Http01Responses {
  const answers = new Map<string, string>();
  return {
    add: (token, keyAuthorization) => void answers.set(token, keyAuthorization),
    remove: (token) => void answers.delete(token),
    responseTo: (path) => {
      const found = path.startsWith(PATH) ? answers.get(path.slice(PATH.length)) : undefined;
      return found === undefined
        ? undefined
        : new Response(found, { headers: { "content-type": "application/octet-stream" } });
    },
  };
}

/** For a web server's table of paths. */
export const acmeRoute = (answers: Http01Responses): HttpRoute => ({
  path: PATH,
  answer: (request) =>
    answers.responseTo(new URL(request.url).pathname) ?? new Response("There is nothing here.\n", { status: 404 }),
});

/** Through a web server that runs already and asks `answers` for each path. */
export const http01 = (answers: Pick<Http01Responses, "add" | "remove">): Solver => ({
  type: "http-01",
  provision: async (asks) => {
    for (const { token, keyAuthorization } of asks) answers.add(token, keyAuthorization);
  },
  cleanUp: async (asks) => {
    for (const { token } of asks) answers.remove(token);
  },
});

/** Through a web server of its own, for as long as the challenges take. Rejects: port-taken, port-forbidden. */
export function http01OnOwnPort({ host, port }: ChallengePort): Solver {
  const answers = openHttp01Responses();
  const { provision: prepare, cleanUp: forget } = http01(answers);
  let server: Bun.Server<undefined> | undefined;
  return {
    type: "http-01",
    provision: async (asks) => {
      await prepare(asks);
      server ??= listen(host, port, answers);
    },
    cleanUp: async (asks) => {
      await forget(asks);
      await server?.stop(true);
      server = undefined;
    },
  };
}

function listen(hostname: string, port: number, answers: Http01Responses): Bun.Server<undefined> {
  try {
    return Bun.serve({
      hostname,
      port,
      maxRequestBodySize: 0,
      idleTimeout: 10,
      fetch: (request) => answers.responseTo(new URL(request.url).pathname) ?? new Response("", { status: 404 }),
    });
  } catch (error) {
    throw listenError(error, port);
  }
}
