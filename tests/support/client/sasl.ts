/** RFC 6120 §6: SASL in the test client, with the best mechanism offered or a given one. */
import { type Element, Element as XmlElement } from "ltx";
import { type ScramHash, scram } from "./scram.ts";

const NS = "urn:ietf:params:xml:ns:xmpp-sasl";

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly authzid?: string;
  /** By default the first of SCRAM-SHA-256, SCRAM-SHA-1 and PLAIN that is offered. */
  readonly mechanism?: string;
}

/** A connection as the exchange uses it. */
export interface SaslConnection {
  readonly features: Element;
  readonly exporter: () => Uint8Array;
  readonly send: (element: Element) => void;
  readonly reply: () => Promise<Element>;
}

/** The server refused; `condition` is that of RFC 6120 §6.5. */
export class SaslFailure extends Error {
  readonly condition: string;

  constructor(condition: string) {
    super(`SASL: ${condition}`);
    this.condition = condition;
  }
}

export const mechanismsOf = (features: Element): string[] =>
  (features.getChild("mechanisms", NS)?.getChildren("mechanism") ?? []).map((mechanism) => mechanism.getText());

const PREFERRED = ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"];

const element = (name: string, data: string, attributes: Record<string, string> = {}): Element =>
  new XmlElement(name, { xmlns: NS, ...attributes }).t(Buffer.from(data).toString("base64"));

const decoded = (answer: Element): string => Buffer.from(answer.getText(), "base64").toString();

async function answerTo(connection: SaslConnection, request: Element): Promise<Element> {
  connection.send(request);
  const answer = await connection.reply();
  if (answer.name !== "failure") return answer;
  throw new SaslFailure(answer.getChildElements().find(({ name }) => name !== "text")?.name ?? "failure");
}

/** Authenticates; returns the mechanism used. Throws SaslFailure when the server refuses, Error when it does not prove itself. */
export async function authenticate(connection: SaslConnection, credentials: Credentials): Promise<string> {
  const offered = mechanismsOf(connection.features);
  const mechanism = credentials.mechanism ?? PREFERRED.find((name) => offered.includes(name));
  if (mechanism === undefined) throw new Error(`no mechanism in common with ${offered.join(", ")}`);
  if (mechanism === "PLAIN") {
    const { authzid = "", username, password } = credentials;
    await answerTo(connection, element("auth", `${authzid}\0${username}\0${password}`, { mechanism }));
    return mechanism;
  }
  const [, hash, plus] = /^SCRAM-(SHA-\d+)(-PLUS)?$/.exec(mechanism) ?? [];
  if (hash === undefined) throw new Error(`this client does not know ${mechanism}`);
  const binding = plus ? { binding: { type: "tls-exporter", data: connection.exporter() } } : {};
  const exchange = scram(hash as ScramHash, { ...credentials, ...binding });
  const challenge = await answerTo(connection, element("auth", exchange.first, { mechanism }));
  const final = await answerTo(connection, element("response", exchange.answer(decoded(challenge))));
  // RFC 6120 §6.4.6: the last data is in <success/>; a server may also send it as a challenge.
  if (!exchange.isProven(decoded(final))) throw new Error("the server did not prove that it knows the password");
  if (final.name === "challenge") await answerTo(connection, element("response", ""));
  return mechanism;
}
