/** The protocol that most services of changing addresses speak: GET with hostname and myip. https://help.dyn.com/remote-access-api/ */
import { type Credentials, type DnsApi, type DnsApiDeps, DnsApiError, type DnsApiReason } from "./api.ts";
import { apiClient } from "./http.ts";

/** Return codes; "good" and "nochg" are success. */
const CODES: ReadonlyMap<string, DnsApiReason> = new Map([
  ["badauth", "credentials"],
  ["!donator", "credentials"],
  ["notfqdn", "no-zone"],
  ["nohost", "no-zone"],
  ["numhost", "no-zone"],
  ["abuse", "too-many"],
  ["badagent", "refused"],
  ["dnserr", "unreachable"],
  ["911", "unreachable"],
]);

export function dyndns2(credentials: Credentials, deps: DnsApiDeps): DnsApi {
  const { url = "", username = "", password = "" } = credentials;
  if (!URL.canParse(url) || !url.startsWith("https://"))
    throw new DnsApiError("dyndns2", "credentials", "url: https://…");
  const basic = Buffer.from(`${username}:${password}`).toString("base64");
  // Some services have the token there.
  const path = new URL(url).href.slice(new URL(url).origin.length);
  const { request, refusal } = apiClient("dyndns2", { ...credentials, basic, path }, deps);
  // The services tell clients apart by this, and refuse those without.
  const headers = { authorization: `Basic ${basic}`, "user-agent": "jabber-home/1.0" };
  return {
    provider: "dyndns2",
    types: ["A", "AAAA"],
    replace: async (_zone, sets) => {
      for (const { name, type, values } of sets) {
        const [value] = values;
        if (value === undefined) throw new DnsApiError("dyndns2", "unsupported", `${type} (-)`);
        const update = new URL(url);
        update.searchParams.set("hostname", name);
        update.searchParams.set("myip", value);
        const { text } = await request({ method: "GET", url: update.href, headers, format: "text" });
        const [code = ""] = text.trim().split(/\s+/);
        if (code !== "good" && code !== "nochg") throw refusal(CODES.get(code) ?? "unreadable", text);
      }
    },
  };
}
