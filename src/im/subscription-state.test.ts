import { describe, expect, test } from "bun:test";
import { type Contact, unknownContact } from "./contact.ts";
import { inbound, outbound, type SubscriptionType } from "./subscription-state.ts";

/** The nine states of RFC 6121 §A.1, as the tables of Appendix A write them. */
const STATES = {
  None: {},
  "None + Pending Out": { ask: true },
  "None + Pending In": { request: "asked" },
  "None + Pending Out+In": { ask: true, request: "asked" },
  To: { subscription: "to" },
  "To + Pending In": { subscription: "to", request: "asked" },
  From: { subscription: "from" },
  "From + Pending Out": { subscription: "from", ask: true },
  Both: { subscription: "both" },
} as const satisfies Record<string, Partial<Contact>>;

type State = keyof typeof STATES;

const contactIn = (state: State, more: Partial<Contact> = {}): Contact => ({
  ...unknownContact("juliet@localhost"),
  ...STATES[state],
  ...more,
});

const stateOf = ({ subscription, ask, request }: Contact): string => {
  const pending = [ask ? "Out" : "", request === undefined ? "" : "In"].filter(Boolean).join("+");
  return `${subscription.charAt(0).toUpperCase()}${subscription.slice(1)}${pending === "" ? "" : ` + Pending ${pending}`}`;
};

/** Existing state → whether it is routed (A.2) or delivered (A.3), and the new state where it is another. */
type Table = Readonly<Record<State, readonly [isPassedOn: boolean, next?: State]>>;

const SENT: Readonly<Record<SubscriptionType, Table>> = {
  // A.2.1
  subscribe: {
    None: [true, "None + Pending Out"],
    "None + Pending Out": [true],
    "None + Pending In": [true, "None + Pending Out+In"],
    "None + Pending Out+In": [true],
    To: [true],
    "To + Pending In": [true],
    From: [true, "From + Pending Out"],
    "From + Pending Out": [true],
    Both: [true],
  },
  // A.2.2
  unsubscribe: {
    None: [true],
    "None + Pending Out": [true, "None"],
    "None + Pending In": [true],
    "None + Pending Out+In": [true, "None + Pending In"],
    To: [true, "None"],
    "To + Pending In": [true, "None + Pending In"],
    From: [true],
    "From + Pending Out": [true, "From"],
    Both: [true, "From"],
  },
  // A.2.3
  subscribed: {
    None: [false],
    "None + Pending Out": [false],
    "None + Pending In": [true, "From"],
    "None + Pending Out+In": [true, "From + Pending Out"],
    To: [false],
    "To + Pending In": [true, "Both"],
    From: [false],
    "From + Pending Out": [false],
    Both: [false],
  },
  // A.2.4
  unsubscribed: {
    None: [false],
    "None + Pending Out": [false],
    "None + Pending In": [true, "None"],
    "None + Pending Out+In": [true, "None + Pending Out"],
    To: [false],
    "To + Pending In": [true, "To"],
    From: [true, "None"],
    "From + Pending Out": [true, "None + Pending Out"],
    Both: [true, "To"],
  },
};

const RECEIVED: Readonly<Record<SubscriptionType, Table>> = {
  // A.3.1
  subscribe: {
    None: [true, "None + Pending In"],
    "None + Pending Out": [true, "None + Pending Out+In"],
    "None + Pending In": [false],
    "None + Pending Out+In": [false],
    To: [true, "To + Pending In"],
    "To + Pending In": [false],
    From: [false],
    "From + Pending Out": [false],
    Both: [false],
  },
  // A.3.2
  unsubscribe: {
    None: [false],
    "None + Pending Out": [false],
    "None + Pending In": [true, "None"],
    "None + Pending Out+In": [true, "None + Pending Out"],
    To: [false],
    "To + Pending In": [true, "To"],
    From: [true, "None"],
    "From + Pending Out": [true, "None + Pending Out"],
    Both: [true, "To"],
  },
  // A.3.3
  subscribed: {
    None: [false],
    "None + Pending Out": [true, "To"],
    "None + Pending In": [false],
    "None + Pending Out+In": [true, "To + Pending In"],
    To: [false],
    "To + Pending In": [false],
    From: [false],
    "From + Pending Out": [true, "Both"],
    Both: [false],
  },
  // A.3.4
  unsubscribed: {
    None: [false],
    "None + Pending Out": [true, "None"],
    "None + Pending In": [false],
    "None + Pending Out+In": [true, "None + Pending In"],
    To: [true, "None"],
    "To + Pending In": [true, "None + Pending In"],
    From: [false],
    "From + Pending Out": [true, "From"],
    Both: [true, "From"],
  },
};

