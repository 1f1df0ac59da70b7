/** The stream features with which a client signs in (SASL, SASL2, Bind 2, FAST, resumption), and the sessions behind them. */
import { createHmac } from "node:crypto";
import type { Element } from "ltx";
import type { Jid } from "../jid/jid.ts";
import { NS_SM } from "../namespaces.ts";
import type { ClientSession } from "../session/client-session.ts";
import { enable, resume, streamManagement } from "../session/resumption.ts";
import type { NegotiatingStream, StreamFeature } from "../stream/feature.ts";
import { bind } from "../stream/features/bind.ts";
import { bind2 } from "../stream/features/bind2.ts";
import { channelBindings } from "../stream/features/channel-bindings.ts";
import { configVersion, configVersionOf } from "../stream/features/config-version.ts";
import { fast } from "../stream/features/fast.ts";
import { sasl } from "../stream/features/sasl.ts";
import { sasl2 } from "../stream/features/sasl2.ts";
import { type UpgradeAccounts, UpgradeTasks } from "../stream/features/upgrade-tasks.ts";
import { Authenticator, type AuthenticatorDeps } from "../stream/sasl/authenticator.ts";
import type { UserAgent } from "../user-agent.ts";
import { fast as fastTokens } from "../xep/0484-fast.ts";
import { clientAccess } from "../xep/0494-client-access.ts";
import { type Kernel, randomId } from "./kernel.ts";

export interface SigningInDeps extends Omit<AuthenticatorDeps, "nonce"> {
  readonly accounts: AuthenticatorDeps["accounts"] & UpgradeAccounts;
  readonly kernel: Kernel;
  /** 32 bytes: the key with which a resource is derived from a client's own id. */
  readonly resourceKey: Uint8Array;
}

/** The features, in the order in which they are advertised. */
export function signingIn({ kernel, resourceKey, ...authentication }: SigningInDeps): readonly StreamFeature[] {
  const { sessions, booted } = kernel;
  const authenticator = new Authenticator({ ...authentication, nonce: randomId });
  const clientAccessApi = booted.use(clientAccess);
  const agentOn = new WeakMap<NegotiatingStream, UserAgent>();

  const bindSession = (stream: NegotiatingStream, jid: Jid): ClientSession => {
    authenticator.requireCurrent(stream);
    const session = sessions.bind(stream, jid);
    clientAccessApi.began(session, agentOn.get(stream));
    return session;
  };

  const inline = new Map<string, (request: Element, session: ClientSession) => Element | undefined>(
    booted.session.bind2,
  );
  inline.set(NS_SM, (request, session) => {
    return request.getName() === "enable" ? enable(request, session, sessions) : undefined;
  });

  const offered: readonly StreamFeature[] = [
    sasl2(authenticator, {
      fast: fast(booted.use(fastTokens)),
      bind2: bind2({
        bind: (stream, jid) => {
          const session = bindSession(stream, jid);
          clientAccessApi.replaceFormer(session);
          return session;
        },
        inline,
        bound: booted.session.bound,
        resource: (account, agent, tag) => resourceOf(resourceKey, account, agent, tag),
      }),
      resume: (stream, request, tell) =>
        resume(stream, request, sessions, (resumed, session) => {
          const agent = agentOn.get(stream);
          if (agent) clientAccessApi.began(session, agent);
          tell(resumed, session.jid);
        }),
      tasks: new UpgradeTasks(authentication.accounts),
      version: (stream) => version(stream),
      onAuthenticated: (stream, agent) => {
        if (agent) agentOn.set(stream, agent);
        clientAccessApi.signedIn(stream.account, agent);
      },
    }),
    sasl(authenticator, (stream, agent) => {
      agentOn.set(stream, agent);
      clientAccessApi.signedIn(stream.account, agent);
    }),
    channelBindings,
  ];
  const version = configVersionOf(offered);
  return [
    ...offered,
    configVersion(version),
    bind({ bind: bindSession, resource: randomId }),
    streamManagement(sessions),
  ];
}

/** XEP-0386 §3.2.1: for the same client and tag always the same; 96 bits. */
function resourceOf(key: Uint8Array, account: string, agent: UserAgent | undefined, tag: string): string {
  if (agent?.id === undefined) return randomId();
  const named = JSON.stringify([account, agent.id, tag]);
  return createHmac("sha256", key).update(named).digest().subarray(0, 12).toString("base64url");
}
