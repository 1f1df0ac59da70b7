/** The address of an update, as services of changing addresses print it: with placeholders, in one of several spellings, or without. */

export interface Update {
  readonly hostname: string;
  /** The address that this update is about, and what is known of both families. */
  readonly current: string;
  readonly four: string | undefined;
  readonly six: string | undefined;
  readonly username: string;
  readonly password: string;
}

type Field = keyof Update;

/** Names in braces, angle brackets, brackets or underscores, as routers and services write them. */
const NAMES: Readonly<Record<string, Field>> = {
  hostname: "hostname",
  host: "hostname",
  domain: "hostname",
  ip: "current",
  myip: "current",
  ipaddr: "four",
  ip4addr: "four",
  ipv4: "four",
  ip4: "four",
  ip6addr: "six",
  ipv6: "six",
  ip6: "six",
  username: "username",
  user: "username",
  password: "password",
  pass: "password",
  passwd: "password",
};
/** inadyn, UniFi, OpenWrt. */
const LETTERS: Readonly<Record<string, Field>> = { h: "hostname", i: "current", u: "username", p: "password" };

/** `{ip}` and `${ip}`, `<ip>`, `[ip]`, `__MYIP__`, `%IP%`, `%i`; as URL writes the brackets as well. */
const PLACEHOLDER =
  /\$?(?:\{|%7B)(\w+)(?:\}|%7D)|(?:<|%3C)(\w+)(?:>|%3E)|(?:\[|%5B)(\w+)(?:\]|%5D)|__([A-Z0-9]+?)__|%([A-Z]{2,}[46]?)%|%([hiup])(?![0-9a-z])/gi;

/**
 * The URL with its placeholders filled in, and without the name and password before its host. Without any placeholder, hostname
 * and myip are added, as dyndns2 has them. A field of the query whose address is not known is left out; undefined where such a
 * placeholder stands elsewhere, and where the URL takes no address of that family.
 */
export function updateUrl(url: string, update: Update): string | undefined {
  const parsed = new URL(url);
  parsed.username = "";
  parsed.password = "";
  const whole = parsed.href;
  const fields = [...whole.matchAll(PLACEHOLDER)].map(fieldOf);
  if (!fields.some((field) => field !== undefined)) {
    parsed.searchParams.set("hostname", update.hostname);
    parsed.searchParams.set("myip", update.current);
    return parsed.href;
  }
  const isFor: readonly (Field | undefined)[] = ["current", update.current === update.six ? "six" : "four"];
  const hasAddress = fields.some((field) => field === "current" || field === "four" || field === "six");
  if (hasAddress && !fields.some((field) => isFor.includes(field))) return undefined;
  const [before = "", query] = whole.split("?", 2);
  const path = filled(before, update);
  const parts = query?.split("&").flatMap((part) => filled(part, update) ?? []);
  return path === undefined ? undefined : `${path}${parts === undefined ? "" : `?${parts.join("&")}`}`;
}

const fieldOf = ([, ...groups]: readonly (string | undefined)[]): Field | undefined => {
  const letter = groups[5]?.toLowerCase();
  if (letter !== undefined) return LETTERS[letter];
  const name = groups.find((group) => group !== undefined)?.toLowerCase() ?? "";
  return Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
};

/** Undefined where a placeholder has no value. What is no placeholder of these stays. */
function filled(text: string, update: Update): string | undefined {
  let isKnown = true;
  const result = text.replace(PLACEHOLDER, (found: string, ...groups: readonly (string | undefined)[]) => {
    const field = fieldOf([found, ...groups.slice(0, 6)]);
    if (field === undefined) return found;
    const value = update[field];
    if (value === undefined) isKnown = false;
    return encodeURIComponent(value ?? "");
  });
  return isKnown ? result : undefined;
}
