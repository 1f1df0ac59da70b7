/** Rules for the web's options: what browsers and a web server in front are told must be what they can use. */
import { networksOf } from "../net/networks.ts";
import type { ConfigProblem } from "./error.ts";
import { parseListener } from "./listener.ts";
import type { Config } from "./schema.ts";
import { originOf, parseWebAddress, webAddressOf } from "./web-address.ts";

export const web = ({ listen, web: { address, also, trusted_proxies, origins } }: Config): readonly ConfigProblem[] => [
  ...(address === "" || parseWebAddress(address)
    ? []
    : [{ key: "web.address", value: address, remedy: ["web-address"] } as const]),
  ...also
    .filter((value) => parseWebAddress(value)?.name !== value)
    .map((value): ConfigProblem => ({ key: "web.also", value, remedy: ["web-address"] })),
  ...trusted_proxies
    .filter((value) => !isNetwork(value))
    .map((value): ConfigProblem => ({ key: "web.trusted_proxies", value, remedy: ["networks"] })),
  // Nobody could connect to it.
  ...(parseListener(listen.http_proxied) && trusted_proxies.length === 0
    ? [{ key: "web.trusted_proxies", value: trusted_proxies, remedy: ["proxies-needed"] } as const]
    : []),
  ...origins
    .filter((value) => !isOrigin(value))
    .map((value): ConfigProblem => ({ key: "web.origins", value, remedy: ["origin", { near: originIn(value) }] })),
];

/** The machine has a name of its own: does the domain's, under which people see pages and files, lead to it? */
export function webHints(config: Config): readonly ConfigProblem[] {
  const { host, domains } = config.general;
  const address = webAddressOf(config);
  if (address === undefined || config.web.address !== "" || host === "" || domains.includes(host)) return [];
  const remedy = ["web-name", { origin: originOf(address), host }] as const;
  return [{ key: "web.address", value: undefined, remedy }];
}

function isNetwork(text: string): boolean {
  try {
    networksOf([text]);
    return true;
  } catch {
    return false;
  }
}

/** RFC 6454 §6.2: as browsers send it: in lower case and A-labels, without the scheme's usual port. Apps have schemes of their own. */
function isOrigin(text: string): boolean {
  const web = originIn(text);
  return web === undefined ? /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/[a-z0-9._-]+(?::\d{1,5})?$/.test(text) : web === text;
}

/** The origin of a web page's address; undefined for anything else. */
function originIn(text: string): string | undefined {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text).origin : undefined;
}
