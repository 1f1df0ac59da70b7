/** Any name server that takes dynamic updates (RFC 2136), signed with TSIG (RFC 8945): BIND, Knot, PowerDNS. */
import { randomInt } from "node:crypto";
import { type RecordSet, WRITTEN_TYPES } from "../record-set.ts";
import { exchange } from "../update/exchange.ts";
import { updateMessage } from "../update/message.ts";
import { checkAnswer, isTsigAlgorithm, signMessage, TSIG_ERRORS, type TsigKey } from "../update/tsig.ts";
import { type Credentials, type DnsApi, type DnsApiDeps, DnsApiError, type DnsApiReason } from "./api.ts";

/** RFC 1035 §4.1.1, RFC 2136 §2.2. */
const RCODES: Readonly<Record<number, readonly [DnsApiReason, string]>> = {
  1: ["refused", "FORMERR"],
  2: ["unreachable", "SERVFAIL"],
  4: ["refused", "NOTIMP: no dynamic updates"],
  5: ["credentials", "REFUSED"],
  9: ["no-zone", "NOTAUTH"],
  10: ["no-zone", "NOTZONE"],
};

export function rfc2136(credentials: Credentials, { now, timeoutMs }: Omit<DnsApiDeps, "fetch">): DnsApi {
  const server = serverOf(credentials.server ?? "");
  const key = keyOf(credentials);
  const failure = (reason: DnsApiReason, detail: string) => new DnsApiError("rfc2136", reason, detail);

  const update = async (zone: string, sets: readonly RecordSet[]): Promise<void> => {
    const request = signMessage(updateMessage(randomInt(0x10000), zone, sets), key, now());
    const answer = await exchange(server, request.message, timeoutMs).catch((error: Error) => {
      throw failure("unreachable", error.message);
    });
    const { rcode, tsigError, isAuthentic } = readAnswer(() => checkAnswer(answer, request, key, now()));
    if (tsigError === TSIG_ERRORS.badTime) throw failure("clock", "BADTIME");
    if (tsigError !== 0) throw failure("credentials", tsigError === TSIG_ERRORS.badKey ? "BADKEY" : "BADSIG");
    const [reason, name] = RCODES[rcode] ?? ["refused", `RCODE ${rcode}`];
    if (rcode !== 0) throw failure(reason, name);
    // Somebody in between may say what he wants: only the server that has the key has written something.
    if (!isAuthentic) throw failure("unreadable", "the answer is not signed with the key");
  };
  return {
    provider: "rfc2136",
    types: WRITTEN_TYPES,
    // An update without a change: zone, key and clock are judged all the same (§3.1).
    check: (zone) => update(zone, []),
    replace: update,
  };
}

function readAnswer<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new DnsApiError("rfc2136", "unreadable", "not a DNS answer");
  }
}

/** "192.0.2.53", "ns.example.com:5353", "[2001:db8::53]:53"; throws DnsApiError. */
function serverOf(text: string): { host: string; port: number } {
  const [, v6, host, port = "53"] = /^(?:\[([\da-f:.]+)\]|([^\s:]+))(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const name = v6 ?? host;
  if (name === undefined || Number(port) > 65535 || Number(port) < 1)
    throw new DnsApiError("rfc2136", "credentials", "server: ADDRESS or ADDRESS:PORT");
  return { host: name, port: Number(port) };
}

/** Throws DnsApiError. */
function keyOf({ key = "", algorithm = "hmac-sha256", secret = "" }: Credentials): TsigKey {
  const name = algorithm.toLowerCase().replace(/\.$/, "");
  if (!isTsigAlgorithm(name))
    throw new DnsApiError("rfc2136", "credentials", "algorithm: hmac-sha256, hmac-sha384, hmac-sha512");
  if (!/^[A-Za-z0-9+/]+=*$/.test(secret)) throw new DnsApiError("rfc2136", "credentials", "secret: base64");
  return { name: key, algorithm: name, secret: Buffer.from(secret, "base64") };
}
