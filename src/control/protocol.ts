/** The requests over the control socket: HTTP, with JSON in both directions. */
import { OperationError, type OperationErrorDetails, type OperationErrorReason } from "../operation-error.ts";
import type { AccountSummary } from "../operations/accounts.ts";
import type { AuditPage } from "../operations/audit.ts";
import type { CertificateOperations, RenewalAnswer, RenewalProgress } from "../operations/certificate.ts";
import type { CircleDetails, CircleSummary } from "../operations/circles.ts";
import type { FederationReport, TrialStep } from "../operations/federation.ts";
import type { FilePage, FileSummary, FilesReport } from "../operations/files.ts";
import type { ImportOrder, ImportPortion, ImportProgress, ImportStep } from "../operations/import-live.ts";
import type { Invitation, IssuedInvitation } from "../operations/invitations.ts";
import type { MoveInStep } from "../operations/move-in.ts";
import type { PhoneStep } from "../operations/phone-check.ts";
import type { LookStep } from "../operations/reachability.ts";
import type { AffiliationChanged, RoomDetails, RoomEntry } from "../operations/rooms.ts";
import type { ReachabilityReport } from "../operations/sights.ts";
import type { StatusReport } from "../operations/status.ts";

/**
 * By method and path. Addresses are as a person types them. A GET has no body: a question with parameters is a POST to
 * `…/show`. What begins with `/users` works on the database as well, where no server runs (assembly/offline.ts): requests about
 * sessions begin otherwise.
 */
