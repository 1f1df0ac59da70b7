/** XEP-0156 and XEP-0487: what browsers, which cannot ask DNS, find out about this server at a fixed address. */
import { BOSH_PATH, type HttpHandler, type HttpRoute, WEBSOCKET_PATH } from "../http.ts";
import { defineModule } from "../server/module.ts";
import { xml } from "../stanza.ts";
import { print } from "../xml/print.ts";

const XRD = "http://docs.oasis-open.org/ns/xri/xrd-1.0";

/** XEP-0487: "xmpp" says that DNS need not be asked. It is left out unless all of these are known, and so where this is undefined. */
export interface DirectConnections {
  /** Public IPv4 and IPv6 addresses of this server. */
  readonly addresses: readonly string[];
  /** The ports of direct TLS (XEP-0368); undefined for other servers where there is no federation. */
  readonly clientPort: number;
  readonly serverPort: number | undefined;
  /** The same at the port of HTTPS, where that is 443 and takes both, for networks that let nothing else through. */
  readonly sharedPort?: number;
}

export interface HostMeta {
  /** Where people see its web pages: "https://example.com:5443". */
  readonly origin: string;
  readonly direct: DirectConnections | undefined;
}

export const HOST_META_PATHS = { xml: "/.well-known/host-meta", json: "/.well-known/host-meta.json" } as const;
/** RFC 6415 §2 and appendix A. */
const TYPES = { xml: "application/xrd+xml; charset=utf-8", json: "application/json; charset=utf-8" } as const;

export type HostMetaFormat = keyof typeof HOST_META_PATHS;

/** Seconds for which the document may be kept (XEP-0487 §2.1): addresses at home may change. */
const TTL = 3600;

const REL = "urn:xmpp:alt-connections:";

/** The links of XEP-0156, by their relation. */
const webLinks = (origin: string) =>
  [
    { rel: `${REL}websocket`, href: `${origin.replace(/^https:/, "wss:")}${WEBSOCKET_PATH}` },
    { rel: `${REL}xbosh`, href: `${origin}${BOSH_PATH}` },
  ] as const;

/** The document, to be served at HOST_META_PATHS of each domain. */
export const printHostMeta = (format: HostMetaFormat, meta: HostMeta): string =>
  format === "xml" ? printXrd(meta) : printJrd(meta);

/** XEP-0156 §2.3: the Extensible Resource Descriptor of RFC 6415. */
function printXrd({ origin }: HostMeta): string {
  const links = webLinks(origin).map((link) => `  ${print(xml("Link", link))}\n`);
  return `<?xml version="1.0" encoding="utf-8"?>\n<XRD xmlns="${XRD}">\n${links.join("")}</XRD>\n`;
}

/** The same in JSON, which XEP-0487 adds to. */
function printJrd({ origin, direct }: HostMeta): string {
  const links = webLinks(origin);
  const document =
    direct === undefined ? { links } : { xmpp: { ttl: TTL }, links: completeLinks(links, origin, direct) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** XEP-0487 §2.1. Whoever can takes direct TLS first; the certificate has the name of the web pages as well. */
function completeLinks(web: ReturnType<typeof webLinks>, origin: string, direct: DirectConnections): readonly object[] {
  const { addresses: ips, clientPort, serverPort, sharedPort } = direct;
  const sni = new URL(origin).hostname;
  const how = (priority: number) => ({ priority, weight: 100, sni, ips });
  const at = (ports: readonly (number | undefined)[], rel: string) =>
    ports.flatMap((port, index) => (port === undefined ? [] : [{ rel: `${REL}${rel}`, port, ...how(10 + 5 * index) }]));
  return [
    ...web.map((link, index) => ({ ...link, ...how(20 + 10 * index) })),
    ...at([clientPort, sharedPort], "tls"),
    ...at(serverPort === undefined ? [] : [serverPort, sharedPort], "s2s-tls"),
  ];
}

export const hostMeta = defineModule({
  name: "host_meta",
  xep: "0156",
  version: "1.4.0",
  setup: ({ webOrigin }) => {
    let direct: () => DirectConnections | undefined = () => undefined;

    const answer =
      (format: HostMetaFormat): HttpHandler =>
      () => {
        const origin = webOrigin();
        if (origin === undefined) return new Response("", { status: 404 });
        return new Response(printHostMeta(format, { origin, direct: direct() }), {
          headers: { "content-type": TYPES[format], "cache-control": `public, max-age=${TTL}` },
        });
      };
    const route = (format: HostMetaFormat): HttpRoute => ({
      path: HOST_META_PATHS[format],
      methods: { GET: answer(format) },
      crossOrigin: {},
    });
    return {
      http: [route("xml"), route("json")],
      api: {
        /** `connections` is called for each document. */
        follow: (connections: () => DirectConnections | undefined): void => {
          direct = connections;
        },
      },
    };
  },
});
