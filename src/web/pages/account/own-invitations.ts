/** What the page of somebody's invitations needs of the server, and what it says where that refuses. */
import { accountSectionMessages } from "../../../messages/account-sections.ts";
import type { Language } from "../../../messages/language.ts";
import { OperationError } from "../../../operation-error.ts";

export interface OpenInvitation {
  readonly id: string;
  readonly note: string | undefined;
  /** How many may still use it. */
  readonly uses: number;
  readonly circle: string | undefined;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

export interface InvitationWish {
  readonly kind: "account" | "contact";
  readonly note: string | undefined;
  readonly uses: number;
  /** Milliseconds. */
  readonly validity: number;
  readonly circle: string | undefined;
}

export interface IssuedLink {
  /** Of the page, or of an app where there are no pages. */
  readonly link: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** What somebody may invite to; `all`: into circles, and several at once. */
export interface OwnRights {
  readonly accounts: boolean;
  readonly contacts: boolean;
  readonly all: boolean;
}

/** `account` is a bare JID. */
export interface OwnInvitations {
  readonly rightsOf: (account: string) => OwnRights;
  /** The names of all circles. */
  readonly circles: () => readonly string[];
  /** Those that can be used now, by their end. */
  readonly list: (account: string) => readonly OpenInvitation[];
  /** Rejects with OperationError. */
  readonly create: (account: string, wish: InvitationWish) => Promise<IssuedLink>;
  /** Passes over what is not the account's. */
  readonly revoke: (account: string, id: string) => Promise<void>;
}

/** Why no link was made. */
export interface InvitationRefused {
  readonly field?: "note" | "people" | "days";
  readonly sentence: string;
  readonly status?: number;
}

/** Throws what is no refusal. */
export function refusalOf(error: unknown, language: Language): InvitationRefused {
  if (!(error instanceof OperationError)) throw error;
  const texts = accountSectionMessages[language].invite;
  switch (error.reason) {
    case "too-many-invitations":
      return { sentence: texts.tooMany(error.details.maximum) };
    case "bad-uses":
      return { field: "people", sentence: texts.badPeople(error.details.maximum) };
    case "bad-validity":
      return { field: "days", sentence: texts.badDays(error.details.maximum) };
    case "note-too-long":
      return { field: "note", sentence: texts.noteTooLong(error.details.maximum) };
    case "no-such-circle":
      return { sentence: texts.noCircleThere };
    case "disk-full":
      return { sentence: texts.full, status: 503 };
    default:
      return { sentence: texts.refused, status: 403 };
  }
}