export interface ControlRequests {
  readonly "GET /status": { readonly body: undefined; readonly answer: StatusReport };
  /** Home and machine are looked at anew; the answer is what is known then. */
  readonly "POST /health/look": { readonly body: undefined; readonly answer: StatusReport };
  readonly "GET /users": { readonly body: undefined; readonly answer: { readonly users: readonly AccountSummary[] } };
  readonly "POST /users": {
    readonly body: {
      readonly users: readonly { readonly jid: string; readonly password: string; readonly admin?: boolean }[];
    };
    readonly answer: { readonly added: readonly string[] };
  };
  readonly "PUT /users/password": {
    readonly body: { readonly jid: string; readonly password: string };
    readonly answer: { readonly changed: string };
  };
  readonly "DELETE /users": { readonly body: { readonly jid: string }; readonly answer: { readonly removed: string } };
  /** The account need not have appeared yet, where passwords are checked elsewhere. */
  readonly "POST /users/administrators": {
    readonly body: { readonly jid: string };
    readonly answer: { readonly appointed: string };
  };
  readonly "POST /users/disable": {
    readonly body: { readonly jid: string };
    readonly answer: { readonly disabled: string };
  };
  readonly "POST /users/enable": {
    readonly body: { readonly jid: string };
    readonly answer: { readonly enabled: string };
  };
  readonly "POST /users/introduce": {
    readonly body: { readonly users: readonly { readonly jid: string }[] };
    readonly answer: { readonly introduced: readonly string[] };
  };
  /** The links are told once. */
  readonly "POST /users/invitations": { readonly body: InvitationBody; readonly answer: IssuedInvitation };
  readonly "GET /users/invitations": {
    readonly body: undefined;
    readonly answer: { readonly invitations: readonly Invitation[] };
  };
  readonly "DELETE /users/invitations": {
    readonly body: { readonly id: string };
    readonly answer: { readonly revoked: Invitation };
  };
  readonly "POST /users/reset": {
    readonly body: { readonly jid: string; readonly validity?: number | undefined };
    readonly answer: IssuedInvitation;
  };
  readonly "GET /rooms": { readonly body: undefined; readonly answer: { readonly rooms: readonly RoomEntry[] } };
  readonly "POST /rooms/show": { readonly body: { readonly room: string }; readonly answer: RoomDetails };
  readonly "POST /rooms": {
    readonly body: {
      readonly room: string;
      readonly owner?: string | undefined;
      readonly name?: string | undefined;
      readonly isPublic: boolean;
    };
    readonly answer: RoomDetails;
  };
  readonly "DELETE /rooms": {
    readonly body: { readonly room: string; readonly reason?: string | undefined };
    readonly answer: { readonly destroyed: string };
  };
  readonly "PUT /rooms/affiliation": {
    readonly body: {
      readonly room: string;
      readonly jid: string;
      readonly affiliation: string;
      readonly reason?: string | undefined;
    };
    readonly answer: AffiliationChanged;
  };
  readonly "GET /circles": {
    readonly body: undefined;
    readonly answer: { readonly circles: readonly CircleSummary[] };
  };
  readonly "POST /circles/show": { readonly body: { readonly circle: string }; readonly answer: CircleDetails };
  readonly "POST /circles": {
    readonly body: { readonly circle: string; readonly people: readonly string[] };
    readonly answer: CircleDetails;
  };
  readonly "PUT /circles/name": {
    readonly body: { readonly circle: string; readonly name: string };
    readonly answer: CircleSummary;
  };
  readonly "DELETE /circles": {
    readonly body: { readonly circle: string; readonly isRoomKept: boolean };
    readonly answer: CircleSummary;
  };
  readonly "PUT /circles/people": {
    readonly body: { readonly circle: string; readonly people: readonly string[] };
    readonly answer: { readonly added: readonly string[] };
  };
  readonly "DELETE /circles/people": {
    readonly body: { readonly circle: string; readonly people: readonly string[] };
    readonly answer: { readonly kicked: readonly string[] };
  };
  readonly "GET /files": { readonly body: undefined; readonly answer: FilesReport };
  readonly "POST /files/show": {
    readonly body: { readonly account: string; readonly after?: FilePage["next"] };
    readonly answer: FilePage;
  };
  /** What `DELETE /files` would delete. */
  readonly "POST /files/count": {
    readonly body: FileFilterBody;
    readonly answer: { readonly files: number; readonly bytes: number };
  };
  readonly "DELETE /files": {
    readonly body: FileFilterBody;
    readonly answer: { readonly files: number; readonly bytes: number };
  };
  readonly "DELETE /files/one": { readonly body: { readonly file: string }; readonly answer: FileSummary };
  readonly "GET /certificate": {
    readonly body: undefined;
    readonly answer: ReturnType<CertificateOperations["status"]>;
  };
  readonly "POST /certificate/renew": { readonly body: { readonly byHand: boolean }; readonly answer: RenewalProgress };
  readonly "POST /certificate/renew/answer": {
    readonly body: { readonly answer: RenewalAnswer };
    readonly answer: RenewalProgress;
  };
  /** To every account, or to this one alone. */
  readonly "POST /announcements": {
    readonly body: { readonly text: string; readonly to?: string | undefined };
    readonly answer: { readonly accounts: number };
  };
  readonly "POST /audit/show": {
    readonly body: { readonly max: number; readonly before?: number | undefined };
    readonly answer: AuditPage;
  };
  /** The next things of the source of an import; `run` is what its first step has told. */
  readonly "POST /import/portion": {
    readonly body: ImportPortion & { readonly run: string };
    readonly answer: ImportProgress;
  };
  /** The next bytes, in base64, of the file that is the next thing of the source. */
  readonly "POST /import/bytes": {
    readonly body: { readonly run: string; readonly offset: number; readonly base64: string };
    readonly answer: Nothing;
  };
  /** Everything of the source has been given. */
  readonly "POST /import/end": { readonly body: { readonly run: string }; readonly answer: Nothing };
  /** The result has been told. */
  readonly "POST /import/told": { readonly body: { readonly run: string }; readonly answer: Nothing };
  readonly "GET /reachability": { readonly body: undefined; readonly answer: ReachabilityReport };
  /** Names that begin with a text, some of them. */
  readonly "POST /names": {
    readonly body: { readonly kind: NameKind; readonly beginning: string };
    readonly answer: Named;
  };
  readonly "GET /federation": { readonly body: undefined; readonly answer: FederationReport };
}

export const NAME_KINDS = ["accounts", "rooms", "circles", "domains", "servers", "invitations"] as const;
/** Of what: `servers` are other domains that are connected, of invitations the ids. */
export type NameKind = (typeof NAME_KINDS)[number];
export interface Named {
  readonly names: readonly string[];
}

type Nothing = Readonly<Record<never, never>>;

