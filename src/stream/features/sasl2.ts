/** XEP-0388: Extensible SASL Profile: authentication, and what comes right after it, in one exchange. */
import type { Element } from "ltx";
import { type Jid, parseJid } from "../../jid/jid.ts";
import { NS_SASL, NS_SASL2, NS_SM } from "../../namespaces.ts";
import { xml } from "../../stanza.ts";
import { StreamError } from "../../stream-error.ts";
import type { UserAgent } from "../../user-agent.ts";
import type { NegotiatingStream, StreamFeature } from "../feature.ts";
import type { Authenticator, SaslProfile } from "../sasl/authenticator.ts";
import { SaslError } from "../sasl/mechanism.ts";
import { bytesOfBase64 } from "../sasl/text.ts";
import { type Bind2, NS_BIND2 } from "./bind2.ts";
import { type ConfigVersion, isOutdated, NS_IAP } from "./config-version.ts";
import type { Fast } from "./fast.ts";
import type { UpgradeTasks } from "./upgrade-tasks.ts";
import { userAgentIn } from "./user-agent.ts";

/** What can be asked for along with authentication. */
export interface Sasl2Deps {
  readonly fast: Fast;
  readonly bind2: Bind2;
  /**
   * XEP-0198: `tell` passes <resumed/> on, with the session's address, before the session is sent anything.
   * Resolves with <failed/> where nothing is resumed.
   */
  readonly resume: (
    stream: NegotiatingStream,
    request: Element,
    tell: (resumed: Element, jid: Jid) => void,
  ) => Promise<Element | undefined>;
  readonly tasks: UpgradeTasks;
  /** XEP-0509: of all that this stream's stranger is offered. */
  readonly version: ConfigVersion;
  /** Told of each client that has proven who it is. */
  readonly signedIn: (stream: NegotiatingStream, agent: UserAgent | undefined) => void;
}

export function sasl2(
  authenticator: Authenticator,
  { fast, bind2, resume, tasks, version, signedIn }: Sasl2Deps,
): StreamFeature {
  const authenticate = (stream: NegotiatingStream, request: Element): void | Promise<void> => {
    const from = stream.from === undefined ? undefined : parseJid(stream.from);
    if (from && from.domain !== stream.domain) throw new StreamError("invalid-from");
    if (isOutdated(request, stream, version)) {
      stream.send(outdated());
      return;
    }
    const agent = userAgentIn(request);
    const token = fast.mechanism(stream, request, agent);
    const { mechanism: name } = request.attrs;
    const mechanism = token ?? authenticator.mechanisms(stream).find((known) => known.name === name);
    if (!mechanism) throw new SaslError("invalid-mechanism");

    const succeed = async (account: string, additional: Element | undefined): Promise<void> => {
      stream.authenticated(account);
      signedIn(stream, agent);
      const renewed = await fast.renew(stream, request, agent);
      if (stream.hasEnded) return;
      const success = (identity: string, ...results: (Element | undefined)[]): Element =>
        xml(
          "success",
          { xmlns: NS_SASL2 },
          additional,
          xml("authorization-identifier", {}, identity),
          ...results,
          renewed,
        );

      const previous = request.getChild("resume", NS_SM);
      const isOver = previous
        ? await resume(stream, previous, (resumed, jid) => stream.send(success(jid.full, resumed)))
        : undefined;
      // XEP-0198 §6.2: a stream that has been resumed is told no features.
      if (stream.is("bound") || stream.hasEnded) return;

      const wish = request.getChild("bind", NS_BIND2);
      const begun = wish && bind2.begin(stream, wish, agent);
      stream.send(success(begun?.jid.full ?? stream.account, isOver, begun?.bound));
      stream.advertise();
    };

    const profile: SaslProfile = {
      ...refusing,
      expectedAccount: from?.bare,
      success(stream, { account, data }) {
        const additional = data && xml("additional-data", {}, encoded(data));
        // Who has come by a token does not get to say what the password is.
        const hasTasks = !token && tasks.begin(stream, request, account, additional, () => succeed(account, undefined));
        return hasTasks ? undefined : succeed(account, additional);
      },
    };
    const initial = request.getChild("initial-response", NS_SASL2);
    return authenticator.begin(stream, mechanism, profile, initial && decoded(initial));
  };

  const take = (stream: NegotiatingStream, element: Element): void | Promise<void> => {
    const upgrading = tasks.pending(stream);
    const isUnderway = upgrading !== undefined || authenticator.underway(stream) !== undefined;
    switch (element.getName()) {
      case "authenticate":
        // §2.4: nothing but answers is sent in the middle of it.
        if (isUnderway) throw new StreamError("policy-violation", "another authentication is under way");
        return authenticate(stream, element);
      case "response":
        return authenticator.respond(stream, decoded(element));
      case "abort":
        throw new SaslError("aborted");
      case "next":
      case "task-data":
        authenticator.requireCurrent(stream, upgrading);
        return tasks.take(stream, element)?.catch((error) => refuse(stream, error));
      default:
        throw new StreamError("unsupported-stanza-type");
    }
  };

  const refuse = (stream: NegotiatingStream, error: unknown): void => {
    tasks.forget(stream);
    authenticator.refuse(stream, refusing, error);
  };

  return {
    name: "sasl2",
    ns: NS_SASL2,
    needs: ["secure"],
    forbids: ["authenticated"],
    offer(stream) {
      const names = authenticator.mechanisms(stream).map(({ name }) => xml("mechanism", {}, name));
      const inline = xml("inline", {}, xml("sm", { xmlns: NS_SM }), bind2.offer(), fast.offer(stream));
      return [xml("authentication", { xmlns: NS_SASL2 }, ...names, inline, ...tasks.offer())];
    },
    negotiate(stream, element) {
      if ((authenticator.underway(stream) ?? NS_SASL2) !== NS_SASL2) {
        throw new StreamError("policy-violation", "another authentication is under way");
      }
      try {
        return take(stream, element);
      } catch (error) {
        refuse(stream, error);
      }
    },
  };
}

const refusing: SaslProfile = {
  ns: NS_SASL2,
  challenge: (stream, data) => stream.send(xml("challenge", { xmlns: NS_SASL2 }, data && encoded(data))),
  failure(stream, { condition, text }) {
    const reason = text === undefined ? undefined : xml("text", { "xml:lang": "en" }, text);
    stream.send(xml("failure", { xmlns: NS_SASL2 }, xml(condition, { xmlns: NS_SASL }), reason));
  },
  success() {
    throw new Error("nothing can succeed that has not begun");
  },
};

/** XEP-0509 §2.2: without prejudice: no attempt has been made. */
const outdated = (): Element =>
  xml(
    "failure",
    { xmlns: NS_SASL2 },
    xml("aborted", { xmlns: NS_SASL }),
    xml("config-version-mismatch", { xmlns: NS_IAP }),
  );

const encoded = (data: Uint8Array): string => Buffer.from(data).toString("base64");

/** §2.2: an empty element is an empty message. Throws SaslError incorrect-encoding. */
function decoded(element: Element): Uint8Array {
  const bytes = bytesOfBase64(element.getText().trim());
  if (!bytes) throw new SaslError("incorrect-encoding");
  return bytes;
}
