/** What the administrator's pages do: operations, as somebody asks for them. Addresses are as people write them. */

import type { AuditPage } from "../../../operations/audit.ts";
import type { CircleDetails, CircleSummary } from "../../../operations/circles.ts";
import type { FederationReport, TrialStep } from "../../../operations/federation.ts";
import type { Invitation } from "../../../operations/invitations.ts";
import type { AccountPage, AccountSummary } from "../../../operations/people.ts";
import type { RoomDetails, RoomPage } from "../../../operations/rooms.ts";
import type { StatusReport } from "../../../operations/status.ts";
import type { IssuedLink } from "../account/own-invitations.ts";
import type { Picture } from "../picture.ts";

/** An account that somebody is invited to make. */
export interface InvitationWish {
  /** What stands before the @; empty where the invited chooses it. */
  readonly name: string;
  /** For whom it is; empty for nothing. */
  readonly note: string;
  /** Empty for none. */
  readonly circle: string;
  readonly isAdministrator: boolean;
  readonly uses: number;
  /** In milliseconds. */
  readonly validity: number;
}

/** All throw, or reject with, OperationError. */
export interface AdminOperations {
  readonly state: {
    readonly status: () => StatusReport;
    /** Accounts with an app connected. */
    readonly here: () => number;
    /** Bytes of all files that people have uploaded. */
    readonly fileBytes: () => number;
  };
  readonly people: {
    readonly count: () => number;
    /** Those whose address contains `text`, behind `after`. */
    readonly page: (max: number, text: string, after: string) => AccountPage;
    readonly show: (account: string) => AccountSummary;
    readonly disable: (account: string) => Promise<unknown>;
    readonly enable: (account: string) => Promise<unknown>;
    readonly remove: (account: string) => Promise<unknown>;
    /** A link for a new password. */
    readonly reset: (account: string) => Promise<IssuedLink>;
    /** What they show to everybody. */
    readonly nameOf: (account: string) => string | undefined;
    readonly picture: (account: string) => Picture | undefined;
  };
  readonly invitations: {
    readonly list: () => readonly Invitation[];
    readonly create: (wish: InvitationWish) => Promise<IssuedLink>;
    readonly revoke: (id: string) => Promise<unknown>;
  };
  readonly circles: {
    readonly list: () => readonly CircleSummary[];
    readonly show: (circle: string) => CircleDetails;
    readonly ofAccount: (account: string) => readonly string[];
    readonly create: (circle: string) => Promise<CircleSummary>;
    readonly rename: (circle: string, to: string) => Promise<CircleSummary>;
    readonly add: (circle: string, people: readonly string[]) => Promise<unknown>;
    readonly kick: (circle: string, people: readonly string[]) => Promise<unknown>;
    readonly remove: (circle: string, isRoomKept: boolean) => Promise<unknown>;
  };
  readonly announcements: {
    /** To whoever asks alone. */
    readonly toSelf: (text: string) => Promise<unknown>;
    /** Resolves with the number of accounts. */
    readonly toAll: (text: string) => Promise<number>;
  };
  readonly audit: { readonly list: (max: number, before: number | undefined) => AuditPage };
  readonly rooms: {
    readonly page: (max: number, after: string) => RoomPage;
    readonly show: (room: string) => RoomDetails;
    readonly destroy: (room: string, reason: string) => Promise<unknown>;
  };
  readonly servers: {
    readonly report: () => FederationReport;
    /** Resolves with the steps that were gone, at the latest after so many milliseconds. */
    readonly trial: (domain: string, milliseconds: number) => Promise<readonly TrialStep[]>;
  };
}
