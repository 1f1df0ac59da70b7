/** SASL: PLAIN (RFC 4616), the messages of SCRAM (RFC 5802 §7), and elements of XEP-0388. */

import { StanzaError } from "../../../src/stanza-error.ts";
import { userAgentIn } from "../../../src/stream/features/user-agent.ts";
import { SaslError } from "../../../src/stream/sasl/mechanism.ts";
import { plain as mechanism } from "../../../src/stream/sasl/plain.ts";
import { parseClientFinal, parseClientFirst } from "../../../src/stream/sasl/scram-message.ts";
import { bytesOfBase64, textOf } from "../../../src/stream/sasl/text.ts";
import { StreamError } from "../../../src/stream-error.ts";
import { limitsFor } from "../../../src/xml/limits.ts";
import { parseFrame } from "../../../src/xml/parse-element.ts";
import { saslContext, stepText } from "../../support/client/sasl-context.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";

const CONTEXT = saslContext();

export const plain: Target = {
  name: "sasl-plain",
  seeds: ["\0user\0pencil", "user@example.org\0user\0pencil", "\0us\u00e9r\0p\u00e9ncil", "\0user@example.org\0x"],
  words: ["\0", "user", "pencil", "@example.org", "/r"],
  check: async (input) => {
    const step = await mechanism.start(CONTEXT).step(input);
    const text = input.toString("latin1");
    if (step.is === "success" && (step.account !== "user@example.org" || !text.endsWith("\0pencil")))
      throw new Wrong("somebody else signs in", JSON.stringify(text));
    if (step.is !== "success" && /^(?:user@example\.org)?\0user\0pencil$/.test(text))
      throw new Wrong("the password is refused", stepText(step));
    return stepText(step).slice(0, 40);
  },
};

export const scram: Target = {
  name: "sasl-scram",
  seeds: [
    "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL",
    "p=tls-exporter,a=us=2Cer,n=us=3Der,r=abc,x=y",
    "y,,n=user,r=x,m=1",
    "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    "c=biws,r=x,t=y,p=AA==",
  ],
  words: ["=2C", "=3D", ",", "m=", "r=", "n=", "a=", "p=", ",x=,"],
  check: (input) => {
    const text = unlessRefused([SaslError], () => textOf(input));
    if (text === undefined) return "no text";
    const first = unlessRefused([SaslError], () => parseClientFirst(text));
    if (first) {
      same("the header and what is bare", first.gs2Header + first.bare, text);
      if (first.nonce === "" || /[,\s]/.test(first.nonce)) throw new Wrong("the nonce", first.nonce);
    }
    const final = unlessRefused([SaslError], () => parseClientFinal(text));
    if (final) {
      const proof = Buffer.from(final.proof).toString("base64");
      same("the message put together", `${final.withoutProof},p=${proof}`, text);
    }
    return first ? `first ${JSON.stringify(first.flag).length} ${first.authzid !== ""}` : final ? "final" : "refused";
  },
};

export const base64: Target = {
  name: "base64",
  seeds: ["", "AA==", "AAA=", "Zm9vYmFy", "AB=="],
  words: ["=", "==", "+", "/", "-", "_", "\n", " "],
  check: (input) => {
    const text = input.toString("latin1");
    const bytes = bytesOfBase64(text);
    if (bytes) same("written again", Buffer.from(bytes).toString("base64"), text);
    return bytes ? `accepted ${bytes.length % 3}` : "refused";
  },
};

const AGENT =
  "<authenticate xmlns='urn:xmpp:sasl:2' mechanism='PLAIN'><user-agent id='d4565fa7-4d72-4749-b3d3-740edbf87770'><software>S</software><device>D</device></user-agent></authenticate>";

export const sasl2: Target = {
  name: "sasl2",
  seeds: [AGENT, AGENT.replace(">S<", `>x${"\u{1f600}".repeat(60)}<`)],
  words: [
    "\u{1f600}".repeat(60),
    `x${"\u{1f600}".repeat(60)}`,
    "<user-agent>",
    "</user-agent>",
    "<software>",
    "<device/>",
    "id=''",
    "id='page:x'",
  ],
  check: (input) => {
    const element = unlessRefused([StreamError], () => parseFrame(input.toString(), limitsFor(100_000)));
    if (!element) return "refused";
    const agent = unlessRefused([StreamError, StanzaError, SaslError], () => userAgentIn(element));
    for (const name of [agent?.software, agent?.device])
      if (name?.isWellFormed() === false) throw new Wrong("half a character in", name);
    return agent ? `${agent.id !== undefined} ${agent.software !== undefined} ${agent.device !== undefined}` : "none";
  },
};
