/** RFC 6120 §6, as the client: SCRAM, bound to the TLS where both sides can, and otherwise PLAIN, which TLS protects. */
import type { Element } from "ltx";
import { NS_SASL } from "../../namespaces.ts";
import type { TlsInfo } from "../../net/connection.ts";
import { xml } from "../../stanza.ts";
import { SCRAM_HASHES, type ScramHash } from "../../store/scram-keys.ts";
import { printable } from "../../stream/error-element.ts";
import type { OutgoingStream } from "../../stream/outgoing-stream.ts";
import { ScramError, scramExchange } from "./scram.ts";
import { SignInError } from "./sign-in-error.ts";

/** XEP-0440. */
const NS_BINDINGS = "urn:xmpp:sasl-cb:0";
/** RFC 9266. */
const EXPORTER = "tls-exporter";

export interface Login {
  /** Localpart. */
  readonly username: string;
  /** As it is sent by PLAIN, and as SCRAM derives keys from it. */
  readonly password: string;
  readonly scramPassword: string;
}

interface Mechanism {
  readonly name: string;
  /** Undefined for PLAIN. */
  readonly hash: ScramHash | undefined;
  readonly isBound: boolean;
}

/** The best that both sides can; undefined where there is none. */
export function mechanismFor(offered: ReadonlySet<string>, canBind: boolean): Mechanism | undefined {
  const scram = SCRAM_HASHES.toReversed().flatMap((hash): Mechanism[] => [
    ...(canBind ? [{ name: `SCRAM-${hash}-PLUS`, hash, isBound: true }] : []),
    { name: `SCRAM-${hash}`, hash, isBound: false },
  ]);
  return [...scram, { name: "PLAIN", hash: undefined, isBound: false }].find(({ name }) => offered.has(name));
}

/** On a stream under TLS whose certificate has been checked. Rejects with SignInError, NegotiationError. */
export async function authenticate(stream: OutgoingStream, features: Element, login: Login): Promise<void> {
  const list = features.getChild("mechanisms", NS_SASL)?.getChildren("mechanism") ?? [];
  const offered = new Set(list.map((mechanism) => mechanism.getText().trim()));
  const exporter = bindingIn(features, stream.tls);
  const mechanism = mechanismFor(offered, exporter !== undefined);
  if (!mechanism)
    throw new SignInError("refused", "it offers no way to sign in with a password that is known here (SCRAM, PLAIN)");
  if (mechanism.hash === undefined) return await plain(stream, login);
  const isBindingOffered = [...offered].some((name) => name.endsWith("-PLUS"));
  // RFC 5802 §6: whoever has taken the bound forms out of the list on the way is found out.
  const unbound = !isBindingOffered && stream.tls?.exporter() ? "y" : "n";
  const binding = mechanism.isBound && exporter ? { type: EXPORTER, data: exporter } : unbound;
  try {
    await scram(stream, login, { ...mechanism, hash: mechanism.hash }, binding);
  } catch (error) {
    if (error instanceof ScramError)
      throw new SignInError("refused", `its SCRAM is not to be trusted: ${error.message}`);
    throw error;
  }
}

/** What can be bound to, where the other side says that it knows this kind of it. */
function bindingIn(features: Element, tls: TlsInfo | undefined): Uint8Array | undefined {
  const types = features.getChild("sasl-channel-binding", NS_BINDINGS)?.getChildren("channel-binding") ?? [];
  return types.some(({ attrs }) => attrs.type === EXPORTER) ? tls?.exporter() : undefined;
}

async function plain(stream: OutgoingStream, { username, password }: Login): Promise<void> {
  const message = Buffer.from(`\0${username}\0${password}`).toString("base64");
  stream.send(xml("auth", { xmlns: NS_SASL, mechanism: "PLAIN" }, message));
  await successOf(stream);
}

async function scram(
  stream: OutgoingStream,
  { username, scramPassword: password }: Login,
  { name, hash }: Mechanism & { readonly hash: ScramHash },
  binding: Parameters<typeof scramExchange>[0]["binding"],
): Promise<void> {
  const exchange = scramExchange({ hash, username, password, binding });
  stream.send(xml("auth", { xmlns: NS_SASL, mechanism: name }, base64(exchange.first)));
  const challenge = await challengeOf(stream);
  if (challenge.getName() !== "challenge") throw new ScramError("it skips the proof of the password");
  stream.send(xml("response", { xmlns: NS_SASL }, base64(await exchange.answer(textOf(challenge)))));
  const last = await challengeOf(stream);
  if (!exchange.isProven(textOf(last))) throw new ScramError("it does not prove that it knows the password");
  // RFC 5802 §5: the proof comes with the success, or in a challenge before it.
  if (last.getName() === "success") return;
  stream.send(xml("response", { xmlns: NS_SASL }));
  await successOf(stream);
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const textOf = (element: Element): string => Buffer.from(element.getText(), "base64").toString();

async function successOf(stream: OutgoingStream): Promise<void> {
  if ((await challengeOf(stream)).getName() !== "success")
    throw new SignInError("refused", "it asks for more than the password");
}

/** A <challenge/> or <success/>. Rejects with SignInError for a <failure/>. */
async function challengeOf(stream: OutgoingStream): Promise<Element> {
  const answer = await stream.next();
  if (answer.is("challenge", NS_SASL) || answer.is("success", NS_SASL)) return answer;
  if (!answer.is("failure", NS_SASL)) throw stream.refuse("unsupported-stanza-type", "an answer to <auth/> was due");
  const children = answer.getChildElements();
  const condition = children.find((child) => child.getName() !== "text")?.getName() ?? "not-authorized";
  const text = printable(answer.getChildText("text") ?? "");
  const why = text === undefined ? condition.slice(0, 50) : `${condition.slice(0, 50)} (${text})`;
  throw new SignInError(condition === "not-authorized" ? "password" : "refused", why);
}
