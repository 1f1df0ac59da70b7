/** XEP-0484: tokens in place of passwords: a client is let in by a proof of its own token, counted upwards, and by nothing else. */
import { createHmac } from "node:crypto";
import type { Element } from "ltx";
import { makeJid } from "../../../src/jid/jid.ts";
import { StanzaError } from "../../../src/stanza-error.ts";
import type { NegotiatingStream } from "../../../src/stream/feature.ts";
import { type FastToken, type FastTokens, fast } from "../../../src/stream/features/fast.ts";
import { asFailure, type Mechanism, SaslError, type Step } from "../../../src/stream/sasl/mechanism.ts";
import { StreamError } from "../../../src/stream-error.ts";
import type { UserAgent } from "../../../src/user-agent.ts";
import { limitsFor } from "../../../src/xml/limits.ts";
import { parseFrame } from "../../../src/xml/parse-element.ts";
import { saslContext, stepText } from "../../support/client/sasl-context.ts";
import { pick } from "../random.ts";
import { type Target, unlessRefused, Wrong } from "../target.ts";

const ACCOUNT = "user@example.org";
const AGENT = { id: "d4565fa7-4d72-4749-b3d3-740edbf87770" } as UserAgent;
const CHANNELS = { "HT-SHA-256-EXPR": "the exporter", "HT-SHA-256-ENDP": "the end point", "HT-SHA-256-NONE": "" };
const NAMES = Object.keys(CHANNELS) as (keyof typeof CHANNELS)[];
/** By what stands for a proof of it in an input. */
const TOKENS: Readonly<Record<string, FastToken>> = {
  FRESH: { text: "secret-token:fresh", isExpired: false, count: -1, isDue: true },
  USED: { text: "secret-token:used", isExpired: false, count: 7, isDue: false },
  EXPIRED: { text: "secret-token:expired", isExpired: true, count: 1, isDue: false },
};

const STREAM = {
  account: ACCOUNT,
  tls: {
    ...{ version: "TLSv1.3", serverName: undefined, alpn: undefined, peerChain: [] },
    ...{ exporter: () => Buffer.from("the exporter"), endPoint: Buffer.from("the end point") },
  },
} as unknown as NegotiatingStream;
const CONTEXT = saslContext({
  bindings: [
    { type: "tls-exporter", data: () => Buffer.from("the exporter") },
    { type: "tls-server-end-point", data: () => Buffer.from("the end point") },
  ],
});

const hmac = (token: FastToken, text: string): Buffer => createHmac("sha256", token.text).update(text).digest();

/** "NAME PROOF MECHANISM": the account's name, and the proof of a token for that mechanism, or PROOF itself. */
function messageIn(text: string): { readonly name: string; readonly proven: string; readonly bytes: Buffer } {
  const [name = "", proof = "", mechanism = ""] = text.split(" ");
  const token = Object.hasOwn(TOKENS, proof) ? TOKENS[proof] : undefined;
  const channel = NAMES.find((each) => each === mechanism);
  const isProof = token !== undefined && channel !== undefined;
  const bytes = isProof ? hmac(token, `Initiator${CHANNELS[channel]}`) : Buffer.from(proof);
  return {
    name,
    proven: isProof ? `${proof} ${mechanism}` : "",
    bytes: Buffer.concat([Buffer.from(`${name}\0`), bytes]),
  };
}

/** §3.4, and the draft of HT: whether this request lets the client in. */
function isToSucceed(request: Element, { name, proven }: ReturnType<typeof messageIn>): boolean {
  const [token = "", mechanism] = proven.split(" ");
  const count: string | undefined = request.getChild("fast", "urn:xmpp:fast:0")?.attrs.count;
  const account = unlessRefused([StanzaError], () => makeJid(name, "example.org").bare);
  if (proven === "" || mechanism !== request.attrs.mechanism || account !== ACCOUNT || token === "EXPIRED")
    return false;
  return count === undefined || (/^\d{1,10}$/.test(count) && Number(count) > (TOKENS[token]?.count ?? 0));
}

const requestOf = (mechanism: string, child: string, message: string): string =>
  `<authenticate xmlns='urn:xmpp:sasl:2' mechanism='${mechanism}'>${child}<initial-response>${message}</initial-response></authenticate>`;
const CHILDREN = ["/", " count='8'/", " count='7'/", " count='0' invalidate='true'/", " count='1e9'/"].map(
  (rest) => `<fast xmlns='urn:xmpp:fast:0'${rest}>`,
);
const RENEWALS = NAMES.map((name) => `<request-token xmlns='urn:xmpp:fast:0' mechanism='${name}'/>`);

export const tokens: Target = {
  name: "fast-tokens",
  seeds: NAMES.map((name) => requestOf(name, CHILDREN[0] ?? "", `user FRESH ${name}`)),
  generate: (random) => {
    const name = pick(random, NAMES);
    const child = pick(random, CHILDREN) + (random(3) === 0 ? pick(random, RENEWALS) : "");
    const other = random(4) === 0 ? pick(random, NAMES) : name;
    return requestOf(
      name,
      child,
      `${pick(random, ["user", "USER", "other"])} ${pick(random, Object.keys(TOKENS))} ${other}`,
    );
  },
  words: [
    ...NAMES,
    ...CHILDREN,
    ...RENEWALS,
    ...Object.keys(TOKENS),
    "user",
    "count='",
    "count='99999999999'",
    "'",
    " ",
  ],
  check: async (input) => {
    const request = unlessRefused([StreamError], () => parseFrame(input.toString(), limitsFor(100_000)));
    if (!request) return "refused";
    const done: string[] = [];
    const ring: FastTokens<FastToken> = {
      of: (account) => (account === ACCOUNT ? Object.values(TOKENS) : []),
      used: (token) => void done.push(`used ${token.text}`),
      revoke: () => void done.push("revoked"),
      issue: () => ({ text: "another", expiry: 0 }),
      synced: async () => {},
    };
    const feature = fast(ring);
    const message = messageIn(request.getChildText("initial-response") ?? "");
    let step: Step;
    try {
      const mechanism: Mechanism | undefined = feature.mechanism(STREAM, request, AGENT);
      if (!mechanism) return "none";
      step = await mechanism.start(CONTEXT).step(message.bytes);
    } catch (error) {
      step = asFailure(error, undefined);
      if (!(error instanceof SaslError)) throw error;
    }
    const hasSucceeded = step.is === "success";
    if (hasSucceeded !== isToSucceed(request, message))
      throw new Wrong(hasSucceeded ? "it succeeds" : "it fails", `${stepText(step)} ${request}`);
    if (done.length !== Number(hasSucceeded)) throw new Wrong("what is used", done);
    if (!hasSucceeded) return stepText(step).slice(0, 40);
    const renewed = await feature.renew(STREAM, request, AGENT);
    return `success ${done.length} ${renewed !== undefined}`;
  },
};
