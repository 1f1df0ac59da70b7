/** The protocol that most services of changing addresses speak: GET with hostname and myip. https://help.dyn.com/remote-access-api/ */
import { type Credentials, type DnsApi, type DnsApiDeps, DnsApiError, type DnsApiReason } from "./api.ts";
import { apiClient } from "./http.ts";
import { updateUrl } from "./update-url.ts";

/** What an answer begins with. */
const GOOD: readonly string[] = ["good", "nochg"];
const CODES: ReadonlyMap<string, DnsApiReason> = new Map([
  ["badauth", "credentials"],
  ["!donator", "credentials"],
  ["!yours", "credentials"],
  ["!active", "credentials"],
  ["notfqdn", "no-zone"],
  ["nohost", "no-zone"],
  ["numhost", "no-zone"],
  ["abuse", "too-many"],
  ["badagent", "refused"],
  ["badsys", "refused"],
  ["notdyn", "refused"],
  ["badip", "refused"],
  ["dnserr", "out-of-order"],
  ["911", "out-of-order"],
]);

/** Throws DnsApiError where the URL cannot be used. */
export function dyndns2(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { url = "" } = credentials;
  if (!URL.canParse(url) || !url.startsWith("https://"))
    throw new DnsApiError("dyndns2", "credentials", "url: https://…");
  const { username, password } = userOf(credentials);
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  const secrets = { ...credentials, username, password, basic, ...secretsInPath(url) };
  const { request, refusal } = apiClient("dyndns2", secrets, deps, { busy: [], reasonOf: (_, text) => reasonIn(text) });
  const headers = {
    ...(username === "" && password === "" ? {} : { authorization: `Basic ${basic}` }),
    // The services tell clients apart by this, and refuse those without.
    "user-agent": "jabber-home/1.0",
  };
  return {
    provider: "dyndns2",
    types: ["A", "AAAA"],
    check: () => Promise.resolve(),
    replace: async (_zone, sets) => {
      // Where one URL has both families, it is asked for once.
      const asked = new Set<string>();
      for (const { name, type, values } of sets) {
        const [value] = values;
        if (value === undefined) throw new DnsApiError("dyndns2", "unsupported", `${type} (-)`);
        const other = sets.find((set) => set.name === name && set.type !== type)?.values[0];
        const addresses = type === "A" ? { four: value, six: other } : { four: other, six: value };
        const update = updateUrl(url, { hostname: name, current: value, ...addresses, username, password });
        if (update === undefined) throw new DnsApiError("dyndns2", "unsupported", type);
        if (asked.has(update)) continue;
        asked.add(update);
        const { text } = await request({ method: "GET", url: update, headers, format: "text" });
        const codes = codesIn(text);
        if (codes.length > 0 && codes.every((code) => GOOD.includes(code))) continue;
        throw refusal(reasonIn(text) ?? "unreadable", text);
      }
    },
  };
}

/** Some services have the token in the path or the query: whatever there is as long as a token. */
function secretsInPath(url: string): Credentials {
  const path = new URL(url).href.slice(new URL(url).origin.length);
  const parts = path.match(/[^/?&=#]{8,}/g) ?? [];
  return Object.fromEntries([path, ...parts].map((secret, at) => [`path ${at}`, secret]));
}

/** A line for each name and address, each with a code first. */
const codesIn = (text: string): readonly string[] =>
  text.split("\n").flatMap((line) => line.trim().split(/\s+/)[0]?.toLowerCase() || []);

const reasonIn = (text: string): DnsApiReason | undefined =>
  codesIn(text)
    .map((code) => CODES.get(code))
    .find((reason) => reason !== undefined);

/** Those of the file, else those in the URL (https://NAME:PASSWORD@…). */
function userOf({ url = "", username = "", password = "" }: Credentials) {
  const inUrl = new URL(url);
  return {
    username: username || decoded(inUrl.username),
    password: password || decoded(inUrl.password),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
