/** RFC 6120 §6: SASL in the test client, with the best mechanism offered or a given one. */
import { type Element, Element as XmlElement } from "ltx";
import { type ScramHash, scram } from "./scram.ts";

const NS = "urn:ietf:params:xml:ns:xmpp-sasl";

export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly authzid?: string;
  /** Without one: SCRAM-SHA-256, else SCRAM-SHA-1, else PLAIN, whichever is offered first. */
  readonly mechanism?: string;
}

/** What the exchange needs of a connection. */
export interface SaslLine {
  readonly features: Element;
  readonly exporter: () => Uint8Array;
  readonly send: (element: Element) => void;
  readonly reply: () => Promise<Element>;
}

/** The server refused: `condition` is RFC 6120 §6.5's word. */
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

async function answerTo(line: SaslLine, request: Element): Promise<Element> {
  line.send(request);
  const answer = await line.reply();
  if (answer.name !== "failure") return answer;
  throw new SaslFailure(answer.getChildElements().find(({ name }) => name !== "text")?.name ?? "failure");
}

/** Returns the mechanism that was used. Throws SaslFailure when the server says no, Error when it cannot prove itself. */
export async function authenticate(line: SaslLine, credentials: Credentials): Promise<string> {
  const offered = mechanismsOf(line.features);
  const mechanism = credentials.mechanism ?? PREFERRED.find((name) => offered.includes(name));
  if (mechanism === undefined) throw new Error(`no mechanism in common with ${offered.join(", ")}`);
  if (mechanism === "PLAIN") {
    const { authzid = "", username, password } = credentials;
    await answerTo(line, element("auth", `${authzid}\0${username}\0${password}`, { mechanism }));
    return mechanism;
  }
  const [, hash, plus] = /^SCRAM-(SHA-\d+)(-PLUS)?$/.exec(mechanism) ?? [];
  if (hash === undefined) throw new Error(`this client does not know ${mechanism}`);
  const binding = plus ? { binding: { type: "tls-exporter", data: line.exporter() } } : {};
  const exchange = scram(hash as ScramHash, { ...credentials, ...binding });
  const challenge = await answerTo(line, element("auth", exchange.first, { mechanism }));
  const final = await answerTo(line, element("response", exchange.answer(decoded(challenge))));
  // RFC 6120 §6.4.6: the last data comes with <success/>; a server may also challenge once more.
  if (!exchange.isProven(decoded(final))) throw new Error("the server did not prove that it knows the password");
  if (final.name === "challenge") await answerTo(line, element("response", ""));
  return mechanism;
}
