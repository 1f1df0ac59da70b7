/** HTTP-01 through another web server of this machine, which has port 80 and hands the authority's visits on to a port of ours. */
import { http01OnOwnPort } from "./challenges/http-01.ts";

const PATH = "/.well-known/acme-challenge/";
const LOOPBACK = "127.0.0.1";

/** By the name of its process. */
const WEB_SERVERS = { nginx: "nginx", apache2: "apache", httpd: "apache", caddy: "caddy" } as const;
export type WebServer = (typeof WEB_SERVERS)[keyof typeof WEB_SERVERS];

/** Undefined where it is none of which we know how it hands on. */
export const webServerOf = (process: string): WebServer | undefined =>
  Object.hasOwn(WEB_SERVERS, process) ? WEB_SERVERS[process as keyof typeof WEB_SERVERS] : undefined;

/** Configuration: for nginx and Apache what stands in that of the domain on port 80, for Caddy the whole of it. `port` is ours. */
export const handOnLines = (webServer: WebServer, domain: string, port: number): readonly string[] =>
  ({
    nginx: [`location ${PATH} { proxy_pass http://${LOOPBACK}:${port}; }`],
    apache: [`ProxyPass ${PATH} http://${LOOPBACK}:${port}${PATH}`],
    // Its directives have an order of their own: a redirect beside them would come first.
    caddy: [
      `http://${domain} {`,
      `  handle ${PATH}* {`,
      `    reverse_proxy ${LOOPBACK}:${port}`,
      "  }",
      "  handle {",
      "    redir https://{host}{uri}",
      "  }",
      "}",
    ],
  })[webServer];

const TOKEN = "jabber-home-looks";

/**
 * Whether the web server at `at` hands on to `port` what the authority would ask of `domain`. Listens there for a moment; false too
 * where that cannot be, and where nothing answers within five seconds.
 */
export async function isHandedOn(domain: string, port: number, at = LOOPBACK): Promise<boolean> {
  const solver = http01OnOwnPort({ host: LOOPBACK, port });
  const challenge = { name: domain, token: TOKEN, keyAuthorization: crypto.randomUUID(), accountUrl: "", issuers: [] };
  try {
    await solver.provision([challenge]);
    const response = await fetch(`http://${at}${PATH}${TOKEN}`, {
      headers: { Host: domain },
      redirect: "manual",
      signal: AbortSignal.timeout(5000),
    });
    return (await response.text()) === challenge.keyAuthorization;
  } catch {
    return false;
  } finally {
    await solver.cleanUp([challenge]);
  }
}