/** As MoveInOrder; the addresses are as a person types them. */
export interface MoveInBody {
  readonly from: string;
  readonly to: string;
  readonly password: string;
  readonly newPassword?: string | undefined;
  readonly mayExist: boolean;
  readonly follows: boolean;
  readonly isTrial: boolean;
}

/** To make an account. */
export interface InvitationBody {
  /** The address of the account; without it, the invited choose their names. */
  readonly jid?: string | undefined;
  /** Whose contacts they become; the only administrator where nobody is named. */
  readonly inviter?: string | undefined;
  readonly circle?: string | undefined;
  readonly admin?: boolean | undefined;
  readonly uses?: number | undefined;
  /** In milliseconds. */
  readonly validity?: number | undefined;
  readonly note?: string | undefined;
}

/** Each file has to fit all that is given. */
export interface FileFilterBody {
  /** An account, or the domain of a component. */
  readonly account?: string | undefined;
  /** In milliseconds. */
  readonly olderThan?: number | undefined;
  /** In bytes. */
  readonly largerThan?: number | undefined;
}

/** Requests that are answered step by step: a line of JSON (ControlLine) for each. */
export interface ControlStepRequests {
  readonly "POST /federation/trial": {
    readonly body: { readonly domain: string; readonly from?: string | undefined };
    readonly step: TrialStep;
  };
  /** Asks others whether they reach this server; `servers`: those to ask in turn, by default well-known ones, none where it is empty. */
  readonly "POST /reachability/look": {
    readonly body: { readonly askAuthority: boolean; readonly servers?: readonly string[] | undefined };
    readonly step: LookStep;
  };
  /** Somebody moves here from an account of another server. */
  readonly "POST /move-in": { readonly body: MoveInBody; readonly step: MoveInStep };
  /** Begins an import, which ends where the client goes away: what has been stored stays, and the next one goes on from there. */
  readonly "POST /import": { readonly body: ImportOrder; readonly step: ImportStep };
  /** A link for a phone, and what it sees, until the client goes away. */
  readonly "POST /reachability/phone": { readonly body: undefined; readonly step: PhoneStep };
}

/** Requests whose answer is a file, sent as it is made. */
export interface ControlFileRequests {
  /** XEP-0227: everything of an account; with what checks the password, where that is wanted. */
  readonly "POST /export": { readonly body: { readonly jid: string; readonly withKeys: boolean } };
  /** XEP-0227: everything of all accounts, with what checks their passwords. */
  readonly "POST /export/all": { readonly body: undefined };
  /** Everything of the home, as docs/backup.md describes it. `beforeUpdate`: the version that is to be installed. */
  readonly "POST /backup": { readonly body: { readonly beforeUpdate?: string | undefined } | undefined };
}

export type ControlRequest = keyof ControlRequests;
export type BodyOf<Request extends ControlRequest> = ControlRequests[Request]["body"];
/** The body as the last argument of a function; none where the request has none. */
export type BodyArgument<Request extends ControlRequest> =
  BodyOf<Request> extends undefined ? [] : [body: BodyOf<Request>];
export type AnswerOf<Request extends ControlRequest> = ControlRequests[Request]["answer"];

/** A step, or why there are no more. */
export type ControlLine = { readonly step: unknown } | { readonly failed: ControlFailure };

/** Why a request was not done. */
export interface ControlFailure {
  /** For developers, except where there is no `reason`. */
  readonly error: string;
  /** Of an OperationError. */
  readonly reason?: OperationErrorReason;
  readonly details?: OperationErrorDetails[OperationErrorReason];
  /** Of the operating system: "EACCES". */
  readonly code?: string;
}

/** A failure of the server that is no failure of an operation. */
export class ControlError extends Error {
  readonly code: string | undefined;

  constructor(sentence: string, code?: string) {
    super(sentence);
    this.code = code;
  }
}

/** How an error is sent; undefined for one that nobody foresaw. */
export function failureOf(error: unknown): ControlFailure | undefined {
  if (error instanceof OperationError) return { error: error.message, reason: error.reason, details: error.details };
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === "string" && /^E[A-Z0-9]+$/.test(code) ? { error: error.message, code } : undefined;
}

export const errorOf = ({ error, reason, details, code }: ControlFailure): Error =>
  reason === undefined || details === undefined ? new ControlError(error, code) : new OperationError(reason, details);
