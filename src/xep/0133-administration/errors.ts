/** XEP-0133 §5: the failures of operations as stanza errors. */
import { OperationError, type OperationErrorDetails, type OperationErrorReason } from "../../operation-error.ts";
import { StanzaError } from "../../stanza-error.ts";

type StanzaErrors = {
  readonly [Reason in OperationErrorReason]?: (
    details: OperationErrorDetails[Reason],
    ownAccount: string,
  ) => StanzaError;
};

const notAnAccount = (): StanzaError =>
  new StanzaError("not-acceptable", { text: "an account is NAME@DOMAIN, at a domain served here" });

const STANZA_ERRORS: StanzaErrors = {
  "not-an-account": notAnAccount,
  "domain-not-served": notAnAccount,
  "account-exists": ({ account }) => new StanzaError("conflict", { text: `${account}: this account exists already` }),
  "no-such-account": ({ account }) =>
    new StanzaError("item-not-found", { type: "modify", text: `${account} is no account here` }),
  "bad-password": ({ account }) => new StanzaError("not-acceptable", { text: `${account}: this cannot be a password` }),
  "short-password": ({ account, minimum }) =>
    new StanzaError("not-acceptable", { text: `${account}: a password has at least ${minimum} characters` }),
  "only-administrator": ({ account }) =>
    new StanzaError("not-allowed", { text: `${account} is the only administrator` }),
  "own-account": (_, text) => new StanzaError("not-acceptable", { text }),
  "disk-full": ({ why }) => new StanzaError("resource-constraint", { text: why }),
};

/** An OperationError as a StanzaError, any other error as it is. `ownAccount` is the text of "own-account". */
export const stanzaErrorOf = (error: unknown, ownAccount = ""): unknown =>
  error instanceof OperationError ? (translated(error, ownAccount) ?? error) : error;

const translated = <Reason extends OperationErrorReason>(
  { reason, details }: OperationError<Reason>,
  ownAccount: string,
): StanzaError | undefined => STANZA_ERRORS[reason]?.(details, ownAccount);
