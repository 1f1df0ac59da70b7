/** XEP-0388: SASL2 in the test client, with what is inlined (XEP-0386, XEP-0484, XEP-0198). */
import { createHmac } from "node:crypto";
import { Element } from "ltx";
import { parseElement } from "../../../src/xml/parse-element.ts";
import type { Client } from "./client.ts";
import { SaslFailure } from "./sasl.ts";
import { type ScramHash, scram } from "./scram.ts";

export const SASL2 = "urn:xmpp:sasl:2";
export const FAST = "urn:xmpp:fast:0";
export const BIND2 = "urn:xmpp:bind:0";

export interface Sasl2Options {
  readonly username: string;
  readonly mechanism: string;
  /** For PLAIN and SCRAM. */
  readonly password?: string;
  readonly authzid?: string;
  /** For the HT mechanisms. */
  readonly token?: string;
  /** Attributes of <fast/>, which is sent with a token; none by default. */
  readonly fast?: Readonly<Record<string, string>>;
  /** The id of <user-agent/>; without one the element is not sent. */
  readonly agent?: string;
  readonly software?: string;
  readonly device?: string;
  /** More children of <authenticate/>, as XML. */
  readonly inline?: readonly string[];
}

/** Sends <authenticate/> and completes the exchange. Resolves with <success/> or <continue/>. Throws SaslFailure. */
export async function signIn(client: Client, options: Sasl2Options): Promise<Element> {
  const request = new Element("authenticate", { xmlns: SASL2, mechanism: options.mechanism });
  const answers = new Set(["challenge", "success", "failure", "continue"]);
  const ask = async (element: Element): Promise<Element> => {
    client.send(element);
    const answer = await client.receive(({ name, attrs }) => attrs.xmlns === SASL2 && answers.has(name));
    if (answer.name !== "failure") return answer;
    throw new SaslFailure(answer.getChildElements().find(({ name }) => name !== "text")?.name ?? "failure");
  };
  const begin = (message: string | Buffer): Promise<Element> => {
    request.c("initial-response").t(Buffer.from(message).toString("base64"));
    if (options.agent !== undefined) request.cnode(userAgent(options, options.agent));
    if (options.token !== undefined) request.c("fast", { xmlns: FAST, ...options.fast });
    for (const text of options.inline ?? []) request.cnode(parseElement(text));
    return ask(request);
  };

  if (options.mechanism === "PLAIN")
    return begin(`${options.authzid ?? ""}\0${options.username}\0${options.password ?? ""}`);
  if (options.mechanism.startsWith("HT-")) return begin(hashedToken(client, options));
  const [, hash, plus] = /^SCRAM-(SHA-\d+)(-PLUS)?$/.exec(options.mechanism) ?? [];
  const binding = plus ? { binding: { type: "tls-exporter", data: client.wire.exporter() } } : {};
  const { username, password = "", authzid } = options;
  const exchange = scram((hash ?? "SHA-1") as ScramHash, {
    username,
    password,
    ...(authzid === undefined ? {} : { authzid }),
    ...binding,
  });
  const challenge = await begin(exchange.first);
  const final = Buffer.from(exchange.answer(decoded(challenge.getText()))).toString("base64");
  const success = await ask(new Element("response", { xmlns: SASL2 }).t(final));
  if (!exchange.isProven(decoded(success.getChildText("additional-data") ?? ""))) {
    throw new Error("the server did not prove that it knows the password");
  }
  return success;
}

/** The server's proof in <success/> that it has the token. */
export const responderProof = (token: string, channel: Uint8Array = Buffer.alloc(0)): string =>
  createHmac("sha256", token).update("Responder").update(channel).digest("base64");

function hashedToken(client: Client, { username, mechanism, token = "" }: Sasl2Options): Buffer {
  const channel = mechanism.endsWith("-EXPR") ? client.wire.exporter() : Buffer.alloc(0);
  const proof = createHmac("sha256", token).update("Initiator").update(channel).digest();
  return Buffer.concat([Buffer.from(`${username}\0`), proof]);
}

function userAgent({ software, device }: Sasl2Options, id: string): Element {
  const element = new Element("user-agent", { id });
  if (software !== undefined) element.c("software").t(software);
  if (device !== undefined) element.c("device").t(device);
  return element;
}

const decoded = (text: string): string => Buffer.from(text, "base64").toString();
