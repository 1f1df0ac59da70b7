/** Operation: somebody moves here from an account of another server, which is signed in to as an app would. */
import { randomBytes } from "node:crypto";
import type { Jid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import type { ClientSession } from "../transfer/client/session.ts";
import { SignInError } from "../transfer/client/sign-in-error.ts";
import type { AccountOperations } from "./accounts.ts";
import type { InvitationOperations } from "./invitations.ts";
import { type MoveInCopied, type MoveInCopyDeps, type MoveInStage, openMoveInCopy } from "./move-in-copy.ts";

export interface MoveInOrder {
  /** Bare JIDs: the account of the other server, and the one here. */
  readonly from: Jid;
  readonly to: Jid;
  /** Of `from`; it is neither kept nor logged. */
  readonly password: string;
  /** Of `to`, where it is made; without one, a link is made with which a password is chosen. */
  readonly newPassword?: string | undefined;
  /** Whether `to` may be an account that is here already. */
  readonly mayExist: boolean;
  /** Whether the contacts are asked to follow (XEP-0283). */
  readonly follows: boolean;
  /** Everything but the messages is read, and nothing is changed, there or here. */
  readonly isTrial: boolean;
}

export type MoveInStep =
  /** The password was right. */
  | { readonly signedIn: string }
  | { readonly stage: MoveInStage; readonly done: number; readonly total?: number | undefined }
  | { readonly result: MoveInResult };

export interface MoveInResult extends MoveInCopied {
  readonly from: string;
  readonly to: string;
  readonly isTrial: boolean;
  /** The account was made. */
  readonly isNew: boolean;
  /** Whether the owner of the account has a password for it. */
  readonly hasPassword: boolean;
  /** Where one is chosen; not there where there are no pages. */
  readonly link?: string | undefined;
}

export type MoveInRun = (onStep: (step: MoveInStep) => void, signal: AbortSignal) => Promise<void>;

export interface MoveInOperations {
  /**
   * What is returned does it, and rejects with OperationError old-account, account-exists, move-in-runs, too-many-move-ins,
   * short-password, bad-password, disk-full. What was copied stays; another run goes on from there. Throws OperationError old-account-here.
   */
  readonly start: (order: MoveInOrder) => MoveInRun;
}

export interface MoveInDeps extends MoveInCopyDeps {
  /** Rejects with SignInError. */
  readonly signIn: (account: Jid, password: string, signal: AbortSignal) => Promise<ClientSession>;
  readonly accountOperations: Pick<AccountOperations, "add">;
  readonly invitations: Pick<InvitationOperations, "reset">;
  readonly domains: readonly string[];
}

/** At the same time. */
const MAX_RUNNING = 4;

export function moveInOperations(deps: MoveInDeps): MoveInOperations {
  const { accounts, signIn, domains } = deps;
  const copy = openMoveInCopy(deps);
  const running = new Set<string>();

  async function run(order: MoveInOrder, ...[onStep, signal]: Parameters<MoveInRun>): Promise<void> {
    const { from, to, isTrial, mayExist } = order;
    if (!isTrial && !mayExist && accounts.exists(to.bare))
      throw new OperationError("account-exists", { account: to.bare });
    const session = await signIn(from, order.password, signal);
    try {
      onStep({ signedIn: from.bare });
      const isNew = !accounts.exists(to.bare);
      const link = isNew && !isTrial ? await makeAccount(order) : undefined;
      const copied = await copy(session, order, (stage, done, total) => onStep({ stage, done, total }));
      const hasPassword = !isNew || order.newPassword !== undefined;
      onStep({ result: { from: from.bare, to: to.bare, isTrial, isNew, ...copied, hasPassword, link } });
    } finally {
      session.end();
    }
  }

  /** Resolves with the link for its password, where there is one. */
  async function makeAccount({ to, newPassword }: MoveInOrder): Promise<string | undefined> {
    const password = newPassword ?? randomBytes(24).toString("base64url");
    await deps.accountOperations.add([{ jid: to, password, isAdministrator: false }]);
    if (newPassword !== undefined) return undefined;
    try {
      return (await deps.invitations.reset(to)).url;
    } catch (error) {
      if (error instanceof OperationError) return undefined;
      throw error;
    }
  }

  return {
    start: (order) => {
      const { from, to } = order;
      if (domains.includes(from.domain)) throw new OperationError("old-account-here", { account: from.bare });
      return async (onStep, signal) => {
        if (running.has(to.bare)) throw new OperationError("move-in-runs", { account: to.bare });
        if (running.size >= MAX_RUNNING) throw new OperationError("too-many-move-ins", {});
        running.add(to.bare);
        try {
          await run(order, onStep, signal);
        } catch (error) {
          if (!(error instanceof SignInError)) throw error;
          const { problem, message: why } = error;
          throw new OperationError("old-account", { account: from.bare, domain: from.domain, problem, why });
        } finally {
          running.delete(to.bare);
        }
      };
    },
  };
}
