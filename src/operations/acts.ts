/** Which operations are acts of an administrator, and what is written down of each: an operation that the table lacks does not compile. */
import type { Jid } from "../jid/jid.ts";
import { withLazy } from "../lazy.ts";
import { OperationError } from "../operation-error.ts";
import type { AuditActor, AuditDetails, AuditLog } from "./audit.ts";
import type { Operations } from "./operations.ts";

// biome-ignore lint/suspicious/noExplicitAny: any operation
type Operation = (...given: any) => unknown;

/** It changes nothing that anybody would ask about. */
const UNRECORDED = "unrecorded";

/** What is written down of an act, from what was asked: never a password or a token. */
type Described<Of> = Of extends (...given: infer Given) => unknown
  ? typeof UNRECORDED | ((...given: Given) => AuditDetails)
  : never;

type GroupOf<Of> = { readonly [Name in keyof Of as Of[Name] extends Operation ? Name : never]: Described<Of[Name]> };

/** By group and name; fields that are no functions are left out. */
type Acts = {
  readonly [Group in keyof Operations as Operations[Group] extends readonly unknown[]
    ? never
    : Group]: Operations[Group] extends Operation ? Described<Operations[Group]> : GroupOf<Operations[Group]>;
};

const whom = (...jids: readonly (Jid | undefined)[]): AuditDetails => ({
  whom: jids.flatMap((jid) => jid?.bare ?? []),
});
const nothing = (): AuditDetails => ({});

const ACTS = {
  accounts: {
    list: UNRECORDED,
    registered: UNRECORDED,
    disabled: UNRECORDED,
    administrators: UNRECORDED,
    statistics: UNRECORDED,
    contacts: UNRECORDED,
    count: UNRECORDED,
    page: UNRECORDED,
    show: UNRECORDED,
    add: (added) => whom(...added.map(({ jid }) => jid)),
    appoint: (jid) => whom(jid),
    introduce: (jids) => whom(...jids),
    setPassword: (jid) => whom(jid),
    remove: (jids) => whom(...jids),
    disable: (jids) => whom(...jids),
    enable: (jids) => whom(...jids),
    setAdministrators: (jids) => whom(...jids),
  },
  sessions: {
    online: UNRECORDED,
    active: UNRECORDED,
    idle: UNRECORDED,
    end: (of) => whom(...of),
  },
  announcements: {
    motd: UNRECORDED,
    welcome: UNRECORDED,
    tell: (what, to) => ({ what, ...(to ? whom(...to) : {}) }),
    announce: (what) => ({ what }),
    setMotd: (what) => ({ what }),
    editMotd: (what) => ({ what }),
    deleteMotd: nothing,
    setWelcome: (what) => ({ what }),
    deleteWelcome: nothing,
  },
  rooms: {
    list: UNRECORDED,
    page: UNRECORDED,
    show: UNRECORDED,
    create: ({ room }) => whom(room),
    destroy: (room) => whom(room),
    setAffiliation: ({ room, jid, affiliation }) => ({ ...whom(room, jid), what: affiliation }),
  },
  invitations: {
    rightsOf: UNRECORDED,
    find: UNRECORDED,
    list: UNRECORDED,
    register: UNRECORDED,
    accept: UNRECORDED,
    setPassword: UNRECORDED,
    create: ({ at, circle, isAdministrator = false }) => ({
      ...whom(at),
      what: [...(isAdministrator ? ["admin"] : []), ...(circle === undefined ? [] : [circle])].join(", "),
    }),
    reset: (jid) => whom(jid),
    revoke: (id) => ({ whom: [id] }),
  },
  circles: {
    list: UNRECORDED,
    show: UNRECORDED,
    ofAccount: UNRECORDED,
    create: (what, people = []) => ({ what, ...whom(...people) }),
    rename: (circle, what) => ({ whom: [circle], what }),
    remove: (what) => ({ what }),
    add: (what, people) => ({ what, ...whom(...people) }),
    kick: (what, people) => ({ what, ...whom(...people) }),
  },
  files: {
    report: UNRECORDED,
    usage: UNRECORDED,
    named: UNRECORDED,
    list: UNRECORDED,
    count: UNRECORDED,
    removeNamed: (owner) => whom(owner),
    prune: ({ owner }) => whom(owner),
    remove: (file) => ({ whom: [file] }),
  },
  federation: { report: UNRECORDED, trial: UNRECORDED },
  certificate: { status: UNRECORDED, renew: nothing, answer: UNRECORDED },
  reachability: { report: UNRECORDED, notReached: UNRECORDED, look: UNRECORDED, phone: UNRECORDED },
  audit: { list: UNRECORDED },
  backup: { make: nothing },
  export: { account: (jid) => whom(jid), all: nothing },
  import: {
    start: ({ source }) => ({ what: source }),
    take: UNRECORDED,
    takeBytes: UNRECORDED,
    end: UNRECORDED,
    told: UNRECORDED,
  },
  moveIn: { start: ({ from, to }) => ({ ...whom(to), what: from.bare }) },
  status: UNRECORDED,
  look: UNRECORDED,
} as const satisfies Acts;

type RecordedIn<Group extends string, Of> = {
  [Name in keyof Of & string]: Of[Name] extends typeof UNRECORDED ? never : `${Group}.${Name}`;
}[keyof Of & string];

/** "accounts.remove". */
export type ActName = {
  [Group in keyof typeof ACTS & string]: RecordedIn<Group, Exclude<(typeof ACTS)[Group], string>>;
}[keyof typeof ACTS & string];

/** The operations as somebody asks for them: each act is recorded once, unless it was refused. */
export function recorded<Some extends Partial<Operations>>(operations: Some, log: AuditLog, by: AuditActor): Some {
  const record = (operation: Operation, act: string, described: unknown): Operation => {
    if (typeof described !== "function") return operation;
    return (...given) => {
      const entry = log.begin(by, act, described(...given));
      const refused = (error: unknown): never => {
        // Of anything else it is not known how far it has come.
        if (error instanceof OperationError) log.withdraw(entry);
        throw error;
      };
      try {
        const result = operation(...given);
        return result instanceof Promise ? result.catch(refused) : result;
      } catch (error) {
        return refused(error);
      }
    };
  };
  const acts: Readonly<Record<string, unknown>> = ACTS;
  const groupOf = (group: string, all: object): object => {
    const described = acts[group] as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      Object.entries(all).map(([name, field]) => [
        name,
        typeof field === "function" ? record(field as Operation, `${group}.${name}`, described[name]) : field,
      ]),
    );
  };
  const recordedGroup = (group: string, all: unknown): unknown =>
    typeof all === "function" || Array.isArray(all) ? all : groupOf(group, all as object);
  const asked: Readonly<Record<string, unknown>> = operations;
  return withLazy<Record<string, unknown>>(
    Object.fromEntries(Object.keys(operations).map((group) => [group, () => recordedGroup(group, asked[group])])),
  ) as Some;
}
