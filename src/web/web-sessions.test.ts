/** Sessions of the pages. */
import { expect, test } from "bun:test";
import { DAY, HOUR, MINUTE } from "../clock.ts";
import { openDatabase } from "../store/database.ts";
import { openWebSessions, type WebSessionsDeps } from "./web-sessions.ts";

const ALICE = "alice@example.com";
const BOB = "bob@example.com";

function open() {
  const db = openDatabase(":memory:", { log: { error() {}, warn() {}, info() {}, debug() {} } });
  let time = Date.UTC(2026, 0, 1);
  let isDoubtful = false;
  let isBobDisabled = false;
  const listeners = new Map<string, (account: string) => void>();
  const on = (event: string) => (listener: (account: string) => void) => void listeners.set(event, listener);
  const accounts: WebSessionsDeps["accounts"] = {
    exists: (account) => [ALICE, BOB].includes(account),
    isDisabled: (account) => account === BOB && isBobDisabled,
    onDisable: on("disable"),
    onPasswordChange: on("password"),
    onRemove: on("remove"),
  };
  const opened = openWebSessions({ db, accounts, now: () => time, isClockDoubtful: () => isDoubtful });
  const sessions = { ...opened, start: (account: string, browser?: string) => opened.start(account, browser) ?? "" };
  return {
    db,
    sessions,
    pass: (ms: number): void => {
      time += ms;
    },
    doubt: (): void => {
      isDoubtful = true;
    },
    disableBob: (): void => {
      isBobDisabled = true;
    },
    emit: (event: string, account: string): void => listeners.get(event)?.(account),
    count: () => db.read<{ n: number }>("SELECT count(*) AS n FROM web_session").get()?.n,
  };
}

test("a token leads to its account until it is signed out; it is 256 bits, and another one each time", () => {
  const { sessions } = open();
  const token = sessions.start(ALICE);
  const other = sessions.start(ALICE);
  expect(Buffer.from(token, "base64url")).toHaveLength(32);
  expect(other).not.toBe(token);
  expect(sessions.find(token)).toMatchObject({ account: ALICE, token, isFresh: true });
  sessions.end(token);
  expect(sessions.find(token)).toBeUndefined();
  expect(sessions.find(other)?.account).toBe(ALICE);
});

test("no session begins for an account that is gone, or disabled", () => {
  const { sessions, disableBob } = open();
  expect(sessions.start("carol@example.com")).toBe("");
  disableBob();
  expect(sessions.start(BOB)).toBe("");
});

test("an unknown token, and the stored hash of one, lead nowhere", () => {
  const { sessions, db } = open();
  sessions.start(ALICE);
  const { hash } = db.read<{ hash: Uint8Array }>("SELECT token_hash AS hash FROM web_session").get() ?? {};
  for (const token of ["", "x", Buffer.from(hash ?? []).toString("base64url")])
    expect(sessions.find(token)).toBeUndefined();
});

test("a session ends 30 days after its start, whether it is used or not", () => {
  const { sessions, pass } = open();
  const [token, unused] = [sessions.start(ALICE), sessions.start(BOB)];
  for (let days = 0; days < 29; days += 1) {
    pass(DAY);
    expect(sessions.find(token)).toBeDefined();
  }
  expect(sessions.find(unused)).toBeDefined();
  pass(DAY + MINUTE);
  expect([token, unused].map(sessions.find)).toEqual([undefined, undefined]);
  expect(sessions.of(ALICE)).toEqual([]);
});

test("a session is fresh for 15 minutes after the password was given, and again once it is proven", () => {
  const { sessions, pass } = open();
  const token = sessions.start(ALICE);
  pass(15 * MINUTE);
  expect(sessions.find(token)?.isFresh).toBe(true);
  pass(MINUTE);
  expect(sessions.find(token)?.isFresh).toBe(false);
  sessions.prove(token);
  expect(sessions.find(token)?.isFresh).toBe(true);
});

test("the sessions of an account are listed without what opens them, and ended by their ids", () => {
  const { sessions, pass } = open();
  const ended: string[] = [];
  sessions.onEnd(({ account, id }) => ended.push(account, id));
  const first = sessions.start(ALICE, "Firefox, Linux");
  pass(HOUR);
  const second = sessions.start(ALICE);
  sessions.start(BOB);
  const listed = sessions.of(ALICE);
  expect(listed.map(({ browser }) => browser)).toEqual([undefined, "Firefox, Linux"]);
  expect(JSON.stringify(listed)).not.toContain(first);
  const id = listed[1]?.id ?? "";
  sessions.endById(id);
  expect([sessions.find(first), sessions.isOpen(id), ended]).toEqual([undefined, false, [ALICE, id]]);
  expect(sessions.find(second)?.account).toBe(ALICE);
});

test("a session of the future, from before the clock was set back, has expired", () => {
  const { sessions, pass } = open();
  const token = sessions.start(ALICE);
  pass(-DAY);
  expect(sessions.find(token)).toBeUndefined();
});

test.each(["password", "disable", "remove"])("all sessions of an account end with: %s", (event) => {
  const { sessions, emit } = open();
  const [one, two, others] = [sessions.start(ALICE), sessions.start(ALICE), sessions.start(BOB)];
  emit(event, ALICE);
  expect([one, two].map(sessions.find)).toEqual([undefined, undefined]);
  expect(sessions.find(others)?.account).toBe(BOB);
});

test("an account has 20 sessions: the one that was used longest ago makes room", () => {
  const { sessions, pass } = open();
  const bob = sessions.start(BOB);
  const tokens = Array.from({ length: 21 }, () => {
    pass(MINUTE);
    return sessions.start(ALICE);
  });
  expect(sessions.find(tokens[0] ?? "")).toBeUndefined();
  expect(tokens.slice(1).every((token) => sessions.find(token))).toBe(true);
  expect(sessions.find(bob)).toBeDefined();
});

test("there are 10,000 sessions: of all, the one that was used longest ago makes room", () => {
  const { sessions, db, pass, count } = open();
  const oldest = sessions.start(BOB);
  pass(MINUTE);
  db.write(
    `WITH RECURSIVE each (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM each WHERE n < 9999)
     INSERT INTO web_session (token_hash, account, started, seen) SELECT CAST('hash' || n AS BLOB), 'a' || n || '@example.com', seen + 1, seen + 1
     FROM each, (SELECT max(seen) AS seen FROM web_session)`,
  ).run();
  expect([sessions.find(oldest)?.account, count()]).toEqual([BOB, 10_000]);
  sessions.start(ALICE);
  expect([sessions.find(oldest)?.account, count()]).toEqual([undefined, 10_000]);
});

test("expired sessions are deleted at the next start, unless the clock is doubtful", () => {
  const { sessions, pass, doubt, count } = open();
  sessions.start(ALICE);
  pass(31 * DAY);
  sessions.start(BOB);
  expect(count()).toBe(1);
  doubt();
  pass(31 * DAY);
  sessions.start(ALICE);
  expect(count()).toBe(2);
});
