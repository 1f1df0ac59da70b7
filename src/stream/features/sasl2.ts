/** XEP-0388: Extensible SASL Profile: authentication and what follows it (XEP-0198, XEP-0386, XEP-0480, XEP-0484) in one exchange. */
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

export interface Sasl2Deps {
  readonly fast: Fast;
  readonly bind2: Bind2;
  /**
   * XEP-0198: resumes a session. `answer` sends <resumed/> to the session of this full JID, before any stanza is sent again.
   * Resolves with <failed/> where nothing is resumed.
   */
  readonly resume: (
    stream: NegotiatingStream,
    request: Element,
    answer: (resumed: Element, jid: Jid) => void,
  ) => Promise<Element | undefined>;
  readonly tasks: UpgradeTasks;
  /** XEP-0509: of what is advertised before authentication. */
  readonly version: ConfigVersion;
  /** Called for each client that has authenticated. */
  readonly onAuthenticated: (stream: NegotiatingStream, agent: UserAgent | undefined) => void;
}

export function sasl2(
  authenticator: Authenticator,
  { fast, bind2, resume, tasks, version, onAuthenticated: signedIn }: Sasl2Deps,
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
      const failed = previous
        ? await resume(stream, previous, (resumed, jid) => stream.send(success(jid.full, resumed)))
        : undefined;
      // XEP-0198 §6.2: no features are sent on a stream that has been resumed.
      if (stream.is("bound") || stream.hasEnded) return;

      const bind = request.getChild("bind", NS_BIND2);
      const bound = bind && bind2.begin(stream, bind, agent);
      stream.send(success(bound?.jid.full ?? stream.account, failed, bound?.bound));
      stream.advertise();
    };

    const profile: SaslProfile = {
      ...profileBase,
      expectedAccount: from?.bare,
      success(stream, { account, data }) {
        const additional = data && xml("additional-data", {}, encoded(data));
        // A token does not prove the password that the new keys would be made of.
        const hasTasks = !token && tasks.begin(stream, request, account, additional, () => succeed(account, undefined));
        return hasTasks ? undefined : succeed(account, additional);
      },
    };
    const initial = request.getChild("initial-response", NS_SASL2);
    return authenticator.begin(stream, mechanism, profile, initial && decoded(initial));
  };

  const take = (stream: NegotiatingStream, element: Element): void | Promise<void> => {
    const upgrading = tasks.pendingAccount(stream);
    const isUnderway = upgrading !== undefined || authenticator.profileUnderway(stream) !== undefined;
    switch (element.getName()) {
      case "authenticate":
        if (isUnderway) throw new StreamError("policy-violation", "another authentication is under way");
        return authenticate(stream, element);
      case "response":
        return authenticator.respond(stream, decoded(element));
      case "abort":
        throw new SaslError("aborted");
      case "next":
      case "task-data":
        authenticator.requireCurrent(stream, upgrading);
        return tasks.take(stream, element)?.catch((error) => fail(stream, error));
      default:
        throw new StreamError("unsupported-stanza-type");
    }
  };

  const fail = (stream: NegotiatingStream, error: unknown): void => {
    tasks.forget(stream);
    authenticator.fail(stream, profileBase, error);
  };

  return {
    ns: NS_SASL2,
    needs: ["secure"],
    forbids: ["authenticated"],
    offer(stream) {
      const names = authenticator.mechanisms(stream).map(({ name }) => xml("mechanism", {}, name));
      const inline = xml("inline", {}, xml("sm", { xmlns: NS_SM }), bind2.offer(), fast.offer(stream));
      return [xml("authentication", { xmlns: NS_SASL2 }, ...names, inline, ...tasks.offer())];
    },
    negotiate(stream, element) {
      if ((authenticator.profileUnderway(stream) ?? NS_SASL2) !== NS_SASL2) {
        throw new StreamError("policy-violation", "another authentication is under way");
      }
      try {
        return take(stream, element);
      } catch (error) {
        fail(stream, error);
      }
    },
  };
}

/** What the profiles of all attempts have in common. */
const profileBase: SaslProfile = {
  ns: NS_SASL2,
  acceptsOneTimePasswords: false,
  challenge: (stream, data) => stream.send(xml("challenge", { xmlns: NS_SASL2 }, data && encoded(data))),
  failure(stream, { condition, text }) {
    const reason = text === undefined ? undefined : xml("text", { "xml:lang": "en" }, text);
    stream.send(xml("failure", { xmlns: NS_SASL2 }, xml(condition, { xmlns: NS_SASL }), reason));
  },
  success() {
    throw new Error("a success without an attempt");
  },
};

/** XEP-0509 §2.2: not counted as a failed attempt. */
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