type Row = [type: SubscriptionType, state: State, isPassedOn: boolean, next: State];

const rowsOf = (tables: Readonly<Record<SubscriptionType, Table>>): Row[] =>
  Object.entries(tables).flatMap(([type, table]) =>
    Object.entries(table).map(
      ([state, [isPassedOn, next = state]]) => [type, state, isPassedOn, next] as unknown as Row,
    ),
  );

describe("Appendix A.2: outbound", () => {
  test.each(rowsOf(SENT))("%s in %p: routed %p, then %p", (type, state, isRouted, next) => {
    const outcome = outbound(type, contactIn(state));
    expect(outcome.isRouted).toBe(isRouted);
    expect(stateOf(outcome.contact)).toBe(next);
  });
});

describe("Appendix A.3: inbound", () => {
  test.each(rowsOf(RECEIVED))("%s in %p: delivered %p, then %p", (type, state, isDelivered, next) => {
    const outcome = inbound(type, contactIn(state), "asked");
    expect(outcome.isDelivered).toBe(isDelivered);
    expect(stateOf(outcome.contact)).toBe(next);
  });
});

describe("§3.1.3: a request of a subscriber is approved again, and not delivered", () => {
  test.each(["From", "From + Pending Out", "Both"] as const)("%s", (state) => {
    expect(inbound("subscribe", contactIn(state), "asked").reply).toBe("subscribed");
  });
});

describe("Appendix A.2.2: subscribed to a subscriber changes nothing, and is no pre-approval", () => {
  test.each(["From", "From + Pending Out", "Both"] as const)("%s", (state) => {
    expect(outbound("subscribed", contactIn(state))).toEqual({ contact: contactIn(state), isRouted: false });
  });
});

describe("§3.4: pre-approval", () => {
  test.each(["None", "None + Pending Out", "To"] as const)("§3.4.2: subscribed in %p is a pre-approval", (state) => {
    const { contact, isRouted } = outbound("subscribed", contactIn(state));
    expect(contact).toMatchObject({ approved: true, isListed: true });
    expect(isRouted).toBe(false);
  });

  test.each([
    ["None", "From"],
    ["None + Pending Out", "From + Pending Out"],
    ["To", "Both"],
  ] as const)("§3.4.2: subscribe, pre-approved in %p, is approved: %p", (state, next) => {
    const outcome = inbound("subscribe", contactIn(state, { approved: true }), "asked");
    expect(outcome).toMatchObject({ isDelivered: false, reply: "subscribed" });
    expect(stateOf(outcome.contact)).toBe(next);
  });

  test("§3.4.2: unsubscribed cancels it, and is not routed", () => {
    const { contact, isRouted } = outbound("unsubscribed", contactIn("None", { approved: true }));
    expect(contact.approved).toBe(false);
    expect(isRouted).toBe(false);
  });
});

describe("§2.1: contacts that are listed", () => {
  test.each(["subscribe", "subscribed"] as const)("§3.1.2, §3.4.2: %s lists a stranger", (type) => {
    expect(outbound(type, contactIn("None")).contact.isListed).toBe(true);
  });

  test("§3.1.3: a stranger's request is not listed", () => {
    expect(inbound("subscribe", contactIn("None"), "asked").contact).toMatchObject({
      isListed: false,
      request: "asked",
    });
  });

  test.each(["unsubscribe", "unsubscribed"] as const)("%s to a stranger does not list it", (type) => {
    expect(outbound(type, contactIn("None")).contact.isListed).toBe(false);
  });
});
